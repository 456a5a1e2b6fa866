"""What screening questions and attention checks lead to: a mark, or an end with a code of its own."""

from __future__ import annotations

import json
import re

import pytest

from helpers.form import Visitor, code_on
from helpers.study import Server, evoke

OPTIONS = "options: [{ value: yes, label: Yes }, { value: no, label: No }], accept: [yes]"
RULES = f"""
screening:
  - {{ id: adult, text: Are you 18 or older?, {OPTIONS} }}
  - {{ id: fluent, text: Do you read English?, {OPTIONS}, completion_code: FLU3 }}
  - {{ id: sight, text: Do you see well?, {OPTIONS}, outcome: flag }}
attention:
  - {{ id: check_a, text: Choose 2, instrument: panas, after: proud, expect: 2 }}
  - {{ id: check_b, text: Choose 3, instrument: panas, after: alert, expect: 3, outcome: end }}
  - {{ id: check_c, text: Choose 4, instrument: panas, occasion: evoked, after: alert, expect: 4,
       outcome: end, redirect: "https://panel.example/c" }}
recruiting:
  completion_codes: {{ complete: DONE1, screened_out: OUT2, failed_attention: ATT4 }}
  redirects: {{ failed_attention: "https://panel.example/attention" }}
"""
PASSED = {"adult": "yes", "fluent": "yes", "sight": "yes"}
CHECKS = {"check_a": "2", "check_b": "3", "check_c": "4"}


def people(study) -> int:
    return study.value("SELECT count(*) FROM participants")


def test_at_a_shared_device_the_next_person_begins_anew_and_sees_nothing(study, serve):
    study.add("recruiting: { completion_codes: { complete: DONE1 } }\nshared_device: true\n")
    visitor = Visitor(serve(study))
    first = visitor.finish()
    receipt = code_on(first)
    assert "DONE1" not in first.html
    assert "Start for the next person" in first.text
    # Until someone begins anew, the page can be read again.
    assert visitor.follow(visitor.get("/survey/debrief")).page.name == "debrief"
    page = visitor.arrive()
    assert page.name == "consent"
    again = visitor.follow(visitor.get("/survey/debrief")).page
    assert again.name == "consent"
    assert receipt not in again.html
    assert visitor.finish().name == "debrief"
    assert people(study) == 2
    # Whoever leaves in the middle leaves the start page to the next one, too.
    visitor.next(visitor.arrive())
    assert visitor.arrive().name == "consent"
    # A panel's participant sees the panel's code.
    other = Visitor(visitor.server, 2)
    page = other.follow(other.get("/?PROLIFIC_PID=anna")).page
    while page.action:
        page = other.next(page)
    assert "DONE1" in page.html


def test_an_id_that_is_none_joins_no_two_people(study):
    study.add("recruiting: { completion_codes: { complete: DONE1 } }\n")
    server = Server(study)
    words = ("undefined", "null", "NA", "test", "%24%7Be%3A%2F%2FField%2FPID%7D", "%25CODE%25")
    for number, word in enumerate(words):
        first, second = Visitor(server, 2 * number), Visitor(server, 2 * number + 1)
        first.next(first.follow(first.get(f"/?PROLIFIC_PID={word}")).page)
        assert second.follow(second.get(f"/?PROLIFIC_PID={word}")).page.name == "consent", word
    assert study.value("SELECT count(*) FROM identity") == 0
    assert server.stop() == 0
    warnings = [line for line in server.log.read_text().splitlines() if "PROLIFIC_PID" in line]
    assert len(warnings) == 2


def test_spaces_signs_and_letter_case_make_no_other_person(study):
    study.add("recruiting: { pattern: '[0-9A-Fa-f]{24}' }\n")
    server = Server(study)
    person = "5f3a9c0b1d2e4f5a6b7c8d9e"
    first = Visitor(server)
    first.next(first.follow(first.get(f"/?PROLIFIC_PID={person}")).page)
    for number, written in enumerate(
        (person.upper(), person + "%20", "%20" + person, "+" + person, person + "%09",
         person + "%C2%A0", person + "%E2%80%8B", person + "%0A"), 2
    ):
        page = Visitor(server, number)
        assert page.follow(page.get(f"/?PROLIFIC_PID={written}")).page.name != "consent", written
    assert people(study) == 1
    other = Visitor(server, 20)
    other.next(other.follow(other.get("/?PROLIFIC_PID=anna")).page)
    assert study.rows("SELECT person FROM identity") == [(person,)]
    assert server.stop() == 0
    assert "does not match the study's `pattern`" in server.log.read_text()


@pytest.fixture
def ruled(study, serve):
    study.add(RULES)
    return serve(study)


