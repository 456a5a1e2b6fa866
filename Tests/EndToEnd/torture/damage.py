"""Damaged databases: rows that hold what no row may hold, and pages with other bytes. Every command that
reads, and a server, ends with an answer or a clear sentence, never by a signal."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from helpers.form import Visitor
from helpers.study import Server, Study, evoke

from .endings import CRASHES
from .ledger import Tally

PAGE = 4096
SIMULATED = ["--kind", "simulated"]
READERS = [
    ["doctor"],
    ["doctor", "--format", "json"],
    ["status", *SIMULATED],
    ["status"],
    ["baseline", *SIMULATED],
    ["baseline", *SIMULATED, "--by", "gender", "--exclude", "study", "--format", "json"],
    ["careless", *SIMULATED],
    ["reliability", *SIMULATED, "--items"],
    ["risk", *SIMULATED],
    ["power", "--of"],
    ["judge"],
    ["export", *SIMULATED, "--k", "2"],
]
VALUES = ["NULL", "'nonsense'", "''", "-1", "0", "9223372036854775807", "9e999", "1.5", "x'ff00'"]
# One in so many databases is served as well as read.
SERVED = 10
# What a message for people does not contain: a value as a program prints it.
DUMP = re.compile(r"\w+Error\(|Optional\(|\.swift:\d+")


def run(folder: Path, short: bool) -> Tally:
    sound = Sound(folder / "sound")
    tally = Tally()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seeds = range(60 if short else 10_000)
        for found in pool.map(lambda seed: examine(sound, folder, seed), seeds):
            tally += found
    return tally


class Sound:
    """A study with simulated participants and with visitors in the middle of every page."""

    def __init__(self, folder: Path):
        self.study = Study(folder).change(quota=8)
        server = Server(self.study)
        self.cookies = []
        for seed, name in enumerate(["demographics", "default", "situation", "evoked", "debrief"]):
            visitor = Visitor(server, seed)
            page = visitor.go_to(name)
            if name == "default":
                visitor.post(f"{page.action}/save", {**page.hidden, "upset": "3"})
            self.cookies.append(visitor.cookie)
        assert server.stop() == 0
        made = evoke("simulate", folder, "--participants", 40, "--seed", 5)
        assert made.returncode == 0, made.stderr
        self.files = {
            path.name: path.read_bytes()
            for path in folder.iterdir()
            if not path.name.startswith("responses.sqlite")
        }
        with closing(sqlite3.connect(self.study.database)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode = DELETE")
        self.bytes = self.study.database.read_bytes()
        self.loose = loosened(self.study.database)


def loosened(database: Path) -> tuple[bytes, list[tuple[str, str]]]:
    """A copy whose tables take any value, and the columns that there are."""
    copy = database.with_name("loose")
    shutil.copy(database, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as loose:
        loose.execute("PRAGMA writable_schema = ON")
        loose.execute(
            "UPDATE sqlite_master SET sql = replace(replace(replace(replace(sql, 'IS NOT NULL', "
            "'NOTNULL'), 'NOT NULL', ''), ') STRICT, W', ') W'), ') STRICT', ')') WHERE type = 'table'"
        )
        loose.execute("DELETE FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_is\\_not\\_%' ESCAPE '\\'")
        tables = [
            name
            for (name,) in loose.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        columns = [
            (table, row[1]) for table in tables for row in loose.execute(f"PRAGMA table_info({table})")
        ]
    contents = copy.read_bytes()
    copy.unlink()
    return contents, columns


# Ways to damage a database


def bytes_changed(sound: Sound, rng: random.Random, path: Path) -> None:
    contents = bytearray(sound.bytes)
    is_schema = rng.random() < 0.1
    for _ in range(rng.choice([1, 8, 64, 512])):
        start = rng.randrange(100, PAGE) if is_schema else rng.randrange(len(contents) - 4)
        contents[start : start + 4] = rng.randbytes(4)
    path.write_bytes(contents)


def pages_changed(sound: Sound, rng: random.Random, path: Path) -> None:
    """Pages that are empty, in each other's place, or gone."""
    contents = bytearray(sound.bytes)
    first, second = (rng.randrange(1, len(contents) // PAGE) * PAGE for _ in range(2))
    how = rng.randrange(4)
    if how == 0:
        contents[first : first + PAGE] = bytes(PAGE)
    elif how == 1:
        page = contents[first : first + PAGE]
        contents[first : first + PAGE] = contents[second : second + PAGE]
        contents[second : second + PAGE] = page
    elif how == 2:
        del contents[first + rng.choice([0, 512, PAGE // 2]) :]
    else:
        # Few bytes of one page: its head says where its cells are.
        for _ in range(rng.randint(1, 6)):
            contents[first + rng.randrange(16)] = rng.randrange(256)
    path.write_bytes(contents)


def rows_changed(sound: Sound, rng: random.Random, path: Path) -> None:
    contents, columns = sound.loose
    path.write_bytes(contents)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for _ in range(rng.choice([1, 1, 3, 10])):
            # A respondent's row says what all others mean.
            table, column = rng.choice(
                [each for each in columns if each[0] == "respondent"]
                if rng.random() < 0.3 else columns
            )  # fmt: skip
            chosen = rng.choice(["1", "abs(random()) % 10 = 0", f"rowid = {rng.randint(1, 45)}"])
            try:
                database.execute(
                    f'UPDATE OR REPLACE {table} SET "{column}" = {rng.choice(VALUES)} WHERE {chosen}'
                )
            except sqlite3.DatabaseError:
                # A key that cannot hold the value, or a table without row numbers.
                pass


WAYS: list[Callable[[Sound, random.Random, Path], None]] = [
    bytes_changed, pages_changed, rows_changed, rows_changed,
]  # fmt: skip


# What is done with it


def examine(sound: Sound, folder: Path, seed: int) -> Tally:
    rng, tally = random.Random(seed), Tally(rounds=1)
    place = Study.at(folder / f"damaged-{seed}" / "study")
    place.folder.mkdir(parents=True)
    for name, contents in sound.files.items():
        (place.folder / name).write_bytes(contents)
    way = WAYS[seed % len(WAYS)]
    way(sound, rng, place.database)
    read(place, rng.choice(READERS), f"{way.__name__} {seed}", tally)
    if seed % SERVED == 0:
        serve(place, sound.cookies, f"{way.__name__} {seed}", tally)
    if tally.findings:
        return tally
    shutil.rmtree(place.folder.parent)
    return tally


def read(place: Study, command: list[str], name: str, tally: Tally) -> None:
    first, *rest = command
    more = [place.folder.with_name("out")] if first == "export" else []
    if first == "judge":
        arguments = ["judge", place.database, "--against", "emotionbench-2024"]
    elif first == "power":
        arguments = ["power", "--of", place.folder]
    else:
        arguments = [first, place.folder, *more, *rest]
    try:
        ended = evoke(*arguments, errors="replace")
    except subprocess.TimeoutExpired:
        tally.found("traps", f"{name}: {' '.join(command)} did not end")
        return
    said = ended.stderr.strip()
    wrong = (
        ended.returncode not in (0, 1, 2)
        or any(words in said for words in CRASHES)
        or DUMP.search(said)
        or (ended.returncode != 0 and not said and first != "doctor")
    )
    if wrong:
        tally.found("traps", f"{name}: {' '.join(command)} ended with {ended.returncode}: {said[:400]}")


def serve(place: Study, cookies: list[str], name: str, tally: Tally) -> None:
    """Shows every visitor their page, and sends one; the server may also refuse to start."""
    log = place.folder.with_name("study.log")
    try:
        server = Server(place)
    except AssertionError:
        said = log.read_text(errors="replace")
        if any(words in said for words in CRASHES) or not said.strip():
            tally.found("traps", f"{name}: no start: {said[:400]}")
        return
    try:
        for cookie in [*cookies, None]:
            visitor = Visitor(server)
            visitor.cookie = cookie
            answer = visitor.follow(visitor.get("/"))
            if answer.status == 200 and answer.page.action:
                page = answer.page
                visitor.post(page.action, {**page.hidden, **page.answers(visitor.rng)})
    except (OSError, http.client.HTTPException, AssertionError) as error:
        tally.found("traps", f"{name}: {error!r}; {log.read_text(errors='replace')[-400:]}")
    code = server.process.poll()
    if code is not None:
        tally.found("traps", f"{name}: the server ended with {code}")
    server.kill()
    if any(words in log.read_text(errors="replace") for words in CRASHES):
        tally.found("traps", f"{name}: {log.read_text(errors='replace')[-400:]}")
