"""The web form at the level of HTTP: what no well-behaved browser would send included."""

from __future__ import annotations

import hashlib
import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from helpers.form import Visitor
from helpers.study import ITEMS, Server, Study, evoke

STEPS = ["consent", "demographics", "default", "situation", "evoked"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    """One server for all the mistakes of the tables below, each made by a guest of its own."""
    server = Server(Study(tmp_path_factory.mktemp("open") / "study"))
    yield server
    assert server.stop() == 0
    assert server.errors == ""


@pytest.fixture
def guest(open_server) -> Visitor:
    return Visitor(open_server)


def stored(guest: Visitor) -> tuple[dict, dict]:
    """The guest's demographics and responses so far."""
    study = guest.server.study
    participant = study.participant(guest)
    return study.demographics(participant), study.responses(participant, "default")


def number_of_participants(server: Server) -> int:
    return server.study.value("SELECT count(*) FROM participants")


# The way through


def test_a_participant_is_led_from_consent_to_debrief_and_stored_as_sent(server, study, visitor):
    page, seen = visitor.arrive(), []
    while page.name != "debrief":
        seen.append(page.name)
        page = visitor.next(page)
    assert seen == STEPS
    ((participant, *kept),) = study.rows(
        "SELECT participant, kind, channel, status, started_at, finished_at FROM participants"
    )
    assert kept[:3] == ["human", "web", "completed"]
    for time in kept[3:]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)
    study.assert_stored(participant, visitor.sent)
    wide = study.rows("SELECT * FROM responses_wide")
    assert len(wide) == 1


def test_the_situation_shown_is_the_one_recorded(server, study, visitor):
    page = visitor.go_to("situation")
    ((text,),) = study.rows(
        "SELECT text FROM situation JOIN participants USING (emotion, factor) "
        "WHERE participants.situation = situation_index AND participant = ?",
        study.participant(visitor),
    )
    assert text in page.text


def test_every_page_and_redirect_is_kept_out_of_caches(server, visitor):
    page = visitor.arrive()
    while page.name != "debrief":
        answer = visitor.submit(page)
        assert answer.headers["cache-control"] == "no-store"
        answer = visitor.follow(answer)
        assert answer.headers["cache-control"] == "no-store"
        page = answer.page


def test_a_post_is_answered_with_see_other(server, visitor):
    page = visitor.arrive()
    while page.name != "debrief":
        answer = visitor.submit(page)
        assert answer.status == 303
        assert answer.location.startswith("/survey/")
        page = visitor.follow(answer).page


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server, visitor):
    (cookie,) = visitor.get("/").cookies
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    # A Secure cookie would never come back over plain HTTP.
    assert "secure" not in attributes
    assert re.match(r"evoke_session=[0-9a-f]{32};", cookie)


def test_pages_load_nothing_from_elsewhere_and_tell_nobody_where_people_were(server, visitor):
    headers = visitor.get("/").headers
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_form_on_a_foreign_page_leads_into_no_interview_of_its_owner(server, study, headers):
    attacker, victim = Visitor(server, 1), Visitor(server, 2)
    page = attacker.next(attacker.arrive())
    fields = {**page.hidden, **page.answers(attacker.rng)}
    assert fields["_session"] == attacker.cookie
    victim.get("/")
    cookie = victim.cookie
    before = study.rows("SELECT * FROM question_answer")
    body = urlencode(fields).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    answer = victim.request("POST", page.action, body, **form)
    # Whose page is concealed is believed by the cookie alone, and nobody has begun with this one.
    expected = 303 if headers == {"Origin": "null"} else 403
    assert answer.status == expected
    assert victim.cookie == cookie
    assert study.rows("SELECT * FROM question_answer") == before
    assert victim.follow(victim.get("/survey/demographics")).page.name == "consent"


@pytest.mark.parametrize("origin", ["ours", "null", None])
def test_forms_of_ours_are_taken_whatever_a_browser_says_of_them(server, study, origin):
    headers = {"Origin": server.url if origin == "ours" else origin} if origin else {}
    visitor = Visitor(server, 3, **headers)
    assert visitor.finish().name == "debrief"


