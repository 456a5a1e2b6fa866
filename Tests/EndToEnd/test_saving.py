"""Answers are kept as they are given: through a lost connection, on another device, once."""

from __future__ import annotations

import time

from selenium.webdriver.common.by import By

from helpers.browser import Browser, Screen
from helpers.form import Visitor
from helpers.study import ITEMS
from helpers.waiting import wait_for

PHONE = Screen(390, 844, True)


# In a browser


def test_each_answer_is_on_the_disk_before_the_page_is_sent(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    assert browser.status == ""
    browser.choose("upset", "4")
    wait_for(lambda: study.saved() == {"upset": "4"})
    wait_for(lambda: browser.status == "Saved")
    browser.choose("upset", "2")
    browser.choose("alert", "5")
    wait_for(lambda: study.saved() == {"upset": "2", "alert": "5"})
    assert study.value("SELECT count(*) FROM answer_change") == 2
    assert study.value("SELECT count(*) FROM responses_long") == 0
    assert browser.console() == []


def test_saved_answers_are_there_on_another_device(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    answers = {item: rng.choice("12345") for item in ITEMS[:12]}
    browser.fill_these(answers)
    wait_for(lambda: study.saved() == answers)

    # Another browser, without scripts: what was saved stands on the page, the rest is asked for.
    browser.go(server.url + "/later")
    code = chromium.find_element("css selector", ".code strong").text
    other = Visitor(server)
    page = other.follow(other.post("/resume", {"code": code})).page
    assert page.name == "default"
    assert page.filled == answers
    rest = {item: "1" for item in ITEMS[12:]}
    assert other.next(page, **page.filled, **rest).name == "situation"
    participant = study.participant(other)
    assert study.responses(participant, "default") == answers | rest
    assert study.saved() == {}


def test_a_network_cut_in_the_middle_of_a_page_loses_nothing(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    sent = {item: rng.choice("12345") for item in ITEMS}
    browser.fill_these({item: sent[item] for item in ITEMS[:7]})
    wait_for(lambda: len(study.saved()) == 7)
    browser.connect(False)
    browser.fill_these({item: sent[item] for item in ITEMS[7:]})
    wait_for(lambda: browser.status.startswith("No connection."))
    # Whoever presses the button now stays on the page, with every answer.
    browser.button().click()
    time.sleep(1)
    assert browser.shown == "default"
    assert browser.chosen() == sent
    assert len(study.saved()) == 7
    browser.leave_page(lambda: browser.connect(True))
    assert browser.shown == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent
    recorded = study.value("SELECT count(*) FROM page_received WHERE outcome = 'recorded'")
    assert recorded == 3


def test_a_restored_network_is_noticed_without_the_button(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    browser.connect(False)
    browser.choose("proud", "3")
    wait_for(lambda: browser.status.startswith("No connection."))
    browser.connect(True)
    wait_for(lambda: study.saved() == {"proud": "3"})
    wait_for(lambda: browser.status == "Saved")


def test_a_server_that_is_away_for_a_while_is_waited_for(chromium, study, serve, rng):
    server = serve(study)
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    sent = browser.fill(rng)
    wait_for(lambda: len(study.saved()) == 20)
    server.stop()
    browser.choose("alert", "1")
    browser.choose("upset", "5")
    sent |= {"alert": "1", "upset": "5"}
    wait_for(lambda: browser.status.startswith("No connection."))
    browser.button().click()
    time.sleep(0.5)
    browser.leave_page(lambda: serve(study, port=server.port))
    assert browser.shown == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent


def test_what_did_not_arrive_before_a_reload_is_still_sent(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    browser.connect(False)
    browser.choose("proud", "3")
    wait_for(lambda: browser.status.startswith("No connection."))
    # Only the saving is cut: the page itself can be loaded again.
    browser.connect(True)
    browser.leave_page(browser.driver.refresh)
    assert browser.chosen() == {"proud": "3"}
    wait_for(lambda: study.saved() == {"proud": "3"})


def test_a_reload_keeps_what_was_typed(chromium, study, serve, rng):
    study.add("imagining: { vividness: optional, description: optional }\n")
    server = serve(study)
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "situation")
    browser.driver.find_element(By.NAME, "imagined").send_keys("A long road.\nRain. 🌧️")
    browser.choose("vividness", "4")
    wait_for(lambda: len(study.saved()) == 2)
    browser.leave_page(browser.driver.refresh)
    field = browser.driver.find_element(By.NAME, "imagined")
    assert field.get_property("value") == "A long road.\nRain. 🌧️"
    assert browser.submit() == "evoked"
    rows = study.rows(
        "SELECT question, value FROM question_answer WHERE purpose = 'situation' ORDER BY 1"
    )
    assert rows == [("imagined", "A long road.\nRain. 🌧️"), ("vividness", "4")]


def test_two_tabs_save_into_one_page(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.go(server.url)
    browser.choose("upset", "1")
    wait_for(lambda: study.saved() == {"upset": "1"})
    browser.driver.switch_to.window(first)
    sent = browser.fill(rng)
    assert browser.submit() == "situation"
    second = next(h for h in browser.driver.window_handles if h != first)
    # As soon as it is looked at, the second tab gives way to what comes next.
    browser.driver.switch_to.window(second)
    browser.wait_until_shown("situation")
    assert study.saved() == {}
    browser.driver.close()
    browser.driver.switch_to.window(first)
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent


# At the level of HTTP


def save(visitor: Visitor, page: str, **fields: str) -> int:
    return visitor.post(f"/survey/{page}/save", {"_session": visitor.cookie, **fields}).status


def test_only_what_the_page_asks_is_saved(server, study, visitor):
    visitor.go_to("default")
    fields = {"upset": "3", "alert": "6", "proud": "<b>", "happy": "5", "status": "x", "": "1"}
    assert save(visitor, "default", **fields) == 204
    assert study.saved() == {"upset": "3"}
    assert save(visitor, "default") == 204
    assert save(visitor, "evoked", upset="1") == 200
    assert save(visitor, "nowhere", upset="1") == 200
    visitor.cookie = "0" * 32
    assert save(visitor, "default", upset="1") == 200
    assert study.saved() == {"upset": "3"}


def test_saved_answers_of_questions_come_back(server, study, visitor):
    page = visitor.go_to("demographics")
    sent = {"gender": "other", "country": "KE", "year_of_birth": "1850", "employment": ""}
    assert save(visitor, "demographics", **sent) == 204
    page = visitor.get("/survey/demographics").page
    assert page.filled == {"gender": "other", "country": "KE"}
    # An answer that was taken back does not.
    assert save(visitor, "demographics", country="") == 204
    assert visitor.get("/survey/demographics").page.filled == {"gender": "other"}
    assert visitor.finish().name == "debrief"


def test_the_page_that_is_sent_counts_and_not_what_was_saved(server, study, visitor):
    page = visitor.go_to("default")
    assert save(visitor, "default", upset="1", alert="2") == 204
    sent = {item: "5" for item in ITEMS}
    assert visitor.next(page, **sent).name == "situation"
    assert study.responses(study.participant(visitor), "default") == sent
    assert save(visitor, "default", upset="3") == 200
    assert study.saved() == {}


def test_what_was_saved_is_deleted_with_the_answers(server, study, visitor):
    visitor.go_to("default")
    save(visitor, "default", upset="1")
    assert visitor.next(visitor.get("/leave").page, answers="delete").name == "left"
    assert study.saved() == {}
