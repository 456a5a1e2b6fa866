"""People who take part whatever happens to the server: they reload, send again, and come one after
another until the study is full."""

from __future__ import annotations

import http.client
import json
import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

from helpers.form import Answer, Page, Visitor
from helpers.mortal import MortalServer
from helpers.study import Study, evoke

from .ledger import SCALES, Ledger, Stored, Tally

# What a person sees when a server is gone.
GONE = (OSError, http.client.HTTPException)
THREADS = 8
# How long people try before they say that they cannot.
PATIENCE = 600
CELLS, QUOTA = 6, 4
PLACES = CELLS * QUOTA


class Person(Visitor):
    """A visitor who has made up their mind what to answer, and notes what the server acknowledges."""

    def __init__(self, server, seed: int, ledger: Ledger, gives_up: threading.Event):
        super().__init__(server, seed)
        self.ledger = ledger
        self.gives_up = gives_up
        self.chosen: dict[str, dict[str, str]] = {}
        self.unexpected: list[str] = []

    def take_part(self) -> None:
        """Comes to an end of the interview, however often the way there has to be tried."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.gives_up.is_set():
            try:
                page = self.arrive()
                while page.name not in ("debrief", "full"):
                    page = self.send(page)
                return
            except GONE:
                # No acknowledgement came; the person presses reload until there is an answer.
                time.sleep(0.02)
            except NotNow:
                time.sleep(0.05)
        self.unexpected.append(f"no way through, the last page was {self.last}")

    last: str | None = None

    def arrive(self) -> Page:
        return self.shown(self.follow(self.get("/")))

    def send(self, page: Page) -> Page:
        """Saves some answers of a scale, sends the page, and sometimes sends it twice."""
        fields = self.chosen.setdefault(page.name, page.answers(self.rng))
        if page.name in SCALES and page.name not in self.sent:
            names = list(fields)
            for part in names[:4], names[4:9]:
                self.save(page, {name: fields[name] for name in part})
        session = self.token_hash
        answer = self.post(page.action, {**page.hidden, **fields})
        if answer.status == 303:
            if page.name not in self.sent:
                self.sent[page.name] = fields
                # Nobody had a place any more if consent leads to the page that says so.
                if page.name != "consent":
                    self.ledger.note(session, page.name, fields, is_page=True)
            if page.name in SCALES and self.rng.random() < 0.3:
                # A second press, with other answers: they must change nothing.
                self.post(page.action, {**page.hidden, **page.answers(self.rng)})
        return self.shown(self.follow(answer))

    def save(self, page: Page, fields: dict[str, str]) -> None:
        answer = self.post(f"{page.action}/save", {**page.hidden, **fields})
        if answer.status == 204:
            self.ledger.note(self.token_hash, page.name, fields, is_page=False)
        elif answer.status != 503 and answer.status != 409 and answer.status != 303:
            self.unexpected.append(f"saving on {page.name} was answered by {answer.status}")

    def shown(self, answer: Answer) -> Page:
        """The page that came; raises where the server says that it cannot now."""
        if answer.status == 503:
            raise NotNow
        page = answer.page
        self.last = page.name
        if answer.status != 200:
            self.unexpected.append(f"{page.name} came with {answer.status}")
            raise NotNow
        return page


class NotNow(Exception):
    """The server has said that it cannot at the moment."""


def small_study(folder: Path) -> Study:
    """A study that a crowd fills within seconds."""
    return Study(folder).keep_situations(CELLS).change(quota=QUOTA)


class Crowd:
    """More people than a study has places for, some of them at a time."""

    def __init__(self, server, ledger: Ledger, seed: int):
        self.gives_up = threading.Event()
        self.people = [
            Person(server, 1000 * seed + each, ledger, self.gives_up) for each in range(PLACES + 6)
        ]
        self._waiting = iter(self.people)
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._come) for _ in range(THREADS)]

    def _come(self) -> None:
        while True:
            with self._lock:
                person = next(self._waiting, None)
            if person is None:
                return
            try:
                person.take_part()
            except Exception as error:  # noqa: BLE001: a thread has nobody else to tell
                person.unexpected.append(repr(error))

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        for thread in self._threads:
            thread.join()

    @property
    def is_there(self) -> bool:
        """Whether somebody still takes part."""
        return any(thread.is_alive() for thread in self._threads)


def until_full(server, fault, rng: random.Random, ledger: Ledger) -> Tally:
    """Lets people come until the study is full and nobody is left, meanwhile does `fault()` again and
    again, and compares what is stored with what was acknowledged.

    The server runs on. The study is one that was made by `small_study`.
    """
    rounds, database = 0, server.study.database
    with Crowd(server, ledger, rng.randrange(1000)) as crowd:
        while crowd.is_there:
            # A server that is killed is started again before the next fault; no other may end.
            if not isinstance(server, MortalServer) and server.process.poll() is not None:
                crowd.gives_up.set()
                break
            fault()
            rounds += 1
    tally = ledger.compare(database, QUOTA)
    tally.rounds = rounds
    for person in crowd.people:
        for sentence in person.unexpected:
            tally.found("traps", sentence)
    with closing(sqlite3.connect(database)) as connection:
        places = Stored(connection).places()
    if places != PLACES or all(person.last != "full" for person in crowd.people):
        tally.found("overfull", f"{places} of {PLACES} places are taken")
    examined = evoke("doctor", database, "--format", "json")
    if examined.returncode != 0 or not json.loads(examined.stdout)["sound"]:
        tally.found("lost", f"doctor says: {examined.stdout}{examined.stderr}")
    return tally
