"""Codes that people keep: to go on in another browser, and to take their answers back."""

from __future__ import annotations

import re

import pytest

from helpers.form import Visitor, code_on
from helpers.study import evoke


def test_a_code_goes_on_in_another_browser_where_the_first_one_was(server, study, visitor):
    visitor.go_to("default")
    assert "/later" in visitor.arrive().links
    page = visitor.get("/later").page
    assert page.name == "later"
    code = code_on(page)
    # The sentence with the address ends in it; the warning is a paragraph of its own.
    assert f">http://127.0.0.1:{server.port}/resume</a></p>\n<p>" in page.html
    # The same browser is shown the same code, and the store knows its hash alone.
    assert code_on(visitor.get("/later").page) == code
    assert study.value("SELECT count(*) FROM access_code WHERE purpose = 'resume'") == 1
    assert code.replace("-", "").encode() not in study.database.read_bytes()

    other = Visitor(server, seed=2)
    assert "/resume" in other.arrive().links
    page = other.get("/resume").page
    answer = other.post(page.action, {"code": f" {code.lower()} "})
    assert (answer.status, answer.location) == (303, "/survey/default")
    assert other.cookie != visitor.cookie
    other.sent = dict(visitor.sent)
    assert other.finish().name == "debrief"
    assert visitor.arrive().name == "debrief"
    assert study.value("SELECT count(*) FROM participants") == 1
    study.assert_stored(study.participant(visitor), other.sent)


def test_a_code_of_the_second_browser_works_beside_that_of_the_first(server, study, visitor):
    visitor.go_to("default")
    first = code_on(visitor.get("/later").page)
    other = Visitor(server)
    other.post("/resume", {"code": first})
    second = code_on(other.get("/later").page)
    assert first != second
    for code in (first, second):
        third = Visitor(server)
        assert third.post("/resume", {"code": code}).location == "/survey/default"
        assert study.participant(third) == study.participant(visitor)


@pytest.mark.parametrize("path", ["/resume", "/withdraw"])
@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "<b>", "é" * 300])
def test_a_wrong_code_comes_back_with_what_was_typed(server, visitor, path, code):
    answer = visitor.post(path, {"code": code})
    assert answer.status == 422
    assert answer.page.title.startswith("Error:")
    assert "#code" in answer.page.links
    assert "<b>" not in answer.page.html
    assert visitor.cookie is None


def test_whoever_tries_codes_is_held_back_for_a_minute(server, study, visitor):
    visitor.go_to("default")
    code = code_on(visitor.get("/later").page)
    guesser = Visitor(server)
    statuses = [
        guesser.post("/resume", {"code": f"0000-0000-{number:04}"}).status for number in range(31)
    ]
    assert statuses == [422] * 30 + [429]
    answer = guesser.post("/withdraw", {"code": code})
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    assert answer.page.name == "too_many_codes"
    # The form itself goes on.
    assert visitor.finish().name == "debrief"


def test_whom_a_panel_leads_back_is_offered_no_code_to_go_on(study, serve):
    study.change(recruiting="{ completion_codes: { complete: C1 } }")
    visitor = Visitor(serve(study))
    page = visitor.get("/?PROLIFIC_PID=anna").page
    while page.name != "debrief":
        assert {"/resume", "/later"}.isdisjoint(page.links), page.name
        page = visitor.next(page)


def test_who_came_to_a_panels_study_without_an_id_goes_on_with_a_code(study, serve):
    study.change(recruiting="{ completion_codes: { complete: C1 } }")
    visitor = Visitor(serve(study))
    page = visitor.arrive()
    assert "/resume" in page.links
    while (page := visitor.next(page)).name != "debrief":
        assert "/later" in page.links, page.name
        assert "Your code for continuing is" in visitor.get("/later").page.text


# Taking answers back


def test_the_receipt_of_the_last_page_takes_the_answers_back(server, study, visitor):
    page = visitor.finish()
    receipt = code_on(page)
    assert "/withdraw" in page.links
    assert code_on(visitor.arrive()) == receipt
    participant = study.participant(visitor)
    bystander = Visitor(server, seed=2)
    bystander.finish()

    stranger = Visitor(server)
    page = stranger.get("/withdraw").page
    page = stranger.post(page.action, {"code": receipt}).page
    assert page.name == "withdraw_confirm"
    assert study.status(participant) == "completed"
    for _ in range(3):  # A double click, or the page sent again.
        answer = stranger.post(page.action, page.hidden)
        assert (answer.status, answer.location) == (303, "/withdrawn")
    page = stranger.follow(answer).page
    assert page.name == "withdrawn"
    assert "findahelpline.com" in page.html
    # The code is good for ever, and says the same.
    assert stranger.post("/withdraw", {"code": receipt}).location == "/withdrawn"

    assert study.status(participant) == "withdrawn"
    study.assert_stored(participant, {})
    for table in ("question_answer", "attention_answer", "answer_change", "paradata", "identity"):
        assert study.rows(
            f"SELECT 1 FROM {table} JOIN respondent ON respondent.id = respondent_id "
            "WHERE uuid = ?",
            participant,
        ) == []
    assert study.rows("SELECT answers, responses_deleted, status_before FROM withdrawal") == [
        ("deleted", 40, "completed")
    ]
    study.assert_stored(study.participant(bystander), bystander.sent)
    assert visitor.arrive().name == "left"
    status = evoke("status", study.folder).stdout
    assert "1 completed, 1 withdrawn." in status
    assert "Status before withdrawal: 1 completed" in status


