"""What stands on the pages of `evoke ask`: skipping, the situation, screening, and what is measured."""

import time

import pytest

from helpers.study import evoke
from helpers.terminal import Person, code_on, piped, shorten

EVERYTHING = (
    "[time_to_first_answer, item_times, answer_changes, page_visibility, device_class, "
    "input_mode, scripts]"
)


@pytest.fixture
def short(study):
    """Three items, a situation, and the items again."""
    return shorten(study)


def answers(study, occasion="default") -> list[tuple]:
    return study.rows(
        "SELECT item.item, value, missing FROM response JOIN item ON item.id = item_id "
        "JOIN administration ON administration.id = administration_id WHERE occasion = ? "
        "ORDER BY position",
        occasion,
    )


def about_imagining(study) -> dict:
    return dict(
        study.rows("SELECT question, value FROM question_answer WHERE purpose = 'situation'"))


# Leaving an item out


def test_an_item_is_left_out_with_one_key_after_one_prompt(short):
    short.change(presentation="{ skipping: true }")
    person = Person(short)
    person.start("Question 1 of 3")
    assert "Continue without answering" not in person.text
    for key in "\r", "\r":
        person.press(key, "Select an answer. -: Continue without answering")
    person.see("1–3: answer · -: Continue without answering · q: stop")
    person.press("-", "Question 2 of 3")
    person.press("2", "Question 3 of 3")
    person.press("-", "Select an answer.")
    person.press("3", "One answer is still missing")
    person.see("You can also continue without answering them.")
    person.press("bbb", "You have not answered this question.")
    person.press("\r", "Question 2 of 3")
    person.press("\r", "Question 3 of 3")
    person.press("\r", "One answer is still missing")
    person.press("\r", "Imagine this situation")
    assert answers(short) == [
        ("at_ease", None, "skipped"), ("restless", 2, None), ("quiet", 3, None)
    ]
    assert short.value("SELECT score FROM subscale_score") is None
    person.leave()


def test_an_answer_left_out_can_still_be_given(short):
    short.change(presentation="{ skipping: true }")
    result = piped(short, ["1", "1", "-", "-", "2", "3", *"bbb", "1", "", "", "", ""])
    assert result.returncode == 3, result.stderr
    assert answers(short) == [("at_ease", 1, None), ("restless", 2, None), ("quiet", 3, None)]


def test_everything_may_be_left_out_from_a_pipe(short):
    short.change(presentation="{ skipping: true }")
    result = piped(short, ["1", "1", *"------", "", "", "1", "2", "3", ""])
    assert result.returncode == 0, result.stderr
    assert "3 answers are still missing" in result.stdout
    assert {missing for _, _, missing in answers(short)} == {"skipped"}
    assert {missing for _, _, missing in answers(short, "evoked")} == {None}


def test_where_nothing_may_be_left_out_the_terminal_says_so(short):
    person = Person(short)
    person.start("Question 1 of 3")
    person.press("-", "This question needs an answer. If you do not want to answer, press q to stop.")
    person.press("1", "Question 2 of 3")
    person.press("\r", "This question needs an answer.")
    assert "Continue without answering" not in person.text
    person.leave()


def test_a_check_of_attention_that_is_left_out_is_not_passed(short):
    short.change(presentation="{ skipping: true }").add(
        "attention:\n  - { id: look, text: Choose 2., instrument: calm, after: quiet, expect: 2 }\n")
    piped(short, ["1", "1", "1", "2", "3", "-", "-", ""])
    assert short.rows("SELECT check_id, option, passed FROM attention_answer") == [
        ("look", None, 0)
    ]


def test_a_check_that_ends_the_interview_cannot_be_left_out(short):
    short.change(presentation="{ skipping: true }").add(
        "attention:\n  - { id: look, text: Choose 2., instrument: calm, after: quiet, expect: 2,\n"
        "      outcome: end }\n")
    result = piped(short, ["1", "1", "1", "2", "3", "-", "-", ""])
    assert result.returncode == 2 and "is not an answer" in result.stderr
    assert short.rows("SELECT * FROM attention_answer") == []
    assert short.rows("SELECT status FROM participants") == [("active",)]


# The situation


