"""Whose interview a browser is in: what is known before consent opens nothing afterwards."""

from __future__ import annotations

import hashlib

import pytest

from helpers.browser import Browser, Screen
from helpers.form import COOKIE, Visitor, code_on
from helpers.study import Study, evoke

PHONE = Screen(390, 844, True)


def people(study) -> int:
    return study.value("SELECT count(*) FROM participants")


def sees_nothing(stranger: Visitor, study) -> None:
    """Whatever a stranger asks for leads to the start, and nothing of others is changed."""
    cookie = stranger.cookie
    before = study.rows("SELECT * FROM session ORDER BY token_sha256")
    for path in ("/survey/demographics", "/survey/default", "/survey/debrief", "/leave", "/later"):
        stranger.cookie = cookie
        assert stranger.follow(stranger.get(path)).page.name == "consent", path
    for path in ("/survey/demographics", "/survey/default", "/leave"):
        stranger.cookie = cookie
        fields = {"_session": cookie, "answers": "delete", "upset": "1"}
        assert stranger.follow(stranger.post(path, fields)).page.name == "consent", path
    assert study.rows("SELECT * FROM session ORDER BY token_sha256") == before


def test_a_cookie_that_was_known_before_consent_opens_nothing_afterwards(server, study):
    attacker, victim = Visitor(server, 1), Visitor(server, 2)
    attacker.arrive()
    fixed = victim.cookie = attacker.cookie
    page = victim.arrive()
    form = page.hidden["_session"]
    # The attacker knows the cookie, and not the form.
    assert form != fixed
    page = victim.next(page)
    assert victim.cookie not in (fixed, form)
    victim.go_to("default")
    participant = study.participant(victim)
    attacker.cookie = fixed
    sees_nothing(attacker, study)
    attacker.cookie = fixed
    attacker.next(attacker.arrive())
    assert study.participant(attacker) != participant
    assert victim.finish().name == "debrief"
    study.assert_stored(participant, victim.sent)
    assert people(study) == 2


def test_who_has_consented_with_a_fixed_cookie_first_is_out_when_its_owner_consents(server, study):
    attacker, victim = Visitor(server, 1), Visitor(server, 2)
    page = attacker.arrive()
    victim.cookie = attacker.cookie
    # Both hold a form of one browser; the attacker sends it first, and keeps a code as well.
    form = victim.arrive()
    attacker.next(page)
    code = code_on(attacker.get("/later").page)
    assert victim.next(form).name == "demographics"
    assert people(study) == 1
    assert attacker.follow(attacker.get("/survey/demographics")).page.name == "consent"
    assert attacker.post("/resume", {"code": code}).status == 422
    assert attacker.follow(attacker.post("/survey/demographics", page.hidden)).page.name == "consent"
    assert victim.finish().name == "debrief"
    study.assert_stored(study.participant(victim), victim.sent)


def test_the_form_of_before_consent_opens_nothing_once_something_was_answered(server, study):
    visitor = Visitor(server)
    page = visitor.arrive()
    visitor.next(page)
    visitor.go_to("default")
    for cookie in (None, "0" * 32):
        stranger = Visitor(server, 2)
        stranger.cookie = cookie
        for consent in ("yes", "no", ""):
            answer = stranger.post(page.action, {**page.hidden, "consent": consent})
            assert (answer.status, answer.location) == (303, "/")
            assert stranger.follow(answer).page.name == "consent"
    assert people(study) == 1
    # In the same browser it leads on.
    assert visitor.submit(page).location == "/survey/default"
    assert visitor.finish().name == "debrief"


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_lost_answer_to_the_consent_form_leads_to_one_interview(server, study, lost):
    visitor = Visitor(server)
    page = visitor.arrive()
    cookie = visitor.cookie
    for _ in range(lost):
        visitor.next(page)
        visitor.cookie = cookie  # The answer never came.
    # The start is asked for again, as Back does.
    page = visitor.arrive()
    assert (page.name, visitor.cookie) == ("consent", cookie)
    assert visitor.next(page).name == "demographics"
    assert visitor.finish().name == "debrief"
    assert people(study) == 1
    study.assert_stored(study.participant(visitor), visitor.sent)


def test_a_lost_answer_keeps_the_last_place(study, serve):
    study.keep_situations(1).change(quota=1)
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.arrive()
    cookie = visitor.cookie
    visitor.next(page)
    assert Visitor(server, 2).arrive().name == "full"
    visitor.cookie = cookie
    assert visitor.arrive().name == "consent"
    assert visitor.finish().name == "debrief"
    assert people(study) == 1