def take_part(visitor: Visitor, query: str = "", **answers: str):
    """Answers as every rule wants it, but for the answers given; returns the last page."""
    answers = PASSED | CHECKS | answers
    page = visitor.follow(visitor.get(f"/{query}")).page
    while page.action:
        given = {name: answers[name] for name in page.questions if name in answers}
        page = visitor.next(page, **given)
    return page


def shown(page) -> tuple[str | None, list[str]]:
    """The completion code on the page, and the panel's addresses."""
    code = re.search(r'class="code"><span>Your completion code is</span> <strong>(\w+)', page.html)
    return code and code[1], [link for link in page.links if link.startswith("https://panel")]


@pytest.mark.parametrize(
    ("answers", "rule", "code", "links"),
    [
        ({"adult": "no"}, "adult", "OUT2", []),
        ({"fluent": "no"}, "fluent", "FLU3", []),
        # The first on the page counts, and a mark ends nothing.
        ({"fluent": "no", "adult": "no", "sight": "no"}, "adult", "OUT2", []),
        ({"check_b": "1"}, "check_b", "ATT4", ["https://panel.example/attention"]),
        ({"check_c": "1", "check_a": "5"}, "check_c", None, ["https://panel.example/c"]),
    ],
)
def test_each_rule_ends_with_its_own_code_in_every_browser(
    ruled, study, answers, rule, code, links
):
    visitor = Visitor(ruled)
    page = take_part(visitor, "?PROLIFIC_PID=anna", **answers)
    assert page.name == "screened_out"
    assert shown(page) == (code, links)
    assert study.rows("SELECT status, ended_by FROM respondent") == [("screened_out", rule)]
    # The same person comes back: in the same browser, and through the panel's link in another.
    assert shown(visitor.arrive()) == (code, links)
    other = Visitor(ruled, seed=2)
    assert shown(other.follow(other.get("/?PROLIFIC_PID=anna")).page) == (code, links)
    # The form that ended it, sent again with better answers, changes nothing.
    name = "screening" if rule in PASSED else "default" if rule == "check_b" else "evoked"
    again = visitor.post(f"/survey/{name}", {"_session": visitor.cookie, **PASSED, **CHECKS})
    assert shown(visitor.follow(again).page) == (code, links)
    assert study.value("SELECT count(*) FROM participants") == 1


def test_the_code_stays_when_the_study_is_edited_afterwards(ruled, study, serve):
    visitor = Visitor(ruled)
    take_part(visitor, fluent="no")
    ruled.stop()
    path = study.folder / "study.yaml"
    path.write_text(path.read_text().replace("FLU3", "NEW9"))
    visitor.server = serve(study)
    assert shown(visitor.arrive())[0] == "FLU3"
    late = Visitor(visitor.server, seed=2)
    assert shown(take_part(late, fluent="no"))[0] == "NEW9"


def test_a_mark_goes_on_and_is_counted(ruled, study):
    marked, plain = Visitor(ruled, seed=1), Visitor(ruled, seed=2)
    assert take_part(marked, sight="no", check_a="5").name == "debrief"
    assert shown(marked.arrive())[0] == "DONE1"
    assert take_part(plain).name == "debrief"
    assert take_part(Visitor(ruled, seed=3), fluent="no", sight="no").name == "screened_out"
    assert take_part(Visitor(ruled, seed=4), check_a="1", check_b="1").name == "screened_out"

    participant = study.participant(marked)
    rows = study.rows(
        "SELECT question, value, accepted FROM question_answer JOIN respondent "
        "ON respondent.id = respondent_id WHERE uuid = ? AND purpose = 'screening' ORDER BY 1",
        participant,
    )
    assert rows == [("adult", "yes", 1), ("fluent", "yes", 1), ("sight", "no", 0)]
    other = "SELECT accepted FROM question_answer WHERE purpose = 'demographics'"
    assert set(study.rows(other)) == {(None,)}
    status = " ".join(evoke("status", study.folder).stdout.split())
    assert (
        "Screening answers that were not accepted: fluent 1 (1 of them ended the interview), sight 2."
        in status
    )
    assert (
        "Failed attention checks: check_a 2, check_b 1 (1 of them ended the interview)." in status
    )

    rules = "failed_screening, failed_attention"
    result = evoke("baseline", study.folder, "--exclude", rules, "--format", "json")
    assert result.returncode == 0, result.stderr
    excluded = json.loads(result.stdout)["exclusions"]
    left_out = {rule["rule"]: rule["left_out"] for rule in excluded["rules"]}
    assert left_out == {"failed_screening": 1, "failed_attention": 1}


def test_marks_are_deleted_with_the_answers(ruled, study):
    visitor = Visitor(ruled)
    receipt = code_on(take_part(visitor, fluent="no", sight="no"))
    assert evoke("withdraw", study.folder, receipt).returncode == 0
    assert study.rows("SELECT * FROM question_answer") == []
    assert study.rows("SELECT status, ended_by FROM respondent") == [("withdrawn", None)]
    assert "not accepted" not in evoke("status", study.folder).stdout
    # What the outcome earns is still shown, and not the code that tells the rule.
    assert shown(visitor.arrive())[0] == "OUT2"