def test_the_style_sheet_is_served_and_kept(server, visitor):
    (path,) = re.findall(r'rel="stylesheet" href="([^"]+)"', visitor.arrive().html)
    answer = visitor.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.body) > 1000


# Consent


def test_nobody_takes_part_without_consent(server, study, visitor):
    page = visitor.arrive()
    answer = visitor.submit(page, consent="no")
    assert (answer.status, answer.location) == (303, "/survey/declined")
    assert visitor.follow(answer).page.name == "declined"
    assert visitor.arrive().name == "declined"
    for step in STEPS[1:]:
        assert visitor.follow(visitor.get(f"/survey/{step}")).page.name == "declined"
        assert visitor.follow(visitor.post(f"/survey/{step}", {})).page.name == "declined"
    assert study.rows("SELECT status FROM participants") == [("declined",)]
    assert study.rows("SELECT given FROM consent") == [(0,)]


@pytest.mark.parametrize("fields", [{}, {"consent": ""}, {"consent": "maybe"}])
def test_consent_must_be_answered(guest, fields):
    before = number_of_participants(guest.server)
    page = guest.arrive()
    back = guest.back(guest.post(page.action, {**page.hidden, **fields}))
    assert back.name == "consent"
    assert back.title.startswith("Error:")
    assert number_of_participants(guest.server) == before


def test_a_page_alone_makes_no_participant(server, study, visitor):
    visitor.arrive()
    visitor.get("/survey/demographics")
    assert study.rows("SELECT * FROM participants") == []


# Sessions


@pytest.mark.parametrize(
    "cookie", [None, "0" * 32, "x", "", "a" * 5000, "';DROP TABLE respondent;--"]
)
@pytest.mark.parametrize("step", STEPS[1:])
def test_an_unknown_session_is_led_to_the_start(guest, cookie, step):
    before = number_of_participants(guest.server)
    guest.cookie = cookie
    for answer in (guest.get(f"/survey/{step}"), guest.post(f"/survey/{step}", {"x": "1"})):
        assert (answer.status, answer.location) == (303, "/")
    assert number_of_participants(guest.server) == before


def test_a_form_is_taken_even_where_the_cookie_was_lost(server, study, visitor):
    page = visitor.go_to("default")
    token = visitor.cookie
    visitor.cookie = None
    answer = visitor.submit(page)
    assert answer.location == "/survey/situation"
    assert visitor.cookie == token
    study.assert_stored(study.participant(visitor), visitor.sent)


@pytest.mark.parametrize(("choice", "status"), [("keep", "left"), ("delete", "withdrawn")])
def test_who_lost_the_cookie_can_still_leave(server, study, visitor, choice, status):
    visitor.go_to("situation")
    participant, token = study.participant(visitor), visitor.cookie
    page = visitor.get("/leave").page
    visitor.cookie = None
    answer = visitor.submit(page, answers=choice)
    # The browser is told again who it is, so that the last page is this person's.
    assert (answer.location, visitor.cookie) == ("/survey/left", token)
    page = visitor.follow(answer).page
    assert (page.name, "Your receipt is" in page.text) == ("left", choice == "keep")
    assert study.status(participant) == status
    study.assert_stored(participant, visitor.sent if choice == "keep" else {})
    assert study.value("SELECT count(*) FROM participants") == 1


def test_an_answer_is_saved_even_where_the_cookie_was_lost(server, study, visitor):
    page = visitor.go_to("default")
    token, visitor.cookie = visitor.cookie, None
    reply = visitor.post("/survey/default/save", {**page.hidden, "upset": "4"})
    assert reply.status == 204
    visitor.cookie = token
    assert visitor.arrive().filled == {"upset": "4"}