def test_whoever_reads_too_fast_is_asked_once_to_stay(short):
    short.change(imagining="{ reading_hint: true }", reading_words_per_minute=60)
    person = Person(short)
    person.start("Question 1 of 3")
    for number in "123":
        person.press(number)
    person.press("\r", "Imagine this situation")
    person.press("\r", "There is no hurry Please read the situation again")
    assert "your uncle Farid" in person.text
    person.press("\r", "Question 1 of 3")
    person.leave()


def test_whoever_takes_the_time_is_not_asked_to_stay(short):
    # 33 words at 2000 a minute are read in a second.
    short.change(imagining="{ reading_hint: true }", reading_words_per_minute=2000)
    person = Person(short)
    person.come_to_situation()
    time.sleep(1.2)
    person.press("\r", "Question 1 of 3")
    assert "no hurry" not in person.raw.decode()
    person.leave()
    hinted = piped(short, ["1", "1", *"123", "", "", "", *"321", ""])
    assert hinted.returncode == 0, hinted.stderr
    assert hinted.stdout.count("There is no hurry") == 1


def test_vividness_and_what_was_imagined(short):
    short.change(imagining="{ vividness: required, description: required }")
    person = Person(short)
    person.come_to_situation()
    person.press("\r", "How clearly could you picture the situation?")
    person.press("\r", "This question needs an answer.")
    # The situation is not gone.
    person.press("b", "your uncle Farid")
    person.press("\r", "Question 1 of 2")
    person.press("4", "What did you imagine? A few words are enough.")
    person.press("\r", "This question needs an answer.")
    words = "Der Onkel – 您好, عمّي, 😀 – und eine lange Gabel, die über dem Tisch kreist, " * 3
    person.press(words, "> Der Onkel")
    person.press("?\x7f?\r", "Every question on this page is answered.")
    # What was written can be gone on with.
    person.press("b", "> Der Onkel")
    person.press("!", "kreist, ?!")
    person.press("\r", "Every question on this page is answered.")
    person.press("\r", "Think of the situation.")
    assert about_imagining(short) == {"vividness": "4", "imagined": words.strip() + " ?!"}
    person.leave()


def test_what_is_optional_can_be_left_out_at_once(short):
    short.change(imagining="{ vividness: optional, description: optional }")
    result = piped(short, ["1", "1", *"123", "", "", "", "-", "", *"321", ""])
    assert result.returncode == 0, result.stdout + result.stderr
    assert "picture the situation? (optional)" in result.stdout
    assert about_imagining(short) == {"vividness": None, "imagined": None}


def test_a_text_that_is_too_long_is_not_cut_in_silence(short):
    short.change(imagining="{ description: required }")
    person = ["1", "1", *"123", "", ""]
    result = piped(short, [*person, "x" * 50_001])
    assert result.returncode == 2 and "Shorten your answer" in result.stderr
    rest = piped(short, ["", "x" * 50_000, "", *"321", ""], "--resume", code_on(result.stdout))
    assert rest.returncode == 0, rest.stderr
    assert about_imagining(short) == {"imagined": "x" * 50_000}


def test_pasted_lines_are_one_answer(short):
    short.change(imagining="{ description: required }")
    person = Person(short)
    person.come_to_situation()
    assert b"\x1b[?2004h" in person.raw
    person.press("\r", "What did you imagine?")
    person.press("\x1b[200~The fork\r\nand q\rthe table\x1b[201~", "the table")
    person.press("\r", "Every question on this page is answered.")
    person.press("\r", "Think of the situation.")
    assert about_imagining(short) == {"imagined": "The fork\nand q\nthe table"}
    person.leave()
    assert person.raw.rstrip().rfind(b"\x1b[?2004l") > person.raw.rfind(b"\x1b[?2004h")


def test_of_a_long_text_the_last_six_lines_stand_in_sight(short):
    short.change(imagining="{ description: required }")
    person = Person(short)
    person.come_to_situation()
    person.press("\r", "What did you imagine?")
    person.press(" ".join(f"leaf{number:03}" for number in range(1, 101)), "leaf100")
    shown = [line for line in person.text.splitlines() if "leaf" in line]
    assert len(shown) == 6 and shown[-1].endswith("leaf100")
    person.leave()


