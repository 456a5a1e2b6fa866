"""`evoke ask` that is killed, stopped, left or resized: nothing that was acknowledged is lost."""

import signal
import time

import pexpect
import pytest

from helpers.study import BINARY, ITEMS
from helpers.terminal import ABOUT, WHOLE, Person, code_on, piped, shorten


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGABRT])
def test_the_terminal_is_given_back_on_every_signal(study, number):
    person = Person(study)
    person.see("Begin")
    assert b"\x1b[?1049h" in person.raw
    person.process.kill(number)
    person.end(-number)
    assert b"\x1b[?1049l" in person.raw


def test_ctrl_c_leaves_with_the_code_and_the_code_goes_on(study):
    person = Person(study)
    person.start()
    person.demographics()
    person.press("1", "Question 2 of 20")
    person.leave()
    code = code_on(person.text)
    assert study.rows("SELECT status FROM participants") == [("active",)]

    person = Person(study)
    person.see("Begin")
    person.press("2", "Type your code")
    person.press("ABCD\r", "We do not recognise this code")
    person.press(code.lower() + "\r", "Question 2 of 20")
    person.scale(start=2)
    person.press("\r", "Imagine this situation")
    person.press("q", "Do you want to stop?")
    person.press("4", "Imagine this situation")
    person.press("q", "Do you want to stop?")
    person.press("3", "We have deleted your answers")
    person.process.sendcontrol("c")
    person.end(0)
    assert study.rows("SELECT status FROM participants") == [("withdrawn",)]
    assert study.rows("SELECT * FROM responses_long") == []


def test_a_code_goes_on_at_once(study):
    first = piped(study, ["1", "1", *ABOUT, "1"])
    assert first.returncode == 3
    code = code_on(first.stdout)
    second = piped(study, [*["4"] * 19, "", "", *["2"] * 20, ""], "--resume", code)
    assert second.returncode == 0, second.stdout + second.stderr
    assert study.rows("SELECT status FROM participants") == [("completed",)]
    wrong = piped(study, [], "--resume", "0000-0000-0000")
    assert wrong.returncode == 2 and "has this code" in wrong.stderr


@pytest.mark.parametrize("given", range(0, len(WHOLE) - 1, 9))
def test_an_end_of_input_anywhere_keeps_what_was_sent(study, given):
    result = piped(study, WHOLE[:given])
    people = study.rows("SELECT status FROM participants")
    assert result.returncode == (3 if people else 2), result.stdout
    assert people in ([], [("active",)])
    # A page is stored whole or not at all.
    assert study.value("SELECT count(*) FROM responses_long") % 20 == 0
    if people:
        assert "The input ended" in result.stdout
        rest = piped(study, WHOLE[given:], "--resume", code_on(result.stdout))
        assert rest.returncode == 0, rest.stdout + rest.stderr
        participant = study.value("SELECT participant FROM participants")
        assert study.responses(participant, "default") == dict.fromkeys(ITEMS, "4")
        assert study.responses(participant, "evoked") == dict.fromkeys(ITEMS, "2")
    else:
        assert "before the participant began" in result.stderr


def test_a_tiny_window_shares_its_rows_between_text_and_keys(study):
    person = Person(study, columns=16, rows=4)
    person.see("Enter: read on")
    text, *others = person.text.splitlines()
    assert text and others == ["", "Enter: read on", "q: stop"]
    person.leave(0)


def test_a_window_that_changes_its_size(study):
    person = Person(study, columns=28, rows=9)
    person.see("Begin")
    person.press("1", "Enter: read on")
    person.resize(100, 60)
    person.see("Do you want to take part?")
    person.resize(30, 10)
    person.see("Enter: read on")
    person.press("1", "Question 1 of 5")
    assert "Your code for continuing is" in person.text
    person.read_on_to("3 In another way")
    for line in person.text.splitlines():
        assert len(line) <= 30
    person.leave()

# Every kind of page after consent: what is typed, what is seen then, and how the page is come back to.
STEPS = [
    ("7\r", "Enter: send this page", ""),
    ("\r", "Question 1 of 3", ""),
    ("1", "Question 2 of 3", ""),
    ("2", "Question 3 of 3", ""),
    ("3", "Enter: send this page", ""),
    ("\r", "Imagine this situation", ""),
    ("\r", "Question 1 of 2", "\r"),
    ("4", "Question 2 of 2", "\r"),
    ("a tree\r", "Enter: send this page", "\r"),
    ("\r", "Think of the situation.", ""),
    ("3", "Question 2 of 3", ""),
    ("2", "Question 3 of 3", ""),
    ("1", "Enter: send this page", ""),
    ("\r", "Thank you", ""),
]


@pytest.fixture
def short(study):
    return shorten(study).change(imagining="{ vividness: required, description: required }").add(
        "demographics:\n  - { id: siblings, text: How many?, number: { min: 0, max: 20 } }\n")