def test_who_lost_the_cookie_between_two_pages_goes_on_with_the_code(server, study, visitor):
    visitor.go_to("default")
    code = re.search(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b", visitor.get("/later").page.text)[0]
    visitor.cookie = None
    # Nobody is known by no cookie: the first page says how to go on, and makes no second person.
    page = visitor.arrive()
    assert (page.name, "/resume" in page.links) == ("consent", True)
    assert visitor.post("/resume", {"code": code}).location == "/survey/default"
    assert visitor.finish().name == "debrief"
    assert study.value("SELECT count(*) FROM participants") == 1
    study.assert_stored(study.participant(visitor), visitor.sent)


class Cookieless(Visitor):
    """A browser that takes no cookie."""

    def request(self, *arguments, **options):
        self.cookie = None
        answer = super().request(*arguments, **options)
        self.cookie = None
        return answer


def test_a_browser_without_cookies_is_told_so_and_takes_no_place(server, study):
    visitor = Cookieless(server)
    page = visitor.arrive()
    for _ in range(3):
        answer = visitor.submit(page, consent="yes")
        page = answer.page
        assert (answer.status, page.name, page.filled) == (422, "consent", {"consent": "yes"})
        assert page.title.startswith("Error:")
        assert "Allow cookies for this site" in page.text
        assert 'role="alert" tabindex="-1" autofocus' in page.html
    assert study.rows("SELECT * FROM respondent") == []
    # Once they are allowed, the same form goes on.
    allowing = Visitor(server)
    allowing.cookie = re.search("evoke_session=(\\w+)", answer.cookies[0])[1]
    assert allowing.next(page).name == "demographics"
    assert study.value("SELECT count(*) FROM respondent") == 1


def test_who_says_no_needs_no_cookie(server, study):
    visitor = Cookieless(server)
    page = visitor.arrive()
    for _ in range(2):
        answer = visitor.submit(page, consent="no")
        assert (answer.status, answer.page.name) == (200, "declined")
    assert study.rows("SELECT status FROM participants") == [("declined",)]


def test_a_consent_form_sent_again_without_the_cookie_leads_on(server, study, visitor):
    page = visitor.arrive()
    visitor.next(page)
    token, visitor.cookie = visitor.cookie, None
    assert visitor.submit(page).location == "/survey/demographics"
    assert visitor.cookie == token
    assert study.value("SELECT count(*) FROM participants") == 1


# Mistakes in a form


def test_what_is_missing_comes_back_with_everything_kept(server, study, visitor):
    page = visitor.go_to("demographics")
    answers = page.answers(visitor.rng)
    left_out = answers.pop("country")
    answer = visitor.post(page.action, {**page.hidden, **answers})
    assert left_out
    back = visitor.back(answer)
    assert back.name == "demographics"
    assert back.title.startswith("Error:")
    assert back.filled == answers
    assert "#country" in back.links
    assert study.demographics(study.participant(visitor)) == {}
    # The page that came back is good to be sent.
    assert visitor.next(back, **answers).name == "default"


def test_a_scale_with_items_missing_comes_back_with_everything_kept(server, study, visitor):
    page = visitor.go_to("default")
    answers = page.answers(visitor.rng)
    for item in ("upset", "afraid"):
        del answers[item]
    back = visitor.back(visitor.post(page.action, {**page.hidden, **answers}))
    assert back.title.startswith("Error:")
    assert back.filled == answers
    assert {"#upset", "#afraid"} <= set(back.links)
    assert len(back.problems) == 2
    assert study.rows("SELECT * FROM responses_long") == []


@pytest.mark.parametrize("value", ["0", "6", "-1", "3.0", "1e0", " 3x", "٣", "5" * 10_000, "<b>"])
def test_a_value_outside_the_scale_is_refused(guest, value):
    page = guest.go_to("default")
    back = guest.back(guest.submit(page, proud=value))
    assert "proud" not in back.filled
    assert len(back.filled) == 19
    assert "<b>" not in back.html
    assert stored(guest)[1] == {}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("gender", "unicorn"),
        ("year_of_birth", "1850"),
        ("year_of_birth", "2999"),
        ("year_of_birth", "19x0"),
        ("country", "XX"),
        ("country", "gb"),
        ("employment", "Employed"),
        ("education", "' OR 1=1"),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(guest, question, value):
    page = guest.go_to("demographics")
    back = guest.back(guest.submit(page, **{question: value}))
    assert question not in back.filled
    assert stored(guest) == ({}, {})


def test_every_demographic_question_can_be_declined(server, study, visitor):
    page = visitor.go_to("demographics")
    assert len(page.questions) == 5
    page = visitor.next(page, **dict.fromkeys(page.questions, "prefer_not_to_say"))
    assert page.name == "default"
    stored = study.demographics(study.participant(visitor))
    assert len(stored) == 5
    assert set(stored.values()) == {None}


def test_unknown_fields_are_left_aside(server, study, visitor):
    page = visitor.go_to("default")
    answers = page.answers(visitor.rng)
    extra = {"happy": "5", "status": "completed", "situation": "1", "": "x", "answers": "delete"}
    answer = visitor.post(page.action, {**page.hidden, **answers, **extra})
    assert answer.location == "/survey/situation"
    visitor.sent["default"] = answers
    study.assert_stored(study.participant(visitor), visitor.sent)


def test_of_a_repeated_field_the_last_value_counts(server, study, visitor):
    page = visitor.go_to("default")
    answers = page.answers(visitor.rng)
    twice = [*page.hidden.items(), ("alert", "1"), *answers.items(), ("alert", "5")]
    assert visitor.post(page.action, twice).status == 303
    visitor.sent["default"] = {**answers, "alert": "5"}
    study.assert_stored(study.participant(visitor), visitor.sent)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"&&&=&=",
        b"%",
        b"%zz=%f",
        b"\xff\xfe\x00\x01",
        b"interested=\xff&upset=%ff%fe",
        b"interested" * 1000,
        b"=&".join([b"a"] * 20_000),
        b'{"interested": 5}',
        b"--x\r\nContent-Disposition: form-data; name=\"interested\"\r\n\r\n5\r\n--x--",
    ],
    ids=range(10),
)
def test_garbage_is_answered_with_the_page_again(guest, body):
    guest.go_to("default")
    answer = guest.request("POST", "/survey/default", body, **FORM)
    assert guest.back(answer).name == "default"
    assert stored(guest)[1] == {}
    assert guest.finish().name == "debrief"


