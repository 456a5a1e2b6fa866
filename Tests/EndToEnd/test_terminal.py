"""`evoke ask` in a real terminal, in lines, from a pipe and as a kiosk."""

import re
import signal

import pytest

from helpers.form import Visitor
from helpers.study import ITEMS, evoke
from helpers.terminal import ABOUT, WHOLE, Person, code_on, piped
from helpers.translations import translate

ANSI = re.compile(rb"\x1b")


def test_a_whole_interview_at_80_by_24(study):
    person = Person(study)
    person.start()
    person.demographics()
    person.scale("4")
    assert len(person.screen.display) == 24
    person.press("\r", "Saved. Imagine this situation")
    person.press("\r", "Question 1 of 20")
    person.scale("2")
    person.press("\r", "Thank you")
    person.read_on_to("use this code to have your answers deleted")
    person.press("\r")
    person.end(0)
    # What is to be kept is said again once the screen is gone.
    assert code_on(person.text)
    assert study.rows("SELECT kind, channel, status FROM participants") == [
        ("human", "terminal", "completed")
    ]
    participant = study.value("SELECT participant FROM participants")
    study.assert_stored(
        participant,
        {
            "demographics": {
                "gender": "female", "year_of_birth": "1980", "country": "DE",
                "employment": "student", "education": "primary",
            },
            "default": dict.fromkeys(ITEMS, "4"),
            "evoked": dict.fromkeys(ITEMS, "2"),
        },
    )
    assert study.rows("SELECT page FROM page_received WHERE outcome = 'recorded' ORDER BY id") == [
        (page,) for page in ("consent", "demographics", "default", "situation", "evoked")
    ]


def test_back_changes_an_answer_and_other_keys_say_what_is_wanted(study):
    person = Person(study)
    person.start()
    person.press("b", "You cannot change pages you have sent")
    person.press("9", "Select one of the answers offered")
    person.press("2", "Question 2 of 5")
    text = person.press("b\r", "Question 1 of 5")
    assert "*2  Man" in text
    person.press("1", "Question 2 of 5")
    person.press("1850\r", "whole number from")
    person.press("-\r", "Question 3 of 5")
    person.press("united\r", "Several answers match")
    person.press("côte d’ivoire\r", "Question 4 of 5")
    person.press("1", "Question 5 of 5")
    person.press("1", "send this page")
    person.press("\x1b[D", "Question 5 of 5")
    person.press("3", "send this page")
    person.press("\r", "Question 1 of 20")
    person.process.kill(signal.SIGTERM)
    person.end(-signal.SIGTERM)
    participant = study.value("SELECT participant FROM participants")
    assert study.demographics(participant) == {
        "gender": "female", "year_of_birth": None, "country": "CI", "employment": "employed",
        "education": "lower_secondary",
    }


