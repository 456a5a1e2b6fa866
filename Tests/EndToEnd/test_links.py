"""Coming back by a link, personal links, and what they open."""

from __future__ import annotations

import csv
import io
import re

import pytest

from helpers.browser import Browser, Screen
from helpers.form import COOKIE, Visitor, code_on
from helpers.study import ITEMS, evoke
from helpers.waiting import wait_for

LINK = "/?PROLIFIC_PID=anna"
ID = re.compile(r"[0-9a-f]{24}")


@pytest.fixture
def panel(study, serve):
    study.change(recruiting="{ completion_codes: { complete: DONE1, left: LEFT2 } }")
    return serve(study)


def by_link(server, seed: int = 2) -> Visitor:
    """A browser that knows nothing but the participant's link."""
    visitor = Visitor(server, seed)
    visitor.follow(visitor.get(LINK))
    return visitor


def begin(server, page: str = "default") -> Visitor:
    visitor = Visitor(server, 1)
    visitor.next(visitor.follow(visitor.get(LINK)).page)
    visitor.go_to(page)
    return visitor


def test_a_link_leads_on_and_shows_nothing_that_was_typed_before(panel, study):
    visitor = begin(panel)
    typed = {item: "4" for item in ITEMS[:12]}
    page = visitor.arrive()
    assert visitor.post("/survey/default/save", {**page.hidden, **typed}).status == 204
    other = by_link(panel)
    page = other.arrive()
    assert (page.name, page.filled) == ("default", {})
    # What is missing is asked for without what is there.
    answer = other.post(page.action, {**page.hidden, "upset": "2"})
    shown = other.follow(answer).page
    assert shown.filled == {"upset": "2"}
    # What is typed here is there again here, and only here and where it began.
    other.post("/survey/default/save", {**page.hidden, "alert": "5"})
    assert other.arrive().filled.get("alert") == "5"
    assert set(other.arrive().filled) <= {"upset", "alert"}
    assert by_link(panel, 3).arrive().filled == {}
    assert visitor.arrive().filled.items() >= {"alert": "5", "scared": "4"}.items()
    # The way ends with the panel's code and without a receipt.
    last = other.finish()
    assert "DONE1" in last.text
    assert "Your receipt is" not in last.text
    assert "in the browser in which you started it" in last.text
    assert study.value("SELECT count(*) FROM participants") == 1
    mine = visitor.arrive()
    assert mine.name == "debrief" and "DONE1" in mine.text
    assert code_on(mine)


def test_a_link_gives_no_code_and_deletes_nothing(panel, study):
    visitor = begin(panel, "situation")
    participant = study.participant(visitor)
    other = by_link(panel)
    assert other.follow(other.get("/later")).page.name == "situation"
    page = other.get("/leave").page
    assert page.name == "leave"
    assert "answers" not in page.questions
    assert "have your answers deleted" in page.text and "/resume" in page.links
    answer = other.post("/leave", {**page.hidden, "answers": "delete"})
    assert answer.status in (303, 422)
    assert study.status(participant) == "active"
    assert len(study.responses(participant, "default")) == 20
    assert study.rows("SELECT * FROM access_code") == []
    other.finish()
    other.post("/leave", {**page.hidden, "answers": "delete"})
    assert study.status(participant) == "completed"
    # Nobody is given a code whose session ended the interview by a link.
    assert study.rows("SELECT * FROM access_code") == []


@pytest.mark.parametrize(("rule", "status"), [("keep", "left"), ("delete", "active")])
def test_a_link_stops_only_where_nothing_is_deleted(study, serve, rule, status):
    study.change(recruiting="{ completion_codes: { left: LEFT2 } }", leaving=rule)
    server = serve(study)
    participant = study.participant(begin(server, "situation"))
    other = by_link(server)
    page = other.get("/leave").page
    assert (page.action is None) == (rule == "delete")
    other.post("/leave", {"_session": other.cookie})
    assert study.status(participant) == status
    assert len(study.responses(participant, "default")) == 20


def test_the_cookie_or_the_code_beside_a_link_opens_everything(panel, study):
    visitor = begin(panel)
    page = visitor.arrive()
    visitor.post("/survey/default/save", {**page.hidden, "upset": "4"})
    code = code_on(visitor.get("/later").page)
    rows = study.value("SELECT count(*) FROM session")
    for _ in range(5):
        assert visitor.follow(visitor.get(LINK)).page.filled == {"upset": "4"}
    assert study.value("SELECT count(*) FROM session") == rows
    other = by_link(panel)
    assert other.arrive().filled == {}
    assert other.post("/resume", {"code": code}).location == "/survey/default"
    assert other.arrive().filled == {"upset": "4"}
    assert other.follow(other.get(LINK)).page.filled == {"upset": "4"}
    assert code_on(other.finish())


def test_a_consent_form_with_somebodys_id_is_a_link_and_no_more(panel, study):
    late = Visitor(panel, 2)
    form = late.get(LINK).page
    visitor = begin(panel)
    page = visitor.arrive()
    visitor.post("/survey/default/save", {**page.hidden, "upset": "4"})
    assert late.next(form).name == "default"
    assert late.arrive().filled == {}
    assert late.follow(late.get("/later")).page.name == "default"
    assert visitor.arrive().filled == {"upset": "4"}


