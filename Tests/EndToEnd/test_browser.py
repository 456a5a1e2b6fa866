"""People fill in the form in Chromium: on a phone and on a desk, with scripts and without."""

from __future__ import annotations

import functools
import html
import http.server
import threading
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from helpers.browser import Browser, Screen
from helpers.form import Visitor

SCREENS = [
    Screen(width, height, scripts)
    for width, height in ((390, 844), (1280, 800))
    for scripts in (True, False)
]


@pytest.fixture(params=SCREENS, ids=lambda screen: screen.label)
def browser(request, chromium, server):
    """A browser without a past; at the end nobody else has been asked and nothing was wrong."""
    browser = Browser(chromium, request.param)
    first = chromium.current_window_handle
    yield browser
    for handle in chromium.window_handles:
        if handle != first:
            chromium.switch_to.window(handle)
            chromium.close()
    chromium.switch_to.window(first)
    assert browser.hosts() <= {urlsplit(server.url).netloc}
    assert browser.console() == []


# Scripts and width make no difference to what is sent; one screen of each kind is enough where a
# test is about the order of pages.
two_screens = pytest.mark.parametrize(
    "browser", [SCREENS[0], SCREENS[3]], ids=lambda screen: screen.label, indirect=True
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_) -> None:
        pass


def pass_page(browser: Browser, rng, **answers: str) -> str:
    browser.fill(rng, **answers)
    return browser.submit()


def test_the_whole_form(browser, server, study, rng):
    browser.go(server.url)
    browser.check_page("consent")
    browser.fill(rng, by_hand=True, consent="yes")
    assert browser.submit() == "demographics"
    browser.check_page("demographics")
    assert set(browser.fill(rng, by_hand=True)) == {
        "gender", "year_of_birth", "country", "employment", "education",
    }  # fmt: skip
    assert browser.submit() == "default"
    browser.check_page("default")
    assert len(browser.fill(rng, by_hand=True)) == 20
    assert browser.submit() == "situation"
    browser.check_page("situation")
    ((participant, text),) = study.rows(
        "SELECT participant, text FROM participants JOIN situation "
        "USING (emotion, factor) WHERE situation_index = participants.situation"
    )
    assert text in browser.text
    assert browser.submit() == "evoked"
    browser.check_page("evoked")
    assert len(browser.fill(rng, by_hand=True)) == 20
    assert browser.submit() == "debrief"
    browser.check_page("debrief")
    study.assert_stored(participant, browser.answers)
    assert study.rows("SELECT kind, channel, status FROM participants") == [
        ("human", "web", "completed")
    ]


def test_what_is_missing_comes_back_with_everything_kept(browser, server, study, rng):
    browser.go(server.url)
    browser.submit()
    assert_problems(browser, "consent", ["consent"], {})
    browser.choose("consent", "yes")
    assert browser.submit() == "demographics"

    browser.choose("gender", "other")
    browser.choose("country", "ZA")
    browser.submit()
    missing = ["year_of_birth", "employment", "education"]
    assert_problems(browser, "demographics", missing, {"gender": "other", "country": "ZA"})
    chosen = browser.chosen() | {name: browser.questions()[name][0] for name in missing}
    for name in missing:
        browser.choose(name, chosen[name])
    browser.answers["demographics"] = {
        name: None if value == "prefer_not_to_say" else value for name, value in chosen.items()
    }
    assert browser.submit() == "default"

    kept = {name: rng.choice(values) for name, values in browser.questions().items()}
    del kept["strong"], kept["active"]
    browser.fill_these(kept)
    browser.submit()
    assert_problems(browser, "default", ["strong", "active"], kept)
    browser.choose("strong", "2")
    browser.choose("active", "5")
    browser.answers["default"] = kept | {"strong": "2", "active": "5"}
    assert browser.submit() == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    study.assert_stored(participant, browser.answers)


def assert_problems(browser: Browser, page: str, missing: list[str], kept: dict[str, str]) -> None:
    """The page came back, says what is missing and leads there, and has kept the rest."""
    browser.check_page(page)
    assert browser.driver.title.startswith("Error:")
    summary = browser.driver.find_element(By.CSS_SELECTOR, "[role=alert]")
    links = summary.find_elements(By.TAG_NAME, "a")
    assert [link.get_dom_attribute("href").removeprefix("#") for link in links] == missing
    assert browser.chosen() == kept
    links[-1].click()
    target = browser.driver.find_element(By.ID, missing[-1])
    top = browser.driver.execute_script(
        "return arguments[0].getBoundingClientRect().top;", target
    )
    assert -1 <= top < browser.screen.height
    # The link leads to a part of the page, from where it is still to be sent.
    assert browser.shown == page


@two_screens
def test_the_back_button_leads_to_the_page_that_is_next(browser, server, study, rng):
    browser.go_to(server.url, rng, "default")
    browser.leave_page(browser.driver.back)
    send_old_copy(browser, rng, "default")
    sent = browser.fill(rng)
    assert browser.submit() == "situation"
    browser.leave_page(browser.driver.back)
    send_old_copy(browser, rng, "situation")
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent
    assert study.value("SELECT count(*) FROM responses_long") == 20


def send_old_copy(browser: Browser, rng, now: str) -> None:
    """A browser may keep its own copy of a page that was sent: other answers from there lead on."""
    if browser.shown != now:
        assert pass_page(browser, rng) == now


