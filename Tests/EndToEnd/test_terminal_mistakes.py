"""What `evoke ask` says when it is started or answered wrongly: what is wrong, and what to do."""

import os
import sqlite3
import subprocess
from contextlib import closing

import pytest

from helpers.form import Visitor
from helpers.study import BINARY, evoke
from helpers.terminal import Person, code_on, piped, shorten


@pytest.fixture
def short(study):
    for name in ("consent.md", "debrief.md"):
        path = study.folder / name
        path.write_text(path.read_text().replace("[", "(").replace("]", ")"))
    return shorten(study)


def test_a_folder_that_is_no_study(tmp_path):
    result = evoke("ask", tmp_path / "nowhere")
    assert result.returncode == 2
    assert "nowhere/study.yaml: error: no such file; `evoke new DIR` makes a study" in result.stderr


def test_a_study_with_a_mistake_asks_nobody(short):
    short.change(quota="many")
    result = piped(short, ["1"])
    assert result.returncode == 2 and result.stdout == ""
    assert "`quota` must be a whole number" in result.stderr
    assert not short.database.exists()


@pytest.mark.parametrize("options, message", [
    (["--kiosk", "--resume", "X"], "cannot be combined with --resume"),
    (["--idle", "0"], "--idle must be at least 1"),
    (["--language", "fr"], "--language fr: not a language of the study; choose from en"),
    (["--resume", "0000-0000-0000"], "no interview of this study has this code"),
    (["--resume", ""], "no interview of this study has this code"),
])
def test_options_that_do_not_go_together_or_fit(short, options, message):
    result = piped(short, [], *options)
    assert result.returncode == 2 and message in result.stderr


@pytest.mark.parametrize("lines, number, place, remedy", [
    (["7"], 1, "", "Taken are: 1, 2."),
    (["2", "AAAA"], 2, "Type your code, then press Enter.", "We do not recognise this code."),
    (["1", "1", "4"], 3, "Question 1 of 3, At ease", "Taken are: 1, 2, 3."),
    (["1", "1", "1", "two"], 4, "Question 2 of 3, Restless", "Taken are: 1, 2, 3."),
    (["1", "1", "1", "", "3"], 4, "Question 2 of 3, Restless", "Taken are: 1, 2, 3."),
    (["1", "1", "b"], 3, "Question 1 of 3, At ease", "Taken are: 1, 2, 3."),
    (["1", "1", *"123", "4"], 6, "How do you feel right now?", "An empty line is accepted."),
    (["1", "1", *"123", "", "4"], 7, "Imagine this situation", "An empty line is accepted."),
])
def test_a_piped_line_that_is_no_answer_stops_before_the_next(short, lines, number, place, remedy):
    # What follows would answer something else than it was meant for.
    result = piped(short, [*lines, "1", "1", "1", "", "", ""])
    assert result.returncode == 2
    assert result.stderr.startswith(
        f"line {number} of the input is not an answer to “{place}”. {remedy}")
    people = short.value("SELECT count(*) FROM participants")
    if not people:
        assert "nothing was recorded" in result.stderr
        return
    # The answers before it are kept, and those behind it were not taken.
    whole = [*"123", "", "", *"321", ""]
    rest = piped(short, whole[min(number - 3, 4):], "--resume", code_on(result.stderr))
    assert rest.returncode == 0, rest.stderr
    assert [value for value, in short.rows("SELECT value FROM response ORDER BY administration_id, item_id")] == [
        1, 2, 3, 3, 2, 1]


def test_bytes_that_are_no_text(short):
    short.change(imagining="{ description: required }")
    result = subprocess.run(
        [BINARY, "ask", short.folder], capture_output=True, timeout=60,
        input=b"1\n1\n1\n2\n3\n\n\ncaf\xe9\n1\n")
    assert result.returncode == 2
    assert b"line 8 of the input" in result.stderr
    assert b"We could not read that as text. Type it again." in result.stderr
    person = Person(short, "--resume", code_on(result.stderr.decode()))
    person.see("Imagine this situation")
    person.press("\r", "What did you imagine?")
    person.process.send(b"caf\xe9 ")
    person.see("We could not read that as text. Type it again.")
    person.press("\x7fé, 😀\r", "Every question on this page is answered.")
    person.press("\r", "Think of the situation.")
    assert short.value("SELECT value FROM question_answer") == "café, 😀"
    person.leave()


def test_too_many_lines_are_counted(short):
    result = piped(short, ["1", "1", *"123", "", "", *"321", "", "1", "", "2"])
    assert result.returncode == 0
    assert "the interview ended before its input; remaining lines: 2" in result.stderr
    assert short.rows("SELECT status FROM participants") == [("completed",)]
    exact = piped(short, ["1", "1", *"123", "", "", *"321", "", "", ""])
    assert exact.stderr == ""


