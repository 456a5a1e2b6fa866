"""The form in Firefox and WebKit: a whole interview, and what once fell there."""

from __future__ import annotations

import functools
import itertools
from contextlib import ExitStack

import pytest
from selenium.webdriver.common.by import By

from helpers.accessibility import LARGE, small_targets, spilled, violations
from helpers.browser import Browser, Screen
from helpers.engines import Engine, firefox, webkit
from helpers.gallery import EVERYTHING
from helpers.translations import translate
from helpers.waiting import wait_for
from helpers.window import Window

# Every page is measured in each width, and looked through by axe in one of them in turn: what depends
# on all of these together is looked at in Chromium.
LOOKS = [(320, "light"), (390, "dark"), (1280, "light")]
KNOWN = {"consent": "yes", "fluent": "fluent_yes", "check_a": "2", "imagined": "A train.", "number": "7"}


@pytest.fixture(scope="module")
def engines():
    """Gives out one browser of a kind for all tests of this file."""
    with ExitStack() as stack:
        yield functools.cache(lambda start: stack.enter_context(start()))


@pytest.fixture(params=[firefox, webkit], ids=["firefox", "webkit"])
def engine(request, engines):
    return engines(request.param)


@pytest.fixture(params=[firefox, webkit, True, False], ids=["firefox", "webkit", "chromium", "plain"])
def window(request, engines, chromium):
    """A browser of each engine, and one without scripts."""
    if isinstance(request.param, bool):
        return Browser(chromium, Screen(390, 844, request.param))
    return engines(request.param)


def faults(engine: Engine, name: str, turn: int, looks: list[tuple[int, str]]) -> list[str]:
    found = []
    for number, (width, scheme) in enumerate(looks):
        engine.resize(width)
        engine.colour(scheme)
        here = small_targets(engine.driver) + spilled(engine.driver)
        here += [f"with large text: {text}" for text in spilled(engine.driver, LARGE)]
        if number == turn % len(looks):
            here += violations(engine.driver)
        found += [f"{name} at {width}, {scheme}: {fault}" for fault in here]
        engine.take_screenshot(f"{name}-{width}-{scheme}")
    engine.resize(390)
    return found


def answer_page(window: Window, rng, by_hand: bool = False) -> dict[str, str]:
    """Answers everything on the page, with the pointer or at once."""
    offered = window.questions()
    answers = {**window.any_answers(rng), **{key: KNOWN[key] for key in KNOWN if key in offered}}
    if by_hand:
        for name, value in answers.items():
            window.choose(name, value)
    else:
        window.fill_these(answers)
    assert answers.items() <= window.chosen().items()
    return answers


def go_to(window: Window, name: str, rng) -> None:
    while window.shown != name:
        answer_page(window, rng)
        window.submit()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_whole_interview(engine, study, serve, rng, language):
    study.add(EVERYTHING).ask_for_a_number().change(reading_words_per_minute=60)
    looks = LOOKS
    if language != "en":
        translate(study, language)
        looks = [(320, "dark")]
    turns = itertools.count()
    engine.begin(f"{serve(study).url}/?lang={language}")
    found, sent, seen = [], {}, []
    while (name := engine.shown) != "debrief":
        seen.append(name)
        found += faults(engine, f"{name}-{language}", next(turns), looks)
        # First without an answer: the page comes back, and what it says has the focus.
        assert engine.submit() == name
        wait_for(lambda: engine.driver.switch_to.active_element.get_dom_attribute("role") == "alert")
        found += faults(engine, f"{name}-again-{language}", next(turns), looks)
        sent[name] = answer_page(engine, rng, by_hand=True)
        # Again, where looking at the page has not taken as long as reading it.
        if engine.submit() == name == "situation":
            found += faults(engine, f"situation-hint-{language}", next(turns), looks)
            engine.submit()
    found += faults(engine, f"debrief-{language}", next(turns), looks)
    assert found == []
    assert seen == ["consent", "screening", "demographics", "default", "situation", "evoked"]
    ((participant,),) = study.rows("SELECT participant FROM participants WHERE status = 'completed'")
    for occasion in ("default", "evoked"):
        sent[occasion].pop("check_a", None)
        assert study.responses(participant, occasion) == sent[occasion]


# Pages that came back


@pytest.mark.parametrize("keys", ["", "shared_device: true\n"], ids=["own", "shared"])
def test_a_reload_of_a_page_that_came_back_shows_everything(window, study, serve, rng, keys):
    study.add(keys)
    open_study(window, serve(study).url)
    assert window.submit() == "consent" and window.driver.title.startswith("Error:")
    window.leave_page(window.driver.refresh)
    assert window.shown == "consent" and window.driver.title.startswith("Error:")
    go_to(window, "default", rng)
    sent = window.any_answers(rng)
    window.fill_these({name: sent[name] for name in sent if name not in ("upset", "alert")})
    assert window.submit() == "default"
    shown = {name: sent[name] for name in sent if name not in ("upset", "alert")}
    assert window.chosen() == shown
    if runs_scripts(window):
        # Answered since, and saved at once: by script alone.
        sent["proud"] = shown["proud"] = "1" if sent["proud"] != "1" else "2"
        shown["upset"] = sent["upset"]
        window.choose("proud", sent["proud"])
        window.choose("upset", sent["upset"])
        wait_for(lambda: study.saved() == shown and window.status == "Saved")
    window.leave_page(window.driver.refresh)
    assert window.chosen() == shown
    assert problems(window) == [name for name in ("upset", "alert") if name not in shown]
    window.fill_these(sent)
    assert window.submit() == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent


def test_back_from_a_later_page_leads_to_the_one_that_is_next(window, server, study, rng):
    open_study(window, server.url)
    for name in ("consent", "demographics", "default"):
        assert window.shown == window.submit() == name
        answer_page(window, rng)
        after = window.submit()
        window.leave_page(window.driver.back)
        # Without scripts a browser may show its own copy, which leads on however it is sent.
        if not runs_scripts(window) and window.shown == name:
            window.submit()
        assert window.shown == after


def open_study(window: Window, url: str) -> None:
    if isinstance(window, Engine):
        window.begin(url)
    else:
        window.go(url)


def runs_scripts(window: Window) -> bool:
    return not isinstance(window, Browser) or window.screen.scripts


def problems(window: Window) -> list[str]:
    """The questions that the page says are missing."""
    links = window.driver.find_elements(By.CSS_SELECTOR, "[role=alert] a")
    # WebKit's driver gives the whole address.
    return [link.get_dom_attribute("href").split("#")[-1] for link in links]


# Codes


def test_a_press_on_a_code_selects_it(engine, server, rng):
    engine.begin(server.url)
    go_to(engine, "demographics", rng)
    engine.go(server.url + "/later")
    code = engine.driver.find_element(By.CSS_SELECTOR, ".code strong")
    code.click()
    assert engine.driver.execute_script("return getSelection().toString().trim();") == code.text