@two_screens
def test_a_reload_changes_nothing(browser, server, study, rng):
    browser.go(server.url)
    seen = []
    while browser.shown != "debrief":
        page = browser.shown
        seen.append(page)
        browser.leave_page(browser.driver.refresh)
        assert browser.shown == page
        pass_page(browser, rng, consent="yes")
    browser.leave_page(browser.driver.refresh)
    assert browser.shown == "debrief"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    browser.answers.pop("situation")
    study.assert_stored(participant, browser.answers)
    assert study.value("SELECT count(*) FROM administration") == 2
    recorded = study.rows("SELECT page FROM page_received ORDER BY id")
    assert [page for (page,) in recorded] == seen


@two_screens
def test_a_second_tab_is_the_same_participant(browser, server, study, rng):
    driver = browser.driver
    browser.go(server.url)
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    browser.go(server.url)
    second = driver.current_window_handle
    while True:
        driver.switch_to.window(first)
        page = browser.shown
        if page == "debrief":
            break
        assert page == go_in(browser, second)
        driver.switch_to.window(first)
        sent = browser.fill(rng, consent="yes")
        after = browser.submit()
        # The second tab still shows the page that the first has sent. Its scripts were not taken
        # away, so that a page of answers notices that it is looked at, and gives way; consent does
        # not, and other answers on it come too late.
        driver.switch_to.window(second)
        if page != "consent":
            browser.wait_until_shown(after)
        else:
            browser.fill(rng, consent="yes")
            assert browser.submit() == after
        browser.answers[page] = sent
    ((participant,),) = study.rows("SELECT participant FROM participants")
    browser.answers.pop("situation")
    study.assert_stored(participant, browser.answers)


def go_in(browser: Browser, window: str) -> str:
    browser.driver.switch_to.window(window)
    return browser.shown


@two_screens
def test_a_form_on_a_foreign_page_changes_nobodys_session(browser, server, study, rng, tmp_path):
    """The page lies at another port of the same host, which is another site's as well."""
    attacker = Visitor(server, 7)
    page = attacker.next(attacker.arrive())
    inputs = "".join(
        f'<input name="{name}" value="{html.escape(value)}">'
        for name, value in {**page.hidden, **page.answers(rng)}.items()
    )
    (tmp_path / "index.html").write_text(
        f'<form method="post" action="{server.url}{page.action}">{inputs}<button>Win</button></form>'
    )
    handler = functools.partial(Quiet, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as foreign:
        threading.Thread(target=foreign.serve_forever, daemon=True).start()
        browser.go(server.url)
        browser.fill(rng, consent="yes")
        assert browser.submit() == "demographics"
        browser.go(f"http://127.0.0.1:{foreign.server_port}/index.html")
        browser.leave_page(browser.driver.find_element(By.TAG_NAME, "button").click)
        assert browser.shown == "failure"
        foreign.shutdown()
    browser.hosts()
    browser.console()
    assert study.value("SELECT count(*) FROM question_answer") == 0
    browser.go(server.url)
    assert browser.shown == "demographics"
    assert study.value("SELECT count(*) FROM session") == 2


def test_a_double_click_on_the_button_changes_nothing_twice(browser, server, study, rng):
    browser.go(server.url)
    after = iter(["demographics", "default", "situation", "evoked", "debrief"])
    for expected in after:
        browser.fill(rng, consent="yes")
        browser.double_click_submit()
        browser.leave_page(lambda: browser.go(server.url))
        assert browser.shown == expected
    ((participant,),) = study.rows("SELECT participant FROM participants")
    browser.answers.pop("situation")
    study.assert_stored(participant, browser.answers)
    recorded = study.value("SELECT count(*) FROM page_received WHERE outcome = 'recorded'")
    assert recorded == 5


@two_screens
def test_who_stops_chooses_what_becomes_of_the_answers(browser, server, study, rng):
    browser.go_to(server.url, rng, "default")
    stop = browser.driver.find_element(By.PARTIAL_LINK_TEXT, "Stop")
    browser.leave_page(stop.click)
    browser.check_page("leave")
    browser.choose("answers", "delete")
    assert browser.submit() == "left"
    browser.check_page("left")
    assert study.rows("SELECT status FROM participants") == [("withdrawn",)]
    assert study.value("SELECT count(*) FROM question_answer") == 0


@two_screens
def test_who_does_not_consent_is_let_go(browser, server, study):
    browser.go(server.url)
    browser.choose("consent", "no")
    assert browser.submit() == "declined"
    browser.check_page("declined")
    assert study.rows("SELECT status FROM participants") == [("declined",)]


@two_screens
def test_an_unknown_address_leads_back(browser, server, study, rng):
    browser.go_to(server.url, rng, "default")
    browser.go(server.url + "/nowhere")
    browser.check_page("not_found")
    # The status 404 is what was asked for.
    assert all("404 (Not Found)" in message for message in browser.console())
    browser.leave_page(browser.driver.find_element(By.CSS_SELECTOR, "main a").click)
    assert browser.shown == "default"


@two_screens
def test_the_form_is_filled_in_with_the_keyboard_alone(browser, server, study, rng):
    browser.go_to(server.url, rng, "default")
    body = browser.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    skip = browser.driver.switch_to.active_element
    assert skip.get_dom_attribute("href").endswith("#main")
    expected = {}
    current = skip
    for position in range(20):
        current.send_keys(Keys.TAB)
        current = browser.driver.switch_to.active_element
        name = current.get_dom_attribute("name")
        assert name not in expected
        if position % 2:
            current.send_keys(Keys.SPACE)
        else:
            current.send_keys(Keys.ARROW_RIGHT)
            current = browser.driver.switch_to.active_element
        expected[name] = current.get_dom_attribute("value")
        assert current.is_selected()
    current.send_keys(Keys.TAB)
    button = browser.driver.switch_to.active_element
    assert button.tag_name == "button"
    browser.leave_page(lambda: button.send_keys(Keys.ENTER))
    assert browser.shown == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == expected
