"""What a crash, a restart or a stop does to people who are in the middle of the form."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from helpers.form import COOKIE, Page, Visitor
from helpers.mortal import MortalServer
from helpers.study import ITEMS, Server, evoke
from helpers.waiting import wait_for


@pytest.fixture
def mortal(study):
    server = MortalServer(study)
    yield server
    assert server.running.stop() == 0
    assert server.running.errors == ""


class Unlucky(Visitor):
    """Before each request the server is killed and started again."""

    def request(self, *arguments, **headers):
        self.server.die()
        return super().request(*arguments, **headers)


def test_a_crash_between_any_two_requests_loses_nothing(study, mortal):
    visitor = Unlucky(mortal)
    page = visitor.arrive()
    seen = []
    while page.name != "debrief":
        seen.append(page.name)
        # A reload after the crash shows the same page.
        assert visitor.arrive().name == page.name
        page = visitor.next(page)
        participant = study.participant(visitor)
        study.assert_stored(participant, visitor.sent)
    assert seen == ["consent", "demographics", "default", "situation", "evoked"]
    assert mortal.deaths >= 15
    assert study.status(participant) == "completed"
    assert study.value("PRAGMA integrity_check") == "ok"


def test_a_crash_between_any_two_saved_answers_loses_none(study, mortal):
    visitor = Visitor(mortal)
    visitor.go_to("default")
    visitor = unlucky(visitor)
    given = {}
    for place, item in enumerate(ITEMS):
        answers = {item: visitor.rng.choice("12345")}
        if place == 7:
            answers[ITEMS[0]] = "1" if given[ITEMS[0]] != "1" else "2"  # One is changed.
        reply = visitor.post("/survey/default/save", {"_session": visitor.cookie, **answers})
        assert reply.status == 204
        given |= answers
        # 204 says that it is on the disk, whatever becomes of the server in the next moment.
        mortal.die()
        assert dict(study.rows("SELECT field, option FROM answer_change")) == given
    assert study.value("SELECT count(*) FROM answer_change") == 20
    page = visitor.arrive()
    assert page.filled == given
    assert visitor.next(page, **page.filled).name == "situation"
    assert study.responses(study.participant(visitor), "default") == given
    assert study.value("SELECT count(*) FROM answer_change") == 0
    assert study.value("PRAGMA integrity_check") == "ok"


def unlucky(visitor: Visitor) -> Unlucky:
    """The same person from now on, without luck."""
    other = Unlucky(visitor.server)
    other.cookie, other.sent = visitor.cookie, visitor.sent
    return other


CALM = """
id: calm
version: "1"
title: Calm
citation: Made for tests.
licence: { terms: Free., evidence: Ours. }
instruction: { default: How now?, evoked: How after it? }
order: shuffled
scales:
  - { id: three, points: [{ value: 1, label: A }, { value: 2, label: B }, { value: 3, label: C }] }
items:
  - { id: ease, text: At ease, scale: three }
  - { id: rest, text: At rest, scale: three }
  - { id: still, text: Still, scale: three }
subscales: [{ id: calm, title: Calm, items: [ease, rest, still] }]
"""


@pytest.fixture
def single(study):
    """A short scale whose items come one at a time, in an order of each person's own."""
    study.folder.joinpath("instruments").mkdir()
    study.folder.joinpath("instruments/calm.yaml").write_text(CALM)
    study.change(design="calm -> imagine situation -> calm")
    return study.add("presentation: { items: one_at_a_time }\n")


def test_a_crash_between_any_two_items_loses_none(single, mortal):
    visitor = Unlucky(mortal)
    page, asked, given = visitor.arrive(), [], {}
    while page.name != "debrief":
        if page.name in ("default", "evoked"):
            (item,) = page.questions
            asked.append((page.name, item))
            # Whoever comes back after the crash is asked the same item, the others kept.
            assert list(visitor.arrive().questions) == [item]
            given.setdefault(page.name, {})[item] = visitor.rng.choice("123")
            page = visitor.next(page, **{item: given[page.name][item]})
        else:
            page = visitor.next(page)
    assert len(asked) == len(set(asked)) == 6
    participant = single.participant(visitor)
    for occasion in ("default", "evoked"):
        assert single.responses(participant, occasion) == given[occasion]
    # The order shown is the one that is stored, in spite of the many servers that showed it.
    names = ["ease", "rest", "still"]
    for occasion, order in single.rows("SELECT occasion, item_order FROM administration"):
        shown = [item for page, item in asked if page == occasion]
        assert [names[int(place) - 1] for place in order.split()] == shown
    assert single.value("SELECT count(*) FROM answer_change") == 0
    assert single.status(participant) == "completed"
    assert mortal.deaths > 30