def test_a_body_of_two_megabytes_is_refused_and_does_no_harm(server, study, visitor):
    visitor.go_to("default")
    try:
        answer = visitor.request("POST", "/survey/default", b"a=" + b"x" * (2 << 20), **FORM)
    except (BrokenPipeError, ConnectionResetError):
        # The server may hang up before it has read all that it will not keep.
        pass
    else:
        assert answer.status == 413
        assert answer.page.name == "failure"
    assert study.rows("SELECT * FROM responses_long") == []
    assert visitor.finish().name == "debrief"


# Steps out of their order


def test_a_page_sent_again_changes_nothing(server, study, visitor):
    pages = {}
    page = visitor.arrive()
    while page.name != "debrief":
        pages[page.name] = page
        page = visitor.next(page)
        for earlier in pages.values():
            other = visitor.post(earlier.action, {**earlier.hidden, **earlier.answers(visitor.rng)})
            assert visitor.follow(other).page.name == page.name
    participant = study.participant(visitor)
    study.assert_stored(participant, visitor.sent)
    assert study.status(participant) == "completed"
    recorded = study.rows("SELECT page FROM page_received WHERE outcome = 'recorded' ORDER BY id")
    assert [page for (page,) in recorded] == STEPS


def test_of_a_page_sent_many_times_at_once_one_is_stored_whole(server, study, visitor):
    page = visitor.go_to("default")
    # As from a button that is pressed again and again, with another answer each time.
    forms = [{**page.hidden, **dict.fromkeys(ITEMS, value)} for value in "12345" * 4]
    with ThreadPoolExecutor(len(forms)) as pool:
        replies = list(pool.map(lambda form: visitor.post(page.action, form), forms))
    assert {(reply.status, reply.location) for reply in replies} == {(303, "/survey/situation")}
    stored = study.responses(study.participant(visitor), "default")
    assert sorted(stored) == sorted(ITEMS) and len(set(stored.values())) == 1
    outcomes = study.rows("SELECT outcome FROM page_received WHERE page = 'default'")
    assert sorted(outcomes) == [("recorded",)] + [("repeated",)] * 19
    assert study.value("SELECT count(*) FROM assignment") == 1


