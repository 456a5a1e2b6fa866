"""A database that is moved, replaced or removed: under a running server, and before a start."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from helpers.form import Visitor
from helpers.study import Server, evoke

DISPLACED = "was moved, replaced or removed"


def beside(study, end: str) -> Path:
    return study.folder / f"responses.sqlite{end}"


def move(path: Path) -> Path:
    return path.rename(path.with_name("elsewhere" + path.suffix))


def replace(path: Path) -> Path:
    """Puts another file with the same contents in its place."""
    shutil.copy(path, path.with_name("copy"))
    kept = move(path)
    path.with_name("copy").rename(path)
    return kept


@pytest.mark.parametrize(
    "displace, end", [(move, ""), (replace, ""), (move, "-wal"), (replace, "-wal"), (move, "-shm")]
)
def test_no_page_is_acknowledged_until_the_file_is_back(study, displace, end):
    server = Server(study)
    visitor, newcomer = Visitor(server), Visitor(server)
    page, consent = visitor.go_to("default"), newcomer.arrive()
    answers = page.answers(visitor.rng)
    kept = displace(beside(study, end))
    for _ in range(5):
        answer = visitor.post(page.action, {**page.hidden, **answers})
        assert answer.status == 503 and answer.headers["retry-after"] == "5"
        assert answer.page.filled == answers
        assert "Your answers are not saved yet" in answer.page.text
        assert newcomer.submit(consent).status == 503
        assert visitor.post(f"{page.action}/save", {**page.hidden, **answers}).status == 503
    assert server.errors.count(DISPLACED) == 1 and len(server.errors.splitlines()) == 1
    assert f"{beside(study, end)}: " in server.errors
    kept.replace(beside(study, end))
    page = answer.page
    assert visitor.post(page.action, {**page.hidden, **page.filled}).status == 303
    visitor.sent["default"] = answers
    assert visitor.finish().name == newcomer.finish().name == "debrief"
    assert server.stop() == 0
    for each in (visitor, newcomer):
        study.assert_stored(study.participant(each), each.sent)
    assert len(server.errors.splitlines()) == 1


def test_all_that_was_acknowledged_while_the_database_is_moved_is_in_it(study):
    server = Server(study)
    visitors = [Visitor(server, seed) for seed in range(8)]
    pages = [visitor.arrive() for visitor in visitors]
    underway = threading.Event()

    def walk(visitor, page):
        while page.name != "debrief":
            answer = visitor.submit(page)
            if answer.status != 303:
                assert answer.status == 503
                return
            if page.name == "demographics":
                underway.set()
            page = visitor.follow(answer).page

    threads = [threading.Thread(target=walk, args=each) for each in zip(visitors, pages)]
    for thread in threads:
        thread.start()
    underway.wait(30)
    study.folder.joinpath("archive").mkdir()
    for end in ("", "-wal", "-shm"):
        beside(study, end).rename(study.folder / "archive" / f"responses.sqlite{end}")
    for thread in threads:
        thread.join()
    # Ends clean when it is told to, and begins nothing in the old place.
    assert server.stop() == 0
    assert not study.database.exists()
    (study.folder / "archive/responses.sqlite").rename(study.database)
    recorded = "SELECT page FROM page_received JOIN session USING (respondent_id) " + (
        "WHERE outcome = 'recorded' AND token_sha256 = ?"
    )
    for visitor in visitors:
        found = {page for (page,) in study.rows(recorded, visitor.token_hash)}
        assert set(visitor.sent) <= found


def test_a_removed_database_is_copied_when_the_server_ends(study):
    server = Server(study)
    visitor = Visitor(server)
    page = visitor.go_to("situation")
    study.database.unlink()
    assert visitor.submit(page).status == 503
    assert server.stop() == 0
    copy = beside(study, ".rescued-1")
    assert f"Everything that it held is in {copy}" in server.errors
    assert copy.stat().st_mode & 0o77 == 0
    assert evoke("serve", study.folder, "--port", 0).returncode == 2
    copy.rename(study.database)
    server = Server(study, port=server.port)
    assert visitor.arrive().name == "situation"
    assert visitor.finish().name == "debrief"
    assert server.stop() == 0
    study.assert_stored(study.participant(visitor), visitor.sent)


def take_part(study) -> None:
    server = Server(study)
    Visitor(server).go_to("default")
    assert server.stop() == 0


def test_a_study_with_people_does_not_begin_an_empty_database(study, tmp_path):
    take_part(study)
    (site,) = study.rows("SELECT uuid FROM site")[0]
    history = study.folder / "responses.history"
    assert f"site: {site}\n" in history.read_text()
    away = study.database.rename(tmp_path / "away.sqlite")
    before = sorted(study.folder.iterdir())
    for command in ("serve", "ask", "baseline", "status", "close"):
        done = evoke(command, study.folder)
        assert done.returncode == 2, command
        assert "the database with their answers is not here" in done.stderr, command
        assert "--new-database" in done.stderr
    assert evoke("simulate", study.folder, "--participants", 1).returncode == 2
    assert sorted(study.folder.iterdir()) == before

    # Another study's database, or an empty file, is not it either.
    study.database.touch()
    assert evoke("serve", study.folder).returncode == 2
    study.database.unlink()
    other = type(study)(tmp_path / "other")
    take_part(other)
    shutil.copy(other.database, study.database)
    assert evoke("serve", study.folder).returncode == 2
    study.database.unlink()

    away.rename(study.database)
    take_part(study)
    assert study.value("SELECT count(*) FROM respondent") == 2


def test_a_new_database_is_begun_when_that_is_said(study):
    take_part(study)
    study.database.unlink()
    assert Server(study, "--new-database").stop() == 0
    # Nobody has taken part in the new one yet; and it needs no telling twice.
    take_part(study)
    assert study.value("SELECT count(*) FROM respondent") == 1
    again = evoke("serve", study.folder, "--new-database")
    assert again.returncode == 2 and "leave out --new-database" in again.stderr


def test_those_who_are_no_people_leave_no_history(study):
    assert evoke("simulate", study.folder, "--participants", 3).returncode == 0
    server = Server(study, "--preview")
    Visitor(server).go_to("default")
    assert server.stop() == 0
    server = Server(study)
    simulated = evoke("simulate", study.folder, "--participants", 3, "--url", server.url)
    assert simulated.returncode == 0, simulated.stderr
    assert server.stop() == 0
    assert not (study.folder / "responses.history").exists()
    study.database.unlink()
    take_part(study)


def test_answers_in_a_log_without_its_database_are_not_thrown_away(study, tmp_path):
    server = Server(study)
    visitor = Visitor(server)
    visitor.go_to("default")
    server.process.send_signal(signal.SIGKILL)
    server.kill()
    study.database.rename(tmp_path / "away.sqlite")
    log = beside(study, "-wal")
    before = log.read_bytes()
    for arguments in ([], ["--new-database"]):
        assert evoke("serve", study.folder, *arguments).returncode == 2
        assert log.read_bytes() == before
    (tmp_path / "away.sqlite").rename(study.database)
    with closing(sqlite3.connect(study.database)) as database:
        assert database.execute("SELECT count(*) FROM question_answer").fetchone()[0] == 5