def test_no_lines_at_all(short):
    result = piped(short, [])
    assert result.returncode == 2
    assert "the input ended before the participant began" in result.stderr
    closed = subprocess.run(
        f"{BINARY} ask {short.folder} <&-", shell=True, capture_output=True, text=True, timeout=60)
    assert closed.returncode == 2 and "before the participant began" in closed.stderr


def test_a_dumb_terminal_gets_lines(short):
    person = Person(short, TERM="dumb")
    person.see("1 Begin")
    person.process.sendline("1")
    person.process.sendline("1")
    person.see("Question 1 of 3")
    # Whoever types is told, and can go on.
    person.process.sendline("4")
    person.see("Select one of the answers offered.")
    assert b"\x1b" not in person.raw
    person.press("\x04")
    person.end(3)


def test_a_database_that_is_none(short):
    short.database.write_text("hello")
    result = piped(short, ["1"])
    assert result.returncode == 2
    assert "responses.sqlite: cannot be opened as an SQLite database" in result.stderr
    assert short.database.read_text() == "hello"


def as_nobody(folder, *arguments, **options):
    """Runs Evoke as a user who may write to nothing of ours."""
    return subprocess.run(
        [BINARY, *arguments, folder], capture_output=True, text=True, timeout=60,
        user=65534, group=65534, extra_groups=[], **options)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("has_database", [False, True])
def test_a_store_that_may_not_be_written_to(short, has_database):
    folder = short.folder
    if has_database:
        assert piped(short, ["1", "2"]).returncode == 0
        short.database.chmod(0o644)
    for place in [folder, *folder.parents]:
        if place.stat().st_uid == os.geteuid() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    result = as_nobody(folder, "ask", input="1\n1\n")
    assert result.returncode == 2, result.stdout + result.stderr
    assert "responses.sqlite" in result.stderr and "no permission to write" in result.stderr
    assert result.stdout == ""


def test_beside_a_server_on_the_same_database(short, serve):
    server = serve(short)
    web = Visitor(server)
    web.go_to("situation")
    person = Person(short)
    person.start("Question 1 of 3")
    web.finish()
    person.press("1", "Question 2 of 3")
    person.press("2", "Question 3 of 3")
    other = Visitor(server, seed=2)
    other.finish()
    person.press("3", "Enter: send")
    person.press("\r", "Imagine this situation")
    assert sorted(short.rows("SELECT channel, status FROM participants")) == [
        ("terminal", "active"), ("web", "completed"), ("web", "completed")]
    person.leave()


def test_an_interview_of_the_terminal_goes_on_in_the_browser(short, serve):
    left = piped(short, ["1", "1", "1", "2"])
    visitor = Visitor(serve(short))
    page = visitor.get("/resume").page
    answer = visitor.post(page.action, {"code": code_on(left.stdout)})
    assert answer.location == "/survey/default"
    assert visitor.follow(answer).page.filled == {"at_ease": "1", "restless": "2"}
    # Answers lay below each other, and still do.
    assert short.rows("SELECT layout FROM respondent") == [("stacked",)]


def test_a_database_that_is_busy_for_long_loses_no_answer(short):
    person = Person(short)
    person.start("Question 1 of 3")
    with closing(sqlite3.connect(short.database, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        person.press("2")
        person.see("Your answers are not saved yet", seconds=30)
        assert "Wait a moment, then answer again." in " ".join(person.text.split())
        database.execute("ROLLBACK")
    person.press("2", "Question 2 of 3")
    assert short.rows("SELECT field, option FROM answer_change") == [("at_ease", "2")]
    person.leave()


def test_whoever_leaves_while_nothing_can_be_saved_is_told_why(short):
    person = Person(short)
    code = person.start("Question 1 of 3")
    with closing(sqlite3.connect(short.database, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        person.press("2")
        person.see("Your answers are not saved yet", seconds=30)
        person.leave(2)
        database.execute("ROLLBACK")
    # The line breaks anywhere, as long as the folder's name is.
    told = "another program has been writing to the database for 10 seconds".replace(" ", "")
    assert told in "".join(person.text.split())
    assert code_on(person.text) == code
    assert piped(short, [*"123", "", "", *"321", ""], "--resume", code).returncode == 0


def test_a_full_disk_is_told_and_tried_again(short, faulty_disk, tmp_path):
    full = tmp_path / "full"
    person = Person(short, **faulty_disk.variables(full=full))
    person.start("Question 1 of 3")
    full.touch()
    person.press("2", "Your answers are not saved yet")
    full.unlink()
    person.press("2", "Question 2 of 3")
    assert short.rows("SELECT field, option FROM answer_change") == [("at_ease", "2")]
    person.leave()