def test_a_later_step_cannot_be_sent_before_its_time(server, study, visitor):
    visitor.go_to("demographics")
    for step in ("situation", "evoked", "default", "debrief"):
        answer = visitor.post(
            f"/survey/{step}", {"_session": visitor.cookie, **dict.fromkeys(ITEMS, "3")}
        )
        assert answer.location == "/survey/demographics"
    assert study.rows("SELECT * FROM responses_long") == []
    assert study.rows("SELECT situation FROM participants") == [(None,)]


def test_a_later_page_cannot_be_looked_at_before_its_time(server, visitor):
    visitor.go_to("demographics")
    for step in ("situation", "evoked", "default", "debrief", "left", "full", "declined"):
        assert visitor.get(f"/survey/{step}").location == "/survey/demographics"


def test_two_tabs_are_one_participant(server, study, visitor):
    first, second = visitor.arrive(), visitor.arrive()
    assert visitor.next(first).name == "demographics"
    assert visitor.next(second).name == "demographics"
    assert study.value("SELECT count(*) FROM participants") == 1


def test_a_form_opened_before_the_cookie_changed_is_still_one_participant(server, study):
    first, second = Visitor(server), Visitor(server)
    page = first.arrive()
    second.cookie = first.cookie
    assert second.next(second.arrive()).name == "demographics"
    assert first.next(page).name == "demographics"
    assert study.value("SELECT count(*) FROM participants") == 1


@pytest.mark.parametrize("step", ["demographics", "default"])
def test_who_says_no_after_yes_is_asked_about_leaving(server, study, visitor, step):
    form = visitor.arrive()
    visitor.go_to(step)
    answer = visitor.submit(form, consent="no")
    assert (answer.status, answer.location) == (303, "/leave")
    page = visitor.follow(answer).page
    assert page.name == "leave"
    assert visitor.next(page, answers="delete").name == "left"
    assert study.status(study.participant(visitor)) == "withdrawn"


def test_no_in_a_tab_of_before_the_cookie_changed_is_heard(server, study):
    first, second = Visitor(server), Visitor(server, seed=2)
    page = first.arrive()
    second.next(second.arrive())
    first.cookie = second.cookie
    assert first.submit(page, consent="no").location == "/leave"
    assert study.value("SELECT count(*) FROM participants") == 1


# Leaving


def test_who_leaves_and_keeps_the_answers_is_counted_as_left(server, study, visitor):
    visitor.go_to("situation")
    participant = study.participant(visitor)
    page = visitor.get("/leave").page
    assert page.name == "leave"
    assert visitor.next(page, answers="keep").name == "left"
    assert study.status(participant) == "left"
    study.assert_stored(participant, visitor.sent | {"situation": {}})
    assert visitor.arrive().name == "left"
    assert study.rows("SELECT answers, responses_deleted FROM withdrawal") == [("kept", 0)]


def is_on_disk(study, trace: bytes) -> bool:
    return any(trace in path.read_bytes() for path in study.folder.glob("responses.sqlite*"))