def test_links_that_are_followed_again_and_again_fill_no_table(panel, study):
    visitor = begin(panel)
    for number in range(40):
        other = Visitor(panel, number)
        other.cookie = f"{number:032x}"
        assert other.follow(other.get(LINK)).page.name == "default"
    assert study.value("SELECT count(*) FROM session") == 21
    assert visitor.finish().name == "debrief"


def test_in_another_browser_a_link_shows_an_empty_page(chromium, panel, study, rng):
    visitor = begin(panel)
    page = visitor.arrive()
    visitor.post("/survey/default/save", {**page.hidden, "upset": "4", "alert": "2"})
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(panel.url + LINK)
    assert browser.shown == "default"
    assert browser.chosen() == {}
    browser.choose("upset", "1")
    wait_for(lambda: study.saved()["upset"] == "1")
    browser.go(panel.url)
    assert browser.chosen() == {"upset": "1"}
    while browser.shown != "debrief":
        browser.fill(rng)
        browser.submit()
    assert "DONE1" in browser.text
    assert chromium.find_elements("css selector", ".keep") == []
    browser.check_page("debrief")
    # The browser in which the person began still has the receipt.
    chromium.delete_all_cookies()
    chromium.add_cookie({"name": COOKIE, "value": visitor.cookie})
    browser.go(panel.url)
    assert len(chromium.find_elements("css selector", ".keep")) == 1


# Issuing


def issued(study, *arguments) -> list[dict[str, str]]:
    done = evoke("links", study.folder, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_links_are_new_each_time_and_each_is_one_participant(study, serve):
    study.change(recruiting="{ participant: id, issued_only: true }")
    server = serve(study)
    first = issued(study, "--n", "50", "--url", server.url)
    second = issued(study, "--n", "30", "--url", server.url + "/")
    ids = [row["id"] for row in first + second]
    assert len(set(ids)) == 80 and all(ID.fullmatch(each) for each in ids)
    assert [row["url"] for row in first + second] == [f"{server.url}/?id={each}" for each in ids]
    assert study.value("SELECT count(*) FROM personal_link") == 80
    assert ids[0].encode() not in study.database.read_bytes()

    one, other = Visitor(server, 1), Visitor(server, 2)
    page = one.follow(one.get(f"/?id={ids[0]}")).page
    assert page.name == "consent"
    assert one.next(page).name == "demographics"
    assert other.follow(other.get(f"/?id={ids[0].upper()}")).page.name == "demographics"
    assert study.value("SELECT count(*) FROM participants") == 1
    log = study.rows("SELECT detail FROM action_log WHERE action = 'personal links issued'")
    assert log == [("50",), ("30",)]


@pytest.mark.parametrize("query", ["", "?id=", "?id=0123456789abcdef01234567", "?id=undefined"])
def test_who_was_not_invited_does_not_enter(study, serve, query):
    study.change(
        recruiting="{ participant: id, issued_only: true, completion_codes: { over_quota: FULL1 } }"
    )
    server = serve(study)
    link = issued(study, "--n", "1", "--url", server.url)[0]
    invited, stranger = Visitor(server, 1), Visitor(server, 2)
    page = stranger.follow(stranger.get(f"/{query}")).page
    assert page.name == "uninvited"
    assert "personal link" in page.text and "FULL1" not in page.text
    # Nor with the form of somebody who was.
    form = invited.get(f"/?id={link['id']}").page
    fields = {**form.hidden, "consent": "yes"}
    fields.pop("id")
    stranger.cookie = "0" * 32
    assert stranger.follow(stranger.post(form.action, fields)).page.name == "uninvited"
    assert study.value("SELECT count(*) FROM participants") == 0
    assert invited.next(form).name == "demographics"
    assert invited.arrive().name == "demographics"
    if query:
        server.log.write_text("")


def test_a_table_of_links_is_written_once(study, tmp_path):
    study.change(recruiting="{ participant: id }")
    table = tmp_path / "links.csv"
    arguments = ("--n", "3", "--url", "https://study.example.org/mood", "--output", table)
    done = evoke("links", study.folder, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = table.read_bytes().decode()
    assert text.startswith("id,url\r\n")
    assert text.count("https://study.example.org/mood/?id=") == 3
    assert table.stat().st_mode & 0o777 == 0o600
    again = evoke("links", study.folder, *arguments)
    assert again.returncode == 2
    assert "the file exists" in again.stderr
    assert table.read_bytes().decode() == text
    assert study.value("SELECT count(*) FROM personal_link") == 3


@pytest.mark.parametrize(
    ("recruiting", "arguments", "says"),
    [
        (None, ["--n", "1", "--url", "https://a.example"], "`recruiting` is missing"),
        ("{ pattern: '[0-9]{4}' }", ["--n", "1", "--url", "https://a.example"], "`pattern`"),
        ("{ participant: id }", ["--n", "0", "--url", "https://a.example"], "--n must be"),
        ("{ participant: id }", ["--n", "1", "--url", "study"], "--url must be"),
        ("{ participant: id }", ["--n", "1", "--url", "https://a.example/?x=1"], "--url must be"),
    ],
)
def test_links_that_lead_nowhere_are_not_issued(study, recruiting, arguments, says):
    if recruiting:
        study.change(recruiting=recruiting)
    done = evoke("links", study.folder, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""
    assert not study.database.exists()
