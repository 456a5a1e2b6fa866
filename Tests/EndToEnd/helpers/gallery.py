"""Every page of the form in every state that a person can meet it in, in one browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

from selenium.webdriver.common.by import By

from helpers.browser import Browser, Screen
from helpers.form import Visitor
from helpers.study import ITEMS, Study, evoke
from helpers.translations import translate

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

# What excludes some of that: a panel, whose people come by its link, and one item at a time.
PANEL = """
presentation: { items: one_at_a_time, answers: stacked, skipping: true }
imagining: { situation_stays: folded }
attention:
  - id: check_a
    text: Please choose "A little" here.
    instrument: panas
    occasion: default
    after: interested
    expect: "2"
    outcome: end
recruiting:
  participant: PID
  completion_codes: { complete: DONE42, no_consent: NO7, failed_attention: CHECK3, left: LEFT9 }
  redirects: { complete: "https://panel.example/done", over_quota: "https://panel.example/full" }
"""


class Gallery:
    """Shows one state after the other; `browser` stands on the page whose name is given out."""

    def __init__(self, driver, serve, folder: Path, language: str, rng):
        self.driver = driver
        self.serve = serve
        self.folder = folder
        self.language = language
        self.rng = rng
        self.browser: Browser

    def states(self) -> Iterator[str]:
        """The name of each state, while the browser shows it."""
        yield from self._the_whole_way()
        yield from self._other_ends()
        yield from self._a_panel()
        yield from self._by_link()
        yield from self._no_room()
        yield from self._half_translated()

    # The studies

    def _study(self, name: str, keys: str) -> Study:
        study = Study(self.folder / name).add(keys)
        if name == "whole":
            # Slow as the machine may be, nobody has read the situation when it is sent first.
            study.ask_for_a_number().change(reading_words_per_minute=60)
        if name == "small":
            study.keep_situations(1).change(quota=1)
        if self.language != "en":
            translate(study, self.language)
        return study

    def _arrive(self, address: str) -> None:
        """Opens the study as somebody who was never there."""
        self.browser = Browser(self.driver, Screen(390, 844, True))
        agent = self.driver.execute_script("return navigator.userAgent;")
        self.driver.execute_cdp_cmd(
            "Network.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": self.language}
        )
        separator = "&" if "?" in address else "/?"
        self.browser.go(f"{address}{separator}lang={self.language}")

    def _press(self, **answers: str) -> str:
        for name, value in answers.items():
            self.browser.choose(name, value)
        return self.browser.submit()

    def _fill(self, **answers: str) -> None:
        offered = self.browser.questions()
        answers = {name: value for name, value in answers.items() if name in offered}
        self.browser.fill_these({**self.browser.any_answers(self.rng), **answers})

    def _send_the_rest(self, url: str, page: str) -> None:
        """Sends all items of a scale whose items are asked one at a time."""
        session = self.driver.find_element(By.NAME, "_session").get_dom_attribute("value")
        sender = Visitor(SimpleNamespace(url=url))
        fields = {item: self.rng.choice("12345") for item in ITEMS} | {"check_a": "2"}
        assert sender.post(f"/survey/{page}", {"_session": session, **fields}).status == 303

    def _type(self, code: str) -> None:
        field = self.driver.find_element(By.NAME, "code")
        field.clear()
        field.send_keys(code)
        self.browser.submit()

    def _code(self) -> str:
        return self.driver.find_element(By.CSS_SELECTOR, ".code strong").text

    # The ways

    def _the_whole_way(self) -> Iterator[str]:
        """From the first page to the receipt and what can be done with it, each page with errors."""
        self.url = self.serve(self._study("whole", EVERYTHING)).url
        self._arrive(self.url)
        browser = self.browser
        known = {"consent": "yes", "fluent": "fluent_yes", "imagined": "A train.", "check_a": "2"}
        while (name := browser.shown) != "debrief":
            if name == "situation":
                # Sooner than anybody can read it; the page is looked at afterwards.
                self._fill(**known)
                browser.submit()
                yield "situation-hint"
                browser.go(self.url)
            yield name
            # An answer that was saved is there again, and is taken back.
            for field in self.driver.find_elements(By.CSS_SELECTOR, "input:checked"):
                self.driver.execute_script("arguments[0].checked = false;", field)
            browser.submit()
            if browser.shown == name:
                yield f"{name}-again"
            if name == "default":
                browser.go(self.url + "/later")
                yield "later"
                browser.go(self.url + "/leave")
                yield "leave"
                browser.submit()
                yield "leave-again"
                browser.go(self.url)
            self._fill(number="7", **known)
            browser.submit()
            if browser.shown == name == "situation":
                browser.submit()
        yield "debrief"
        receipt = self._code()
        for use in ("resume", "copy", "withdraw"):
            browser.go(f"{self.url}/{use}")
            yield use
            self._type("0000-0000-0000")
            yield f"{use}-again"
            if use == "copy":
                self._type(receipt)
                yield "copy-shown"
        self._type(receipt)
        yield "withdraw_confirm"
        browser.submit()
        yield "withdrawn"
        browser.go(self.url + "/nowhere")
        yield "not_found"

    def _other_ends(self) -> Iterator[str]:
        for choice in ("keep", "delete"):
            self._arrive(self.url)
            self._press(consent="yes")
            self._press(fluent="fluent_yes")
            self.browser.go(self.url + "/leave")
            self._press(answers=choice)
            yield f"left-{choice}"
        self._arrive(self.url)
        self._press(consent="no")
        yield "declined"
        self._arrive(self.url)
        self._press(consent="yes")
        self._press(fluent="fluent_no")
        yield "screened_out"

    def _a_panel(self) -> Iterator[str]:
        url = self.serve(self._study("panel", PANEL).change(leaving="keep")).url
        self._arrive(url + "/?PID=1")
        browser = self.browser
        self.driver.execute_script(
            "document.getElementsByName('_consent_text')[0].value = 'an earlier text';"
        )
        self._press(consent="yes")
        yield "consent-changed"
        self.driver.delete_all_cookies()
        self._press(consent="yes")
        yield "consent-cookie"
        self._arrive(url + "/?PID=1")
        while browser.shown != "debrief":
            name = browser.shown
            if name in ("default", "evoked"):
                yield f"single-{name}"
                browser.submit()
                yield f"single-{name}-again"
                self._fill()
                browser.submit()
                yield f"single-{name}-second"
                self._send_the_rest(url, name)
                browser.go(f"{url}/?PID=1")
            else:
                self._fill(consent="yes")
                browser.submit()
            if browser.shown == "situation":
                browser.go(url + "/leave")
                yield "leave-keep"
                browser.go(f"{url}/?PID=1")
        yield "debrief-code"
        self.driver.delete_all_cookies()
        browser.go(f"{url}/?PID=1&_cookie=sent")
        yield "needs_cookie"
        self._arrive(url + "/?PID=2")
        self._press(consent="no")
        yield "declined-code"
        self._arrive(url + "/?PID=3")
        while browser.shown in ("consent", "demographics", "default"):
            self._fill(consent="yes", check_a="4")
            browser.submit()
        yield "failed_attention"

    def _by_link(self) -> Iterator[str]:
        """Who comes back by a personal link in another browser, and who has none."""
        study = self._study("links", "recruiting: { participant: id, issued_only: true }\n")
        url = self.serve(study).url
        self._arrive(url)
        yield "uninvited"
        issued = evoke("links", study.folder, "--n", 1, "--url", url)
        assert issued.returncode == 0, issued.stderr
        link = issued.stdout.split()[-1].split(",")[1]
        self._arrive(link)
        self._press(consent="yes")
        self._arrive(link)
        self.browser.go(url + "/leave")
        yield "leave-linked"
        self.browser.go(link)
        while self.browser.shown != "debrief":
            self._fill()
            self.browser.submit()
        yield "debrief-linked"

    def _no_room(self) -> Iterator[str]:
        study = self._study("small", "")
        server = self.serve(study)
        self._arrive(server.url)
        self._press(consent="yes")
        with closing(sqlite3.connect(study.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            # A code has to be written down before it is shown.
            self.browser.go(server.url + "/later")
            yield "failure"
            other.execute("ROLLBACK")
        # What the log says of it is what it should.
        server.log.write_text("")
        self._arrive(server.url)
        yield "full"
        closed = evoke("close", study.folder)
        assert closed.returncode == 0, closed.stderr
        self._arrive(server.url)
        yield "closed"
        guesser = Visitor(server)
        while guesser.post("/resume", {"code": "0000-0000-0000"}).status != 429:
            pass
        self.browser.go(server.url + "/resume")
        self._type("0000-0000-0000")
        yield "too_many_codes"

    def _half_translated(self) -> Iterator[str]:
        """What the researcher sees of a text that is missing in a language."""
        study = Study(self.folder / "half")
        tag = "de" if self.language == "en" else self.language
        translate(study, tag)
        study.folder.joinpath(f"instruments/panas.{tag}.yaml").unlink()
        server = self.serve(study, "--preview")
        self._arrive(server.url)
        self.browser.go(f"{server.url}/?lang={tag}")
        while self.browser.shown != "default":
            self._fill(consent="yes")
            self.browser.submit()
        yield "preview-default"