def test_who_leaves_and_deletes_is_gone_from_the_bytes_on_disk(study, serve):
    # A number that stands nowhere else: any trace of it in the files is an answer that stayed.
    study.folder.joinpath("study.yaml").write_text(
        study.folder.joinpath("study.yaml")
        .read_text()
        .replace(
            "demographics:\n",
            "demographics:\n"
            "  - id: number\n    text: Which number?\n    number: { min: 0, max: 999999 }\n",
        )
    )
    server = serve(study)
    visitor, other = Visitor(server), Visitor(server, seed=2)
    visitor.next(visitor.go_to("demographics"), number="718281")
    other.next(other.go_to("demographics"), number="314159")
    visitor.next(visitor.go_to("default"))
    participant = study.participant(visitor)
    assert is_on_disk(study, b"demographics718281")

    page = visitor.next(visitor.get("/leave").page, answers="delete")
    assert page.name == "left"
    assert is_on_disk(study, b"demographics314159")
    assert not is_on_disk(study, b"demographics718281")

    # The tombstone, so that counts reconcile.
    assert study.status(participant) == "withdrawn"
    assert study.rows("SELECT answers, responses_deleted FROM withdrawal") == [("deleted", 20)]
    assert study.rows("SELECT given FROM consent") == [(1,), (1,)]
    study.assert_stored(participant, {})
    assert visitor.arrive().name == "left"
    assert visitor.post("/survey/situation", {}).location == "/survey/left"


@pytest.mark.parametrize("fields", [{}, {"answers": ""}, {"answers": "burn"}])
def test_leaving_needs_a_choice(guest, fields):
    guest.go_to("default")
    page = guest.get("/leave").page
    back = guest.back(guest.post(page.action, {**page.hidden, **fields}))
    assert back.name == "leave"
    assert back.title.startswith("Error:")
    assert 'role="alert" tabindex="-1" autofocus' in back.html
    assert "#answers" in back.links
    assert 'id="answers-problem"' in back.html
    assert guest.arrive().name == "default"


@pytest.mark.parametrize(
    ("rule", "says", "status"),
    [("keep", "will keep", "left"), ("delete", "will delete", "withdrawn")],
)
def test_where_the_study_decides_one_press_leaves(study, serve, rule, says, status):
    study.change(leaving=rule)
    visitor = Visitor(serve(study))
    visitor.go_to("situation")
    page = visitor.get("/leave").page
    assert says in page.text
    assert page.questions == {}
    # Nobody gets another way out than the study offers.
    other = {"keep": "delete", "delete": "keep"}[rule]
    assert visitor.back(visitor.submit(page, answers=other)).name == "leave"
    participant = study.participant(visitor)
    assert study.status(participant) == "active"
    assert visitor.next(page).name == "left"
    assert study.status(participant) == status


def test_who_thinks_again_goes_on(server, visitor):
    visitor.go_to("default")
    page = visitor.get("/leave").page
    (back,) = [link for link in page.links if link.startswith("/survey/")]
    assert visitor.get(back).page.name == "default"
    assert visitor.finish().name == "debrief"


@pytest.mark.parametrize("answers", [{}, {"answers": "keep"}])
def test_who_has_finished_cannot_be_made_to_leave(server, study, visitor, answers):
    visitor.finish()
    visitor.post("/leave", {"_session": visitor.cookie, **answers})
    assert study.status(study.participant(visitor)) == "completed"
    assert study.value("SELECT count(*) FROM responses_long") == 40


def test_who_has_finished_can_still_ask_for_deletion_on_an_open_page(study, serve):
    study.change(recruiting="{ completion_codes: { complete: DONE1, left: LEFT2 } }")
    visitor = Visitor(serve(study))
    visitor.go_to("evoked")
    page = visitor.get("/leave").page
    assert "DONE1" in visitor.finish().text
    after = visitor.next(page, answers="delete")
    assert after.name == "left"
    assert "DONE1" in after.text and "LEFT2" not in after.text
    participant = study.participant(visitor)
    assert study.status(participant) == "withdrawn"
    study.assert_stored(participant, {})
    rows = study.rows("SELECT answers, responses_deleted, status_before FROM withdrawal")
    assert rows == [("deleted", 40, "completed")]
    assert study.value(
        "SELECT count(*) FROM action_log WHERE action = 'answers withdrawn by the participant'"
    ) == 1