def test_withdrawing_costs_nobody_the_completion(study, serve):
    button = "https://panel.example/done"
    study.change(
        recruiting="{ completion_codes: { complete: DONE1, left: LEFT2 }, "
        f'redirects: {{ complete: "{button}" }} }}'
    )
    server = serve(study)
    visitor = Visitor(server)
    receipt = code_on(visitor.finish())
    # In the same browser, and in one that knows nobody.
    stranger = Visitor(server, seed=2)
    for browser in (visitor, stranger):
        page = browser.follow(browser.post("/withdraw", {"code": receipt, "confirm": "yes"})).page
        assert page.name == "withdrawn"
        assert "DONE1" in page.text and button in page.links
    page = visitor.arrive()
    assert page.name == "left"
    assert "DONE1" in page.text and "LEFT2" not in page.text and button in page.links
    # Nobody gets a code without having earned one.
    assert "DONE1" not in Visitor(server).get("/withdrawn").page.text


@pytest.mark.parametrize("by", ["code", "uuid", "panel"])
def test_the_researcher_withdraws_somebody_while_the_server_runs(study, serve, by):
    study.change(recruiting="{ completion_codes: { complete: C1 } }")
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.follow(visitor.get("/?PROLIFIC_PID=canary-77&STUDY_ID=s&SESSION_ID=t")).page
    while page.name != "debrief":
        page = visitor.next(page)
    participant = study.participant(visitor)
    who = {
        "code": [code_on(page)],
        "uuid": ["--participant", participant],
        "panel": ["--panel-id", "canary-77"],
    }[by]
    done = evoke("withdraw", study.folder, *who)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Deleted 40 responses of participant {participant}.\n"
    assert study.status(participant) == "withdrawn"
    study.assert_stored(participant, {})
    assert study.rows("SELECT person FROM identity") == []
    if by != "panel":
        again = evoke("withdraw", study.folder, *who)
        assert again.returncode == 0
        assert "already" in again.stdout
    log = study.rows("SELECT action, detail FROM action_log WHERE action LIKE '%withdrawn%'")
    assert log == [
        ("answers withdrawn by the researcher", f"participant {participant}, 40 responses deleted")
    ]
    assert visitor.arrive().name == "left"
    server.stop()
    assert b"canary-77" not in study.database.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ABC"], "twelve letters and digits"),
        (["0000-0000-0000"], "Nothing was changed"),
        (["--participant", "nobody"], "Nothing was changed"),
        ([], "Name the participant by exactly one"),
        (["0000-0000-0000", "--panel-id", "x"], "Name the participant by exactly one"),
    ],
)
def test_withdrawing_nobody_is_the_users_mistake(server, study, visitor, arguments, says):
    visitor.finish()
    done = evoke("withdraw", study.folder, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert study.status(study.participant(visitor)) == "completed"


def test_a_log_of_actions_that_was_changed_is_reported(study, serve):
    server = serve(study)
    server.stop()
    assert evoke("status", study.folder).stderr == ""
    study.write("DROP TRIGGER action_log_is_not_changed")
    study.write("UPDATE action_log SET detail = 'nothing' WHERE id = 1")
    assert "entry 1 of the table action_log" in evoke("status", study.folder).stderr


# Closing


def test_a_closed_study_lets_nobody_begin_and_everybody_finish(server, study, visitor):
    visitor.go_to("demographics")
    waiting = Visitor(server, seed=2)
    form = waiting.arrive()
    assert evoke("close", study.folder).stdout.endswith("is now closed to new participants.\n")
    assert evoke("close", study.folder).stdout.endswith("is already closed to new participants.\n")
    assert Visitor(server).arrive().name == "closed"
    assert waiting.next(form).name == "closed"
    assert study.value("SELECT count(*) FROM participants") == 1
    assert visitor.finish().name == "debrief"
    assert "closed to new participants" in evoke("status", study.folder).stdout
    assert evoke("close", "--reopen", study.folder).returncode == 0
    assert waiting.arrive().name == "consent"


@pytest.mark.parametrize(
    ("closes", "page"),
    [
        ("2020-01-01", "closed"),
        ("2999-12-31", "consent"),
        ("2020-01-01T18:00+01:00", "closed"),
        ("2999-12-31 18:00 Z", "consent"),
    ],
)
def test_a_study_closes_when_its_file_says(study, serve, closes, page):
    study.change(closes=closes)
    assert Visitor(serve(study)).arrive().name == page
    checked = evoke("check", study.folder)
    assert checked.returncode == 0
    assert ("`closes` in " in checked.stderr) == (page == "closed")
    said = (
        "has been closed to new participants since"
        if page == "closed"
        else "closes to new participants on"
    )
    status = evoke("status", study.folder).stdout
    assert re.search(rf"{said} \d{{4}}-\d\d-\d\d \d\d:\d\d UTC\.", status)


@pytest.mark.parametrize("closes", ["tomorrow", "2026-13-01", "2026-02-30", "2026-12-31T25:00Z"])
def test_a_date_that_is_none_is_reported(study, closes):
    study.change(closes=closes)
    checked = evoke("check", study.folder)
    assert checked.returncode == 2
    assert re.search(r"study\.yaml:\d+:\d+: error: `.*` is not a date", checked.stderr)