def test_a_folded_situation_opens_with_a_key(short):
    short.change(imagining="{ situation_stays: folded }")
    person = Person(short)
    person.start("Question 1 of 3")
    assert "Read the situation again" not in person.text
    person.press("123\r", "Imagine this situation")
    person.press("\r", "s: Read the situation again")
    assert "Farid" not in person.text
    person.press("s", "your uncle Farid explains")
    person.press("\r", "Question 1 of 3")
    person.press("3", "Question 2 of 3")
    person.press("s", "your uncle Farid explains")
    person.press("b", "Question 2 of 3")
    person.leave()


def test_an_open_situation_stands_above_each_item_where_there_is_room(short):
    short.change(imagining="{ situation_stays: open }")
    person = Person(short)
    person.come_to_situation()
    person.press("\r", "Think of the situation.")
    for question in 1, 2:
        person.see(f"Question {question} of 3")
        assert "your uncle Farid explains" in " ".join(person.text.split())
        assert "Read the situation again" not in person.text and "3  Completely" in person.text
        person.press("2")
    person.resize(40, 10)
    person.see("s: Read the situation again")
    assert "Farid" not in person.text and "3  Completely" in person.text
    person.press("s", "your uncle Farid explains")
    person.leave()
    # Who listens hears it once, and again when asked for.
    heard = piped(short, ["1", "1", *"123", "", "", "1", "s", "", "2", "3", ""])
    assert heard.returncode == 0, heard.stderr
    assert heard.stdout.count("your uncle Farid explains") == 3


# Screening


def test_screening_lets_the_right_people_go_on(short):
    short.add(
        "screening:\n  - id: fluent\n    text: Do you read English?\n    options:\n"
        "      - { value: yes, label: Yes }\n      - { value: no, label: No }\n    accept: [yes]\n")
    result = piped(short, ["1", "1", "1", "", *"123", "", "", *"321", ""])
    assert result.returncode == 0, result.stderr
    assert short.rows("SELECT status FROM participants") == [("completed",)]
    assert short.rows("SELECT question, purpose, value FROM question_answer") == [
        ("fluent", "screening", "yes")
    ]


# Codes


def test_the_receipt_of_the_terminal_takes_the_answers_back(short):
    result = piped(short, ["1", "1", *"123", "", "", *"321", ""])
    receipt = code_on(result.stdout)
    taken = evoke("withdraw", short.folder, receipt)
    assert taken.returncode == 0, taken.stderr
    assert short.rows("SELECT status FROM participants") == [("withdrawn",)]
    assert short.rows("SELECT * FROM responses_long") == []
    again = piped(short, [], "--resume", receipt)
    assert again.returncode == 2 and "has this code" in again.stderr


# What is measured


def measures(study) -> list[tuple]:
    return study.rows("SELECT page, measure, item, value FROM paradata ORDER BY id")


def test_times_and_changes_are_stored_where_the_study_asks_for_them(short):
    short.change(paradata=EVERYTHING)
    person = Person(short)
    began = time.monotonic()
    person.start("Question 1 of 3")
    time.sleep(0.6)
    person.press("1", "Question 2 of 3")
    time.sleep(0.3)
    person.press("2", "Question 3 of 3")
    person.press("b", "Question 2 of 3")
    person.press("2", "Question 3 of 3")
    person.press("b", "Question 2 of 3")
    person.press("1", "Question 3 of 3")
    person.press("3", "Enter: send")
    person.press("\r", "Imagine this situation")
    longest = (time.monotonic() - began) * 1000
    found = {(measure, item): value for _, measure, item, value in measures(short)}
    assert found.keys() == {
        ("time_to_first_answer", None), ("item_time", "at_ease"), ("item_time", "restless"),
        ("item_time", "quiet"), ("answer_changes", "restless"), ("input_mode", None),
    }
    assert 600 <= found["item_time", "at_ease"] < longest
    assert found["item_time", "at_ease"] <= found["time_to_first_answer", None] < longest
    assert 300 <= found["item_time", "restless"] < longest
    assert 0 <= found["item_time", "quiet"] < longest
    assert found["answer_changes", "restless"] == 1
    assert found["input_mode", None] == "keyboard"
    assert short.rows("SELECT field, option FROM answer_change ORDER BY id") == [
        ("at_ease", "1"), ("restless", "2"), ("restless", "1"), ("quiet", "3")
    ]
    person.leave()