@pytest.mark.parametrize(("choice", "status"), [("keep", "left"), ("delete", "withdrawn")])
def test_a_crash_between_stopping_and_saying_what_becomes_of_the_answers(
    study, mortal, choice, status
):
    visitor = Visitor(mortal)
    visitor.go_to("situation")
    visitor = unlucky(visitor)
    page = visitor.next(visitor.get("/leave").page, answers=choice)
    assert page.name == "left"
    assert visitor.arrive().name == "left"
    participant = study.participant(visitor)
    assert study.status(participant) == status
    study.assert_stored(participant, visitor.sent if choice == "keep" else {})
    assert study.value("SELECT count(*) FROM withdrawal") == 1


def test_an_edited_study_asks_people_in_the_middle_as_it_began_with_them(study, serve):
    server = serve(study)
    early = Visitor(server)
    early.go_to("demographics")
    server.stop()
    path = study.folder / "study.yaml"
    text = path.read_text()
    start, end = text.index("  - id: employment"), text.index("  - id: education")
    path.write_text(text[:start] + text[end:])
    server = serve(study)
    early.server = server
    page = early.arrive()
    assert "employment" in page.questions
    early.finish()
    late = Visitor(server, 2)
    assert "employment" not in late.go_to("demographics").questions
    late.finish()
    for visitor in (early, late):
        study.assert_stored(study.participant(visitor), visitor.sent)
    assert study.value("SELECT count(*) FROM study_version") == 2


# Stopping


def half_sent(server, visitor: Visitor, page: Page) -> tuple[socket.socket, bytes]:
    """A connection on which a page's form has been sent but for its second half."""
    fields = page.answers(visitor.rng)
    visitor.sent[page.name] = fields
    body = urlencode({**page.hidden, **fields}).encode()
    head = (
        f"POST {page.action} HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={visitor.cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    connection.sendall(head + body[: len(body) // 2])
    wait_for(lambda: is_read(server, connection), what="reading half a request")
    return connection, body[len(body) // 2 :]


def sockets(server) -> list[list[str]]:
    """The lines of the kernel's table of TCP sockets that are the server's side of something."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return [line.split() for line in lines if line.split()[1].endswith(f":{server.port:04X}")]


def is_listening(server) -> bool:
    return any(state == "0A" for _, _, _, state, *_ in sockets(server))


def is_read(server, connection: socket.socket) -> bool:
    """Whether the server has taken all that was sent to it on the connection."""
    port = connection.getsockname()[1]
    return any(
        other.endswith(f":{port:04X}") and queues.endswith(":00000000")
        for _, _, other, _, queues, *_ in sockets(server)
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_a_request_on_its_way_is_finished_before_the_server_stops(study, serve, how):
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.go_to("default")
    connection, rest = half_sent(server, visitor, page)
    server.process.send_signal(how)
    # It has heard the signal once it takes no new connections.
    wait_for(lambda: not is_listening(server))
    assert server.process.poll() is None
    connection.sendall(rest)
    assert connection.recv(10_000).startswith(b"HTTP/1.1 303 ")
    connection.close()
    assert server.process.wait(timeout=30) == 0
    study.assert_stored(study.participant(visitor), visitor.sent)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_after_a_stop_the_database_file_alone_holds_everything(study, serve, tmp_path, how):
    server = serve(study)
    visitors = [Visitor(server, seed) for seed in range(3)]
    for visitor in visitors:
        visitor.finish()
    assert server.stop(how) == 0
    # Who copies responses.sqlite without knowing of a write-ahead log beside it has all answers.
    copy = shutil.copy(study.database, tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(copy)) as database:
        ((count,),) = database.execute("SELECT count(*) FROM responses_long").fetchall()
    assert count == 3 * 40
    assert not study.folder.joinpath("responses.sqlite-wal").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_the_server_stops_while_browsers_keep_their_connections(study, serve, how):
    server = serve(study)
    idle = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    used = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    used.request("GET", "/")
    used.getresponse().read()
    try:
        assert server.stop(how) == 0
    finally:
        idle.close()
        used.close()


def test_a_request_that_is_never_finished_does_not_keep_the_server_up(study, serve):
    server = serve(study)
    visitor = Visitor(server)
    connection, _ = half_sent(server, visitor, visitor.go_to("default"))
    try:
        assert server.stop(within=20) == 0
    finally:
        connection.close()


def test_a_port_in_use_is_said_plainly(study, serve):
    server = serve(study)
    result = evoke("serve", study.folder, "--port", server.port)
    assert result.returncode == 2
    assert f"port {server.port}" in result.stderr
    assert "--port" in result.stderr