def test_check_says_what_each_rule_leads_to(study):
    study.add(RULES)
    plan = evoke("check", study.folder).stdout
    assert max(map(len, plan.splitlines())) <= 80
    rules = " ".join(plan[plan.index("\nRules ") :].split())
    assert rules.startswith(
        "Rules adult: ends the study, code OUT2 fluent: ends the study, code FLU3 "
        "sight: marks the answer check_a: marks the answer "
        "check_b: ends the study, code ATT4, button to https://panel.example/attention "
        "check_c: ends the study, button to https://panel.example/c "
    )


def test_a_mistake_in_a_rule_is_the_users(study):
    study.add(RULES.replace("outcome: flag }", "outcome: flag, completion_code: X1 }"))
    result = evoke("check", study.folder)
    assert result.returncode == 2
    assert re.search(r"study\.yaml:\d+:\d+: error: `completion_code` needs `outcome: end`", result.stderr)


# Checks on a page of their own

OWN_PAGE = """
attention:
  - id: colour
    text: Whatever your favourite colour is, please choose blue.
    before_page: situation
    options: [{ value: red, label: Red }, { value: blue, label: Blue }]
    expect: blue
    outcome: end
    completion_code: COL5
  - id: day
    text: Please choose Monday.
    after_page: evoked
    options: [{ value: monday, label: Monday }, { value: friday, label: Friday }]
    expect: monday
"""


@pytest.fixture
def paged(study, serve):
    study.add(OWN_PAGE)
    return serve(study)


def test_a_check_has_a_page_where_the_study_places_it(paged, study):
    visitor = Visitor(paged)
    page, seen = visitor.arrive(), []
    while page.name != "debrief":
        seen.append(page.name)
        if page.name == "question":
            assert list(page.questions) == ["colour"]
            assert page.title.startswith("One question")
            # It is asked like any other: it must be answered, and with an answer that it offers.
            for wrong in ({}, {"colour": "green"}):
                back = visitor.back(visitor.post(page.action, {**page.hidden, **wrong}))
                assert back.name == "question"
                assert "#colour" in back.links
            # No situation is given before it.
            assert study.rows("SELECT situation FROM participants") == [(None,)]
        wanted = {"colour": "blue", "day": "friday"}
        page = visitor.next(page, **{name: wanted[name] for name in page.questions if name in wanted})
    assert seen == [
        "consent", "demographics", "default", "question", "situation", "evoked", "question-2",
    ]  # fmt: skip
    assert study.rows("SELECT check_id, option, passed FROM attention_answer ORDER BY 1") == [
        ("colour", "blue", 1), ("day", "friday", 0),
    ]  # fmt: skip
    for name in ("question", "question-2"):
        del visitor.sent[name]
    study.assert_stored(study.participant(visitor), visitor.sent)
    assert "Failed attention checks: day 1." in evoke("status", study.folder).stdout
    pages = "consent → demographics → default → question → situation → evoked → question-2 → debrief"
    assert pages in " ".join(evoke("check", study.folder).stdout.split())


def test_a_check_on_a_page_of_its_own_can_end_the_study(paged, study):
    visitor = Visitor(paged)
    page = visitor.next(visitor.go_to("question"), colour="red")
    assert page.name == "screened_out"
    assert shown(page)[0] == shown(visitor.arrive())[0] == "COL5"
    assert study.rows("SELECT status, ended_by FROM respondent") == [("screened_out", "colour")]
    # What was answered before is kept, and nobody was given a situation.
    assert study.value("SELECT count(*) FROM responses_long") == 20
    assert study.rows("SELECT situation FROM participants") == [(None,)]


def test_what_was_chosen_on_such_a_page_is_saved_at_once(paged, study):
    visitor = Visitor(paged)
    visitor.go_to("question")
    fields = {"_session": visitor.cookie, "colour": "red", "day": "friday"}
    assert visitor.post("/survey/question/save", fields).status == 204
    assert visitor.get("/survey/question").page.filled == {"colour": "red"}
    assert study.rows("SELECT page, field, option FROM answer_change") == [
        ("question", "colour", "red")
    ]


@pytest.mark.parametrize("through", ["store", "server"])
def test_simulated_people_pass_checks_on_pages_of_their_own(paged, study, through):
    arguments = ["--url", paged.url] if through == "server" else []
    result = evoke("simulate", study.folder, "--participants", "3", *arguments)
    assert result.returncode == 0, result.stderr
    assert study.rows("SELECT passed, count(*) FROM attention_answer GROUP BY 1") == [(1, 6)]