def test_times_are_stored_once_however_often_the_interview_is_gone_on_with(short):
    short.change(paradata="[item_times, time_to_first_answer]")
    person = Person(short)
    code = person.start("Question 1 of 3")
    for number in "12":
        person.press(number, f"Question {int(number) + 1} of 3")
        person.process.kill(9)
        person = Person(short, "--resume", code)
        person.see(f"Question {int(number) + 1} of 3")
    person.press("3", "Enter: send")
    person.press("\r", "Imagine this situation")
    assert [(measure, item) for _, measure, item, _ in measures(short)] == [
        ("time_to_first_answer", None), ("item_time", "at_ease"), ("item_time", "restless"),
        ("item_time", "quiet"),
    ]
    person.leave()


def test_nobody_is_timed_who_answers_from_a_pipe(short):
    short.change(paradata=EVERYTHING)
    result = piped(short, ["1", "1", *"12", "b", "b", "2", "2", "3", "", "", *"321", ""])
    assert result.returncode == 0, result.stdout + result.stderr
    assert measures(short) == [("default", "answer_changes", "at_ease", 1)]


def test_nothing_is_measured_that_the_study_does_not_ask_for(short):
    person = Person(short)
    person.start("Question 1 of 3")
    person.press("12b2", "Question 3 of 3")
    person.press("3\r", "Imagine this situation")
    assert measures(short) == []
    assert short.rows("SELECT * FROM answer_change") == []
    person.leave()


# Leaving


@pytest.mark.parametrize("rule, ways", [
    ("ask", ["Take a break", "Leave, and keep", "Leave, and delete", "Go back"]),
    ("keep", ["Take a break", "Leave, and keep", "Go back"]),
    ("delete", ["Take a break", "Leave, and delete", "Go back"]),
])
def test_leaving_is_what_the_study_says(short, rule, ways):
    short.change(leaving=rule)
    result = piped(short, ["1", "1", "1", "2", "3", "", "q", "2"])
    assert result.returncode == 0, result.stderr
    menu = result.stdout[result.stdout.index("Do you want to stop?"):]
    assert [line[4:4 + len(way)] for line, way in zip(
        [line for line in menu.splitlines() if line[:2] in (" 1", " 2", " 3", " 4")], ways,
        strict=True)] == ways
    assert "findahelpline.com" in menu
    assert short.rows("SELECT status FROM participants") == [
        ("withdrawn" if rule == "delete" else "left",)]
    assert len(short.rows("SELECT * FROM responses_long")) == (0 if rule == "delete" else 3)
    # Answers that are kept can be taken back; answers that are gone need no code.
    assert ("use this code to have your answers deleted" in " ".join(menu.split())) == (
        rule != "delete")


# The kiosk


def test_a_kiosk_goes_on_with_a_code_and_keeps_it_to_its_owner(short):
    short.change(imagining="{ description: required }")
    person = Person(short, "--kiosk", "--idle", "3")
    code = person.come_to_situation()
    person.press("\r", "What did you imagine?")
    person.press("my secret", "> my secret")
    # Nobody types any more: the start screen comes back, and nothing is on it.
    person.see("1 Begin", seconds=20)
    assert "secret" not in person.text and code not in person.text
    person.press("2", "Type your code")
    person.press(code + "\r", "Imagine this situation")
    person.press("\r", "What did you imagine?")
    assert "secret" not in person.text
    person.press("a fork\r", "Enter: send")
    person.press("\r", "Think of the situation.")
    person.press("321\r", "Thank you")
    person.read_on_to("use this code to have your answers deleted")
    receipt = code_on(person.text)
    person.press("\r", "1 Begin")
    assert receipt not in person.text and not person.screen.history.top
    person.leave(0)
    assert receipt not in person.text
    assert about_imagining(short) == {"imagined": "a fork"}


def test_a_kiosk_takes_one_person_after_the_other_from_a_pipe(short):
    one = ["1", "1", *"123", "", "", *"321", "", ""]
    result = piped(short, [*one, *one], "--kiosk")
    assert result.returncode == 0, result.stderr
    assert short.rows("SELECT status FROM participants") == [("completed",)] * 2
    wrong = piped(short, [*one[:-1], "x", *one], "--kiosk")
    assert wrong.returncode == 2
    assert "The interview before it was complete, and is kept." in wrong.stderr
