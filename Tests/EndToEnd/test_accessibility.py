"""Every page for everybody: axe-core, the keyboard alone, no scripts, and what is read out."""

from __future__ import annotations

import random

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from accessibility import LOOKS, fits, small_targets, spoken, take_screenshot, violations
from browser import Browser, Screen, start_chromium
from study import ITEMS
from translations import translate

# Everything that a study can ask for, so that every kind of page and field is met.
EVERYTHING = """
screening:
  - id: fluent
    text: Do you read English without effort?
    options:
      - { value: fluent_yes, label: "Yes" }
      - { value: fluent_no, label: "No" }
    accept: [fluent_yes]
presentation: { skipping: true }
imagining:
  vividness: required
  description: optional
  situation_stays: open
  reading_hint: true
attention:
  - id: check_a
    text: Please choose "A little" here.
    instrument: panas
    occasion: default
    after: proud
    expect: "2"
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def rng():
    return random.Random(4)


def look_at(browser: Browser, name: str, label: str) -> None:
    """No violation, nothing too small and nothing too wide, in every size and both colour schemes."""
    found = []
    for look in LOOKS:
        look.apply(browser.driver)
        place = f"{name} at {look.width}×{look.height}, {look.scheme}"
        found += [f"{place}: {violation}" for violation in violations(browser.driver)]
        found += [f"{place}: {small}" for small in small_targets(browser.driver)]
        if not fits(browser.driver):
            found.append(f"{place}: scrolls sideways")
        take_screenshot(browser.driver, f"{label}-{look.width}-{look.scheme}-{name}")
    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_no_violation_on_any_page(chromium, study, serve, rng, language):
    study.add(EVERYTHING).ask_for_a_number()
    if language != "en":
        translate(study, language)
    server = serve(study)
    start = f"{server.url}/?lang={language}"
    browser = Browser(chromium, Screen(390, 844, True))
    driver = browser.driver

    def look(suffix: str = "") -> str:
        name = browser.shown
        root = driver.find_element(By.TAG_NAME, "html")
        assert root.get_dom_attribute("lang") == language
        assert root.get_dom_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        look_at(browser, name + suffix, language)
        return name

    seen = set()
    browser.go(start)
    while True:
        name = look()
        seen.add(name)
        if name == "debrief":
            break
        browser.leave_page(browser.button().click)
        if browser.shown == name:
            look("-again")
        answers = {"consent": "yes", "fluent": "fluent_yes", "number": "7", "imagined": "A train."}
        browser.fill_these({**browser.any_answers(rng), **answers})
        browser.submit()
        if browser.shown == name == "situation":
            look("-hint")
            browser.submit()
    assert seen == {
        "consent", "screening", "demographics", "default", "situation", "evoked", "debrief"
    }  # fmt: skip
    browser.go(server.url + "/nowhere")
    look()

    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(start)
    browser.choose("consent", "yes")
    browser.submit()
    browser.choose("fluent", "fluent_yes")
    browser.submit()
    browser.go(server.url + "/leave")
    look()
    browser.choose("answers", "keep")
    browser.submit()
    assert look() == "left"

    for answer, expected in (("no", "declined"), ("yes", "screened_out")):
        browser = Browser(chromium, Screen(390, 844, True))
        browser.go(start)
        browser.choose("consent", answer)
        browser.submit()
        if answer == "yes":
            browser.choose("fluent", "fluent_no")
            browser.submit()
        assert look() == expected


def test_one_item_at_a_time_has_no_violation(chromium, study, serve, rng):
    study.add("presentation: { items: one_at_a_time, skipping: true }\n")
    server = serve(study)
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    look_at(browser, "first", "single")
    browser.leave_page(browser.button().click)
    look_at(browser, "first-again", "single")


@pytest.mark.parametrize(
    "feature",
    [("prefers-contrast", "more"), ("forced-colors", "active"), ("prefers-reduced-motion", "reduce")],
    ids=lambda feature: feature[0],
)
def test_other_ways_of_seeing_have_no_violation(chromium, server, rng, feature):
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": feature[0], "value": feature[1]}]}
    )
    browser.fill_these({"upset": "2"})
    assert violations(browser.driver) == []
    moves = browser.driver.execute_script("return document.getAnimations().length;")
    assert moves == 0
    take_screenshot(browser.driver, f"{feature[0]}-default")
    # What is chosen is told from the rest by more than its colour.
    radio = browser.driver.find_element(By.CSS_SELECTOR, "#upset input:checked")
    assert radio.is_displayed()


def test_the_scale_reads_as_a_person_would_want_to_hear_it(chromium, server, study, rng):
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    words = [
        "Very slightly or not at all", "A little", "Moderately", "Quite a bit", "Extremely",
    ]  # fmt: skip
    heard = spoken(browser.driver)
    take_screenshot(browser.driver, "tree-default")
    assert heard[0] == "link 'Skip to the questions'"
    assert heard[1] == "banner"
    assert "How situations make us feel" in heard[2]
    assert heard[3].startswith("progressbar '") and heard[3].endswith("% done'")
    assert heard[4:6] == ["main", "heading 'How do you feel right now?', level 1"]
    assert "this moment" in heard[6] or "right now" in heard[6]
    start = heard.index("group 'Interested'")
    expected = []
    for item in ITEMS:
        expected.append(f"group '{item.capitalize()}'")
        expected += [f"radio '{value} {label}'" for value, label in enumerate(words, 1)]
    assert heard[start : start + 120] == expected
    after = heard[start + 120 :]
    assert after == [
        "button 'Continue'",
        "status",
        "contentinfo",
        "link 'Stop and leave'",
        "link 'Continue later or elsewhere'",
    ]

    # With an item missing: first what is wrong, then at the item why.
    answers = {item: "3" for item in ITEMS if item != "upset"}
    browser.fill_these(answers)
    browser.submit()
    assert browser.driver.title.startswith("Error: ")
    heard = spoken(browser.driver)
    start = next(index for index, line in enumerate(heard) if line.startswith("alert"))
    assert "focused" in heard[start]
    assert heard[start + 1 : start + 5] == [
        "heading 'One answer is still missing', level 2",
        "list",
        "listitem",
        "link 'Upset'",
    ]
    group = heard.index("group 'Upset', described as 'Please choose an answer.'")
    assert heard[group + 2] == "radio '1 Very slightly or not at all'"
    assert "radio '3 Moderately', checked" in heard


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_keyboard_alone_completes_the_study(chromium, server, study, rng, scripts):
    browser = Browser(chromium, Screen(1280, 800, scripts))
    browser.go(server.url)
    sent = {}
    while (page := browser.shown) != "debrief":
        sent[page] = answer_by_keyboard(browser, rng, scripts)
    ((participant,),) = study.rows("SELECT participant FROM participants")
    study.assert_stored(participant, sent)


def answer_by_keyboard(browser: Browser, rng, scripts: bool) -> dict[str, str]:
    """Answers each question of the page by keys and presses its button with one."""
    driver = browser.driver
    answers: dict[str, str] = {}
    current = driver.find_element(By.TAG_NAME, "body")
    for _ in range(60):
        current.send_keys(Keys.TAB)
        current = driver.switch_to.active_element
        if current.tag_name == "button":
            browser.leave_page(lambda: current.send_keys(Keys.ENTER))
            return answers
        name = current.get_dom_attribute("name")
        if current.tag_name == "select":
            current.send_keys(Keys.ARROW_DOWN)
            answers[name] = current.get_property("value")
        elif current.get_dom_attribute("type") == "radio":
            if name == "consent":
                current.send_keys(Keys.SPACE)
            elif scripts and name in ITEMS:
                current.send_keys(str(rng.randint(1, 5)))
            else:
                current.send_keys(Keys.SPACE)
                for _ in range(rng.randint(0, 3)):
                    current.send_keys(Keys.ARROW_DOWN)
                    current = driver.switch_to.active_element
            current = driver.switch_to.active_element
            assert current.is_selected()
            outline = driver.execute_script(
                "return getComputedStyle(arguments[0].closest('label')).outlineStyle;", current
            )
            assert outline == "solid", f"{name} has the focus, and it cannot be seen"
            answers[name] = current.get_dom_attribute("value")
    raise AssertionError(f"no button came after {answers}")


def test_four_hundred_percent_of_a_desktop_is_a_phone(chromium, server, rng):
    # 1280 pixels at 400% are 320 of CSS: the same page, with nothing beside the screen.
    browser = Browser(chromium, Screen(1280, 800, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 320, "height": 200, "deviceScaleFactor": 4, "mobile": False},
    )
    assert fits(browser.driver)
    left, right = browser.driver.execute_script(
        "const box = document.querySelector('#upset label').getBoundingClientRect();"
        "return [box.left, box.right];"
    )
    assert 0 <= left and right <= 320
