"""Every page for everybody: axe-core, the keyboard alone, no scripts, and what is read out."""

from __future__ import annotations

import base64
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from helpers.accessibility import LOOKS, faults, fits, spilled, spoken, take_screenshot, violations
from helpers.browser import Browser, Screen
from helpers.gallery import EVERYTHING, Gallery
from helpers.study import ITEMS
from helpers.translations import translate

# Every page of the form in every state that a person can meet it in.
STATES = set(
    """
    consent consent-again screening screening-again demographics demographics-again
    default default-again later leave leave-again situation situation-again situation-hint
    evoked evoked-again debrief resume resume-again withdraw withdraw-again withdraw_confirm
    withdrawn not_found left-keep left-delete declined screened_out
    single-default single-default-again single-default-second
    single-evoked single-evoked-again single-evoked-second
    consent-changed consent-cookie leave-keep needs_cookie debrief-code declined-code
    copy copy-again copy-shown uninvited leave-linked debrief-linked
    failed_attention failure full closed too_many_codes preview-default
    """.split()
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_for_everybody_in_every_state(chromium, serve, tmp_path, rng, language):
    gallery = Gallery(chromium, serve, tmp_path, language, rng)
    found, seen = [], set()
    for name in gallery.states():
        seen.add(name)
        root = chromium.find_element(By.TAG_NAME, "html")
        if name != "preview-default":
            assert root.get_dom_attribute("lang") == language
            assert root.get_dom_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        found += faults(chromium, f"{name}-{language}")
        LOOKS[0].apply(chromium)
    assert found == []
    assert seen == STATES


def emulate(driver, media: str = "", **features: str) -> None:
    asked = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": asked})


# Other ways of seeing


@pytest.mark.parametrize(
    "feature",
    [("prefers_contrast", "more"), ("forced_colors", "active"), ("prefers_reduced_motion", "reduce")],
    ids=lambda feature: feature[0],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_and_what_has_the_focus_can_be_told(chromium, server, rng, feature, scheme):
    browser = Browser(chromium, Screen(390, 844, True))
    driver = browser.driver
    browser.go_to(server.url, rng, "default")
    emulate(driver, prefers_color_scheme=scheme, **dict([feature]))
    browser.fill_these({"upset": "2"})
    assert violations(driver) == []
    assert driver.execute_script("return document.getAnimations().length;") == 0
    first, second, third = driver.find_elements(By.CSS_SELECTOR, "#upset .option")[:3]
    # As by a key: a press with the pointer shows no ring.
    driver.find_element(By.CSS_SELECTOR, "#strong input").send_keys(Keys.SHIFT, Keys.TAB)
    assert driver.switch_to.active_element.get_dom_attribute("name") == "upset"
    driver.execute_script(
        "document.querySelectorAll('#upset input')[2].focus({ focusVisible: true });"
    )
    take_screenshot(driver, f"{feature[0]}-{scheme}-default")
    # By more than colour: colours may be the system's own, and one cannot see them all.
    pictures = [option.screenshot_as_png for option in (first, second, third)]
    assert len(set(pictures)) == 3
    styles = driver.execute_script(
        "return Array.from(arguments, (option) => getComputedStyle(option))"
        "  .map((style) => [style.outlineStyle, style.boxShadow]);",
        first, second, third,
    )  # fmt: skip
    assert styles[0] == ["none", "none"]
    assert styles[1] != styles[0]
    assert styles[2][0] == "solid"
    emulate(driver)


def test_a_printed_page_shows_the_answers_and_nothing_to_press(chromium, study, serve, rng):
    study.add(EVERYTHING)
    browser = Browser(chromium, Screen(1280, 800, True))
    driver = browser.driver
    browser.go(serve(study).url)
    seen = {}
    while True:
        name = browser.shown
        known = {"consent": "yes", "fluent": "fluent_yes", "check_a": "2", "imagined": "A train."}
        browser.fill_these({**browser.any_answers(rng), **known})
        emulate(driver, "print", prefers_color_scheme="dark")
        seen[name] = driver.execute_script("return document.body.innerText;")
        # Paper is white and ink is dark, whatever the screen is set to.
        ground, ink = driver.execute_script(
            "const style = getComputedStyle(document.body); return [style.backgroundColor, style.color];"
        )
        assert ground == "rgb(255, 255, 255)" and ink == "rgb(29, 35, 39)"
        for element in driver.find_elements(By.CSS_SELECTOR, "button, footer, .progress, .saving"):
            assert not element.is_displayed()
        chosen = driver.find_elements(By.CSS_SELECTOR, "input:checked")
        assert len(chosen) == len(driver.find_elements(By.CSS_SELECTOR, "main fieldset"))
        assert all(radio.is_displayed() for radio in chosen)
        pages = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        assert base64.b64decode(pages["data"]).startswith(b"%PDF")
        emulate(driver)
        if name == "debrief":
            break
        browser.submit()
        if browser.shown == name == "situation":
            browser.submit()
    assert all("Continue" not in text.splitlines() for text in seen.values())
    assert "Interested" in seen["default"] and "Very slightly or not at all" in seen["default"]
    # What was imagined is on the paper, and the receipt.
    (situation,) = study.rows("SELECT text FROM situation JOIN respondent ON situation.id = situation_id")
    assert situation[0] in seen["situation"] and situation[0] in seen["evoked"]
    assert re.search(r"Your receipt is\s+\w{4}-\w{4}-\w{4}", seen["debrief"])


# What is read out

ENGLISH = {
    "skip": "Skip to the questions",
    "title": "How situations make us feel",
    "done": r"\d+% done",
    "heading": "How do you feel right now?",
    "instruction": "Each word below names a feeling. Choose how strongly you feel it at this moment.",
    "labels": [
        "Very slightly or not at all", "A little", "Moderately", "Quite a bit", "Extremely",
    ],
    "continue": "Continue",
    "links": ["Stop and leave", "Continue later or on another device"],
    "saved": "Saved",
    "error": "Error: ",
    "missing": "One answer is still missing",
    "problem": "Select an answer.",
    "mark": "",
}  # fmt: skip
ARABIC = {
    "skip": "الانتقال إلى الأسئلة",
    "title": "نص How situations make us feel",
    "done": r"اكتمل \d+%",
    "heading": "ما شعورك في هذه اللحظة؟",
    "instruction": "نص " + ENGLISH["instruction"],
    "labels": ["نص " + label for label in ENGLISH["labels"]],
    "continue": "متابعة",
    "links": ["التوقف والمغادرة", "المتابعة لاحقًا أو من مكان آخر"],
    "saved": "تم الحفظ",
    "error": "خطأ: ",
    "missing": "بقيت إجابة واحدة ناقصة",
    "problem": "يُرجى اختيار إجابة.",
    "mark": "نص ",
}


@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_the_scale_reads_as_a_person_would_want_to_hear_it(chromium, serve, study, rng, words):
    if words is ARABIC:
        translate(study, "ar")
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go_to(serve(study).url + ("/?lang=ar" if words is ARABIC else ""), rng, "default")
    groups = [words["mark"] + item.capitalize() for item in ITEMS]
    radios = [f"radio '{value} {label}'" for value, label in enumerate(words["labels"], 1)]
    heard = spoken(browser.driver)
    take_screenshot(browser.driver, f"tree-default-{words['skip']}")
    # How far it is is said once, in words.
    assert re.fullmatch(words["done"], heard.pop(3))
    assert heard == [
        f"link '{words['skip']}'",
        "banner",
        words["title"],
        "main",
        f"heading '{words['heading']}', level 1",
        words["instruction"],
        "form",
        *(line for group in groups for line in (f"group '{group}'", *radios)),
        f"button '{words['continue']}'",
        "status",
        "contentinfo",
        *(f"link '{link}'" for link in words["links"]),
    ]

    # What is saved is said in the place for it, and nothing else changes.
    browser.choose("strong", "3")
    WebDriverWait(browser.driver, 10).until(lambda _: words["saved"] in spoken(browser.driver))
    after = spoken(browser.driver)
    assert after[after.index("status") + 1] == words["saved"]
    assert after.count(f"{radios[2]}, checked, focused") == 1

    # With an item missing: first what is wrong, then at the item why.
    browser.fill_these({item: "3" for item in ITEMS if item != "upset"})
    browser.submit()
    assert browser.driver.title.startswith(words["error"])
    heard = spoken(browser.driver)
    assert heard[4:10] == [
        "main",
        "alert, focused",
        f"heading '{words['missing']}', level 2",
        "list",
        "listitem",
        f"link '{words['mark']}Upset'",
    ]
    group = heard.index(f"group '{words['mark']}Upset', described as '{words['problem']}'")
    assert heard[group + 1 : group + 7] == [words["problem"], *radios]
    assert heard.count(f"{radios[2]}, checked") == 19


def test_one_item_at_a_time_says_which_it_is(chromium, study, serve, rng):
    study.add("presentation: { items: one_at_a_time }\n")
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go_to(serve(study).url, rng, "default")
    browser.fill(rng)
    browser.submit()
    assert browser.driver.title.startswith("Question 2 of 20 · ")
    heard = spoken(browser.driver)
    group = heard.index("group 'Distressed'")
    assert heard[group - 1] == "Question 2 of 20"
    assert heard[group + 6 : group + 8] == ["button 'Continue'", "link 'Back'"]


# By keys


def test_the_focus_goes_from_item_to_item_and_is_never_hidden(chromium, server, rng):
    browser = Browser(chromium, Screen(390, 844, True))
    driver = browser.driver
    browser.go_to(server.url, rng, "default")
    driver.find_element(By.CSS_SELECTOR, "#interested label").click()
    WebDriverWait(driver, 30).until(
        lambda _: driver.find_element(By.CSS_SELECTOR, ".saving").text == "Saved"
    )
    driver.execute_script("document.querySelector('.skip').focus();")
    stops = []
    for _ in range(23):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        current = driver.switch_to.active_element
        stops.append(current.get_dom_attribute("name") or current.text)
        # In the middle of what has the focus nothing lies on top of it, the saved notice neither.
        assert driver.execute_script(
            """
            const target = arguments[0].closest("label") ?? arguments[0];
            const box = target.getBoundingClientRect();
            const top = document.elementFromPoint(
              (box.left + box.right) / 2, (box.top + box.bottom) / 2);
            return target.contains(top) && box.top >= 0 && box.bottom <= innerHeight;
            """,
            current,
        ), f"{stops[-1]} is hidden"
    assert stops == [*ITEMS, "Continue", "Stop and leave", "Continue later or on another device"]


def test_a_number_answers_where_the_focus_is_and_nowhere_else(chromium, server, rng):
    browser = Browser(chromium, Screen(1280, 800, True))
    driver = browser.driver
    browser.go_to(server.url, rng, "default")
    # Somebody who dictates, or leans on a key, answers nothing by accident (WCAG 2.2, 2.1.4).
    driver.find_element(By.TAG_NAME, "body").send_keys("3")
    assert browser.chosen() == {}
    radio = driver.find_element(By.CSS_SELECTOR, "#upset input")
    radio.send_keys("4")
    assert browser.chosen() == {"upset": "4"}
    driver.switch_to.active_element.send_keys("9")
    assert browser.chosen() == {"upset": "4"}
    driver.switch_to.active_element.send_keys(Keys.CONTROL + "1")
    driver.switch_to.active_element.send_keys(Keys.NULL)
    assert browser.chosen() == {"upset": "4"}
    # The digits of an Arabic and of a Persian keyboard.
    for digit, value in (("٢", "2"), ("۵", "5")):
        driver.execute_cdp_cmd(
            "Input.dispatchKeyEvent", {"type": "keyDown", "key": digit, "text": digit}
        )
        assert browser.chosen() == {"upset": value}
    driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
    assert browser.chosen() == {"upset": "4"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_enter_on_half_a_page_loses_and_skips_nothing(chromium, study, serve, rng, scripts):
    study.add("presentation: { skipping: true }\n")
    browser = Browser(chromium, Screen(1280, 800, scripts))
    driver = browser.driver
    browser.go_to(serve(study).url, rng, "default")
    browser.choose("upset", "4")
    for _ in range(2):
        # The second time the page offers to go on without the rest: Enter is not that button.
        field = driver.find_element(By.CSS_SELECTOR, "#upset input:checked")
        browser.leave_page(lambda: field.send_keys(Keys.ENTER))
        assert browser.shown == "default"
        assert driver.title.startswith("Error: ")
        assert browser.chosen() == {"upset": "4"}
        summary = driver.switch_to.active_element
        assert summary.get_dom_attribute("role") == "alert"
    assert study.value("SELECT count(*) FROM responses_long") == 0


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


@pytest.mark.parametrize("name", ["default", "situation"])
def test_four_hundred_percent_of_a_desktop_is_a_phone(chromium, study, serve, rng, name):
    # 1280 pixels at 400% are 320 of CSS: the same page, with nothing beside the screen.
    study.add("imagining: { vividness: required, description: optional }\n")
    browser = Browser(chromium, Screen(1280, 800, True))
    browser.go_to(serve(study).url, rng, name)
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 320, "height": 200, "deviceScaleFactor": 4, "mobile": False},
    )
    assert fits(browser.driver)
    assert spilled(browser.driver) == []