def assert_whole(study):
    """What was typed in STEPS is in the database, once."""
    assert study.rows("SELECT status FROM participants") == [("completed",)]
    assert dict(study.rows("SELECT question, value FROM question_answer")) == {
        "siblings": "7", "vividness": "4", "imagined": "a tree",
    }
    assert study.rows("SELECT occasion, item, value FROM responses_long ORDER BY 1, 2") == [
        ("default", "at_ease", 1), ("default", "quiet", 3), ("default", "restless", 2),
        ("evoked", "at_ease", 3), ("evoked", "quiet", 1), ("evoked", "restless", 2),
    ]
    assert study.rows("SELECT page FROM page_received WHERE outcome = 'recorded' ORDER BY id") == [
        (page,) for page in ("consent", "demographics", "default", "situation", "evoked")
    ]


def test_kill_9_between_any_two_keys_loses_nothing(short):
    person = Person(short)
    code = person.start("Question 1 of 1")
    for keys, seen, back in STEPS:
        person.press(keys, seen)
        person.process.kill(signal.SIGKILL)
        person.end(-signal.SIGKILL)
        person = Person(short, "--resume", code)
        if back:
            person.see("Imagine this situation")
            person.press(back)
        person.see(seen)
    person.read_on_to("use this code to have your answers deleted")
    assert_whole(short)
    person.leave(0)


@pytest.mark.parametrize("milliseconds", [0, 1, 3, 9, 27])
def test_kill_9_while_a_key_is_being_taken_loses_at_most_that_key(short, milliseconds):
    person = Person(short)
    code = person.start("Question 1 of 1")
    before = "Question 1 of 1"
    for keys, seen, _ in STEPS:
        person.press(keys)
        time.sleep(milliseconds / 1000)
        person.process.kill(signal.SIGKILL)
        person.end(-signal.SIGKILL)
        person = Person(short, "--resume", code)
        where = person.see_one_of(seen, "Enter: continue", before)
        if where == "Enter: continue" and seen != "Imagine this situation":
            # The page of the situation begins with it.
            person.press("\r")
            where = person.see_one_of(seen, before if before != "Imagine this situation" else seen)
        if where == before:
            person.press(keys, seen)
        before = seen
    assert_whole(short)
    person.leave(0)


def test_a_window_that_is_closed_loses_nothing(study):
    person = Person(study)
    code = person.start()
    person.press("1", "Question 2 of 5")
    person.process.ptyproc.close(force=False)
    assert not person.process.isalive()
    again = Person(study, "--resume", code)
    again.see("Question 2 of 5")
    again.press("b\r", "*1 Woman")
    again.leave()


def test_ctrl_d_leaves_with_the_code(study):
    person = Person(study)
    code = person.start()
    person.press("\x04")
    person.end(3)
    assert code_on(person.text) == code
    beginner = Person(study)
    beginner.see("Begin")
    beginner.press("\x04")
    beginner.end(0)


def test_ctrl_c_in_lines_leaves_with_the_code(study):
    person = Person(study, "--plain", rows=200)
    person.see("Begin")
    person.process.sendline("1")
    person.process.sendline("1")
    person.see("Question 1 of 5")
    code = code_on(person.text)
    person.leave()
    assert "You can continue later" in person.text
    assert code_on(person.text) == code


def test_ctrl_z_gives_the_terminal_back_until_the_shell_goes_on(study):
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], dimensions=(24, 80), timeout=20,
        env={"TERM": "xterm-256color", "PS1": "ready> ", "PATH": "/usr/bin:/bin"})
    shell.expect("ready> ")
    shell.sendline(f"{BINARY} ask {study.folder}")
    shell.expect("Begin")
    shell.send("\x1a")
    shell.expect_exact("\x1b[?1049l")
    shell.expect("Stopped")
    shell.sendline("stty -a | grep -o '.icanon'; echo $((20 + 3))")
    shell.expect(" icanon")
    shell.expect("23")
    shell.sendline("fg")
    shell.expect_exact("\x1b[?1049h")
    shell.expect("Begin")
    shell.send("1")
    shell.expect("read on")
    shell.send("\x03")
    shell.expect("ready> ")
    shell.close(force=True)


def test_a_kiosk_is_not_left_by_ctrl_z(study):
    person = Person(study, "--kiosk")
    person.see("1 Begin")
    person.press("\x1a")
    person.press("1", "Enter: read on")
    person.leave(0)


def test_a_small_window_still_shows_every_answer(study):
    person = Person(study)
    person.start()
    person.demographics()
    person.press("1", "Question 2 of 20")
    person.resize(40, 10)
    person.see("Question 2 of 20 Distressed")
    assert "5  Extremely" in person.text and "q: stop" in person.text
    person.press("4", "Question 3 of 20")
    person.resize(80, 24)
    person.see("How do you feel right now?")
    person.press("b", "*4 Quite a bit")
    person.leave()


def test_a_page_that_was_sent_from_another_window_is_not_sent_again(short):
    first = Person(short)
    code = first.start("Question 1 of 1")
    second = Person(short, "--resume", code)
    second.see("Question 1 of 1")
    second.press("7\r", "Enter: send this page")
    second.press("\r", "Question 1 of 3")
    first.press("8\r", "This page has since been sent from another window.")
    first.see("Question 1 of 3")
    assert short.rows("SELECT value FROM question_answer") == [("7",)]
    for person in first, second:
        person.leave()