def test_two_studies_at_one_host_share_no_token_and_no_receipt(study, serve, tmp_path):
    other = Study(tmp_path / "other")
    servers = [serve(study), serve(other)]
    visitor = Visitor(servers[0])
    receipts, tokens = [], []
    for server in servers:
        # Ports are nothing to a cookie.
        visitor.server = server
        receipts.append(code_on(visitor.finish()))
        tokens.append(visitor.cookie)
    assert len({*receipts, *tokens}) == 4
    stored = [
        {row[0] for row in one.rows("SELECT token_sha256 FROM session")}
        | {row[0] for row in one.rows("SELECT browser_code FROM session")}
        | {row[0] for row in one.rows("SELECT code_sha256 FROM access_code")}
        for one in (study, other)
    ]
    assert not stored[0] & stored[1]
    for token in tokens:
        assert sum(hashlib.sha256(token.encode()).hexdigest() in one for one in stored) == 1
    assert Visitor(servers[1]).post("/withdraw", {"code": receipts[0]}).status == 422


def test_the_same_form_sent_to_two_studies_begins_two_interviews(study, serve, tmp_path):
    """Without cookies the form says whose answers these are: it must not say so to both."""
    servers = [serve(study), serve(Study(tmp_path / "other"))]
    one, other = (Visitor(server) for server in servers)
    page = one.arrive()
    one.next(page)
    other.cookie = one.cookie
    other.next(page)
    assert other.cookie != one.cookie
    other.cookie = one.cookie
    assert other.follow(other.get("/survey/demographics")).page.name == "consent"


def test_nothing_is_written_for_who_only_looks(server, study):
    tables = [row[0] for row in study.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = {table: study.value(f"SELECT count(*) FROM {table}") for table in tables}
    for number in range(40):
        visitor = Visitor(server)
        visitor.cookie = None if number % 2 else f"{number:032x}"
        for path in ("/", "/survey/default", "/leave", "/later", "/resume", "/copy", "/withdrawn"):
            visitor.get(path)
    assert {table: study.value(f"SELECT count(*) FROM {table}") for table in tables} == before


def test_a_browser_goes_on_with_a_new_cookie_and_back_leads_on(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go(server.url)
    fixed = "0123456789abcdef" * 2
    chromium.add_cookie({"name": COOKIE, "value": fixed})
    browser.go(server.url)
    browser.fill(rng, consent="yes")
    assert browser.submit() == "demographics"
    after = chromium.get_cookie(COOKIE)["value"]
    assert after != fixed
    browser.leave_page(chromium.back)
    # Whatever the browser shows of the form that was sent, it leads on.
    if browser.shown == "consent":
        browser.fill(rng, consent="yes")
        browser.submit()
    assert browser.shown == "demographics"
    assert people(study) == 1
    # A second tab with the form of before, and a press on Back twice.
    browser.fill(rng)
    assert browser.submit() == "default"
    browser.go(server.url)
    assert browser.shown == "default"
    stranger = Visitor(server)
    stranger.cookie = fixed
    assert stranger.arrive().name == "consent"
    assert people(study) == 1
    assert chromium.get_cookie(COOKIE)["value"] == after


# What nobody can fill the disk with


def test_a_page_that_is_asked_for_or_sent_again_and_again_is_noted_a_hundred_times(study, serve):
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    for _ in range(120):
        assert visitor.get("/survey/default").status == 200
        assert visitor.post(page.action, page.hidden).is_back
        consent = {**page.hidden, "consent": "yes"}
        assert visitor.post("/survey/demographics", consent).status == 303
    notes = "SELECT count(*) FROM {} WHERE page = ?"
    assert study.value(notes.format("page_served"), "default") == 100
    assert study.value(notes.format("page_received"), "default") == 100
    assert study.value(notes.format("page_received"), "demographics") == 101
    # What counts is recorded all the same.
    visitor.next(page)
    assert study.value(notes.format("page_received"), "default") == 101


# Rehearsals


def test_a_rehearsal_with_a_persons_id_takes_it_from_nobody(study, serve):
    study.change(recruiting="{ completion_codes: { complete: DONE1 } }")
    server = serve(study)
    token = study.folder.joinpath(".rehearsal-token").read_text().strip()
    rehearsal = Visitor(server, 1, **{"Evoke-Rehearsal": token})
    human, again = Visitor(server, 2), Visitor(server, 3)
    address = "/?PROLIFIC_PID=5f3a9c0b1d2e4f5a6b7c8d9e"
    rehearsal.next(rehearsal.follow(rehearsal.get(address)).page)
    assert human.follow(human.get(address)).page.name == "consent"
    assert human.next(human.get(address).page).name == "demographics"
    assert again.follow(again.get(address)).page.name == "demographics"
    assert study.rows("SELECT kind FROM respondent ORDER BY id") == [("simulated",), ("human",)]
    # Each goes on as itself.
    back = Visitor(server, 4, **{"Evoke-Rehearsal": token})
    back.follow(back.get(address))
    assert study.participant(back) == study.participant(rehearsal)
    assert study.participant(again) == study.participant(human)
    # The person's id names the person.
    done = evoke("withdraw", study.folder, "--panel-id", "5f3a9c0b1d2e4f5a6b7c8d9e")
    assert study.participant(human) in done.stdout