def test_answers_from_a_pipe(study):
    result = piped(study, WHOLE)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "\x1b" not in result.stdout
    assert "Thank you" in result.stdout and code_on(result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert study.rows("SELECT status, channel FROM participants") == [("completed", "terminal")]
    participant = study.value("SELECT participant FROM participants")
    assert study.responses(participant, "default") == dict.fromkeys(ITEMS, "4")


def test_no_consent_and_leaving_with_the_answers_kept(study):
    assert "You are not taking part" in piped(study, ["1", "2"]).stdout
    result = piped(study, ["1", "1", *ABOUT, "q", "2"])
    assert result.returncode == 0
    assert "We have kept the answers you sent" in result.stdout
    assert study.rows("SELECT status FROM participants ORDER BY rowid") == [
        ("declined",), ("left",)
    ] or sorted(study.rows("SELECT status FROM participants")) == [("declined",), ("left",)]


def test_a_closed_study_lets_nobody_begin_and_participants_finish(study):
    begun = piped(study, WHOLE[:8])
    assert evoke("close", study.folder).returncode == 0
    result = piped(study, WHOLE)
    assert "The study is closed" in result.stdout
    assert study.value("SELECT count(*) FROM participants") == 1
    piped(study, WHOLE[8:], "--resume", code_on(begun.stdout))
    assert study.rows("SELECT status FROM participants") == [("completed",)]


def test_a_full_study_lets_nobody_begin(study):
    study.keep_situations(1).change(quota=1)
    assert piped(study, WHOLE).returncode == 0
    result = piped(study, ["1"])
    assert "The study is full" in result.stdout
    assert study.value("SELECT count(*) FROM participants") == 1


def test_screening_ends_the_interview(study):
    with study.folder.joinpath("study.yaml").open("a") as file:
        file.write(
            "\nscreening:\n  - id: fluent\n    text: Do you read English?\n    options:\n"
            "      - { value: yes, label: Yes }\n      - { value: no, label: No }\n"
            "    accept: [yes]\n  - id: sight\n    text: Do you see well?\n    options:\n"
            "      - { value: yes, label: Yes }\n      - { value: no, label: No }\n"
            "    accept: [yes]\n    completion_code: SEE-8\n"
            "recruiting: { completion_codes: { screened_out: OUT-7 } }\n"
        )
    result = piped(study, ["1", "1", "2", "1", ""])
    assert "OUT-7" in result.stdout
    result = piped(study, ["1", "1", "1", "2", ""])
    assert "SEE-8" in result.stdout and "OUT-7" not in result.stdout
    assert study.rows("SELECT status, ended_by FROM respondent") == [
        ("screened_out", "fluent"), ("screened_out", "sight"),
    ]  # fmt: skip


def test_a_check_on_a_page_of_its_own(study):
    study.add(
        "attention:\n  - id: colour\n    text: Please choose blue.\n    before_page: default\n"
        "    options: [{ value: red, label: Red }, { value: blue, label: Blue }]\n"
        "    expect: blue\n    outcome: end\n    completion_code: COL5\n"
    )
    result = piped(study, ["1", "1", *ABOUT, "1", ""])
    assert "One question" in result.stdout and "Please choose blue." in result.stdout
    assert "COL5" in result.stdout
    result = piped(study, ["1", "1", *ABOUT, "2", "", *["4"] * 20, "", "", *["2"] * 20, ""])
    assert "COL5" not in result.stdout
    assert study.rows("SELECT status, ended_by FROM respondent") == [
        ("screened_out", "colour"), ("completed", None),
    ]  # fmt: skip


def test_no_color(study):
    coloured = Person(study)
    coloured.see("Begin")
    coloured.leave(0)
    assert re.search(rb"\x1b\[[0-9]+m", coloured.raw.replace(b"\x1b[0m", b""))
    plain = Person(study, NO_COLOR="1")
    plain.see("Begin")
    plain.leave(0)
    assert not re.search(rb"\x1b\[[0-9]+m", plain.raw.replace(b"\x1b[0m", b""))


def test_plain_moves_no_cursor_and_draws_nothing_twice(study):
    person = Person(study, "--plain", rows=200)
    person.see("Begin")
    for line in ["1", "1"]:
        person.process.sendline(line)
    person.see("Question 1 of 5")
    for line in ABOUT:
        person.process.sendline(line)
    person.see("Question 1 of 20")
    person.process.sendline("q")
    person.see("Do you want to stop?")
    person.process.sendline("1")
    person.end(3)
    assert not ANSI.search(person.raw)
    assert person.raw.count(b"Question 1 of 20") == 1


def test_a_kiosk_forgets_each_person(study):
    person = Person(study, "--kiosk")
    person.see("1 Begin")
    person.press("q", "Select one of the answers")
    person.press("\x04", "Begin")
    person.start()
    person.press("1", "Question 2 of 5")
    person.press("1977\r", "Question 3 of 5")
    person.press("q\r", "Do you want to stop?")
    person.press("3", "We have deleted your answers")
    while "Begin" not in person.text:
        person.press("\r")
        person.read()
    person.see("1 Begin")
    assert "1977" not in person.text and "\x1b[3J".encode() in person.raw
    assert not person.screen.history.top
    # The next person begins anew.
    person.start()
    assert study.value("SELECT count(*) FROM participants") == 2
    person.leave(0)
    assert "Question" not in person.text


def test_a_kiosk_left_alone_returns_to_its_start(study):
    person = Person(study, "--kiosk", "--idle", "1")
    person.start()
    person.see("1 Begin")
    assert study.rows("SELECT status FROM participants") == [("active",)]
    person.leave(0)


def test_languages_in_the_terminal(study):
    translate(study, "de", "ar", "zh-Hans")
    person = Person(study, LANG="de_AT.UTF-8")
    assert "*2  Deutsch" in person.see("Language · Sprache · اللغة · 语言")
    person.press("\r", "Beginnen")
    person.press("1", "Möchten Sie teilnehmen?")
    person.press("1", "Frage 1 von 5")
    person.leave()
    assert "Sie können später weitermachen" in person.text
    assert study.rows("SELECT language FROM respondent") == [("de",)]
    result = piped(study, WHOLE, "--language", "ar")
    assert result.returncode == 0, result.stdout
    assert "السؤال 20 من 20" in result.stdout
    assert study.rows("SELECT DISTINCT language FROM administration") == [("ar",)]
    assert piped(study, [], "--language", "fr").returncode == 2
    wide = Person(study, "--language", "zh-Hans", columns=40)
    # The emulator shows a wide character in two cells, of which the second is empty.
    wide.see("开")
    wide.leave(0)


def test_the_web_and_the_terminal_share_cells_and_places(study, serve):
    study.keep_situations(2).change(quota=1)
    Visitor(serve(study)).finish()
    assert piped(study, WHOLE).returncode == 0
    assert study.rows("SELECT situation FROM participants ORDER BY 1") == [(1,), (2,)]
    assert "The study is full" in piped(study, ["1"]).stdout


def test_the_preview_records_nothing_in_the_study(study):
    result = piped(study, WHOLE, "--preview")
    assert result.returncode == 0, result.stderr
    assert not study.database.exists()