def test_of_two_open_pages_for_stopping_the_one_that_deletes_counts(study, serve):
    study.change(recruiting="{ completion_codes: { complete: DONE1, left: LEFT2 } }")
    visitor = Visitor(serve(study))
    visitor.go_to("evoked")
    first, second = visitor.get("/leave").page, visitor.get("/leave").page
    assert "Your receipt is" in visitor.next(first, answers="keep").text
    after = visitor.next(second, answers="delete")
    assert "Your receipt is" not in after.text and "LEFT2" in after.text
    assert study.status(study.participant(visitor)) == "withdrawn"
    assert study.value("SELECT count(*) FROM responses_long") == 0
    # The other way round what is gone stays gone.
    visitor.next(first, answers="keep")
    assert study.status(study.participant(visitor)) == "withdrawn"


def test_status_says_where_those_are_who_may_still_go_on(server, study):
    for seed, leaves in enumerate(["delete", "keep", None]):
        visitor = Visitor(server, seed)
        visitor.go_to("default")
        if leaves:
            visitor.next(visitor.get("/leave").page, answers=leaves)
    status = " ".join(evoke("status", study.folder).stdout.split())
    assert "Participants who have not finished were last seen at: default 1." in status


def test_nobody_consents_to_a_text_that_changed_meanwhile(study, serve):
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.arrive()
    server.stop()
    consent = study.folder / "consent.md"
    consent.write_text(consent.read_text() + "\nAnswers are published.\n")
    visitor.server = serve(study)
    back = visitor.back(visitor.submit(page, consent="yes"))
    assert back.name == "consent"
    assert "has changed since you opened this page" in back.text
    assert "Answers are published." in back.text
    assert back.filled == {}
    assert study.value("SELECT count(*) FROM respondent") == 0
    assert visitor.next(back, consent="yes").name == "demographics"
    shown = hashlib.sha256(consent.read_bytes()).hexdigest()
    assert study.rows("SELECT given, text_sha256 FROM consent") == [(1, shown)]


# Addresses


@pytest.mark.parametrize("path", ["/nope", "/survey", "/survey/a/b", "/assets/x.css", "/%00", "/."])
def test_an_unknown_address_has_a_page_of_its_own(guest, path):
    answer = guest.get(path)
    assert answer.status == 404
    assert answer.page.name == "not_found"
    assert "/" in answer.page.links


@pytest.mark.parametrize("path", ["/", "/survey/default", "/assets/survey.css"])
def test_head_answers_as_get_does_without_the_body(guest, path):
    guest.go_to("default")
    head, get = guest.request("HEAD", path), guest.get(path)
    assert head.status == get.status
    assert head.headers["content-type" if get.status == 200 else "location"]
    assert head.body == b""


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(guest, method):
    guest.go_to("default")
    answer = guest.request(method, "/survey/default", b"interested=5", **FORM)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert answer.page.name == "failure"
    assert guest.request(method, "/").headers["allow"] == "GET, HEAD"
    assert stored(guest)[1] == {}


def test_what_is_no_http_is_refused_without_harm(server, visitor):
    lines = [b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"POST\r\n\r\n"]
    lines += [
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"POST /resume HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
    ]
    for line in lines * 5:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.connect()
        connection.sock.sendall(line)
        connection.sock.settimeout(5)
        received = connection.sock.recv(1000)
        connection.close()
        assert received.startswith(b"HTTP/1.1 400")
    assert visitor.finish().name == "debrief"
    # Each kind is said once in a minute.
    said = [re.search(r"kind=(.+) \[", line)[1] for line in server.log.read_text().splitlines()
            if "a request was malformed" in line]
    assert len(said) > 3
    assert sorted(said) == sorted(set(said))
    server.log.write_text("")


def test_a_rehearsal_needs_the_token_of_the_study(server, study):
    token = study.folder.joinpath(".rehearsal-token").read_text().strip()
    assert study.folder.joinpath(".rehearsal-token").stat().st_mode & 0o077 == 0
    Visitor(server, **{"Evoke-Rehearsal": token}).finish()
    for sent in ("0" * 32, ""):
        assert Visitor(server, **{"Evoke-Rehearsal": sent}).get("/").status == 403
    assert study.rows("SELECT kind FROM participants") == [("simulated",)]
