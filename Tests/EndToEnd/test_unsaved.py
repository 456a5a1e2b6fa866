"""A page that cannot be saved comes back with everything that was sent, and is good to be sent again."""

from __future__ import annotations

import random
import resource

import pytest
from selenium.webdriver.common.by import By

from helpers.accessibility import faults
from helpers.browser import Browser, Screen
from helpers.form import Visitor
from helpers.study import ITEMS, Server


class FullDisk:
    """A server that can write nothing more, as on a disk that is full.

    The limit is on the size of its files, which the kernel enforces as it does the disk's end; the
    signal that comes with it is ignored, so that writing fails and nothing else happens.
    """

    def __init__(self, study):
        self.study = study
        self.server = Server(study, wrapper=["env", "--ignore-signal=XFSZ"])
        self.limits = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)

    @property
    def url(self) -> str:
        return self.server.url

    def fill(self) -> None:
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (1, self.limits[1]))

    def empty(self) -> None:
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, self.limits)


@pytest.fixture
def disk(study):
    study.add(STUDY)
    full = FullDisk(study)
    yield full
    full.empty()
    assert full.server.stop() == 0


STUDY = """
screening:
  - id: fluent
    text: Do you read English?
    options: [{ value: yes, label: Yes }, { value: no, label: No }]
    accept: [yes]
imagining: { vividness: required, description: required }
attention:
  - id: colour
    text: Choose blue
    before_page: evoked
    options: [{ value: red, label: Red }, { value: blue, label: Blue }]
    expect: blue
"""


def refused(visitor: Visitor, page, answers: dict[str, str]):
    """Sends the page to a full disk; returns it as it came back."""
    answer = visitor.post(page.action, {**page.hidden, **answers})
    assert answer.status == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] == "no-store"
    back = answer.page
    assert back.name == page.name
    assert back.title.startswith("Error:")
    assert "Your answers are not saved yet" in back.text
    assert 'role="alert" tabindex="-1" autofocus' in back.html
    # Nothing is missing: there is no list of questions to go to.
    assert back.problems == [] and not [link for link in back.links if link[:1] == "#"][1:]
    return back


def test_every_page_comes_back_with_what_was_sent(disk, study):
    visitor = Visitor(disk)
    page, seen = visitor.arrive(), []
    words = {"consent": "yes", "imagined": "A long road.\r\nRain. 🌧️ <b> & \"مطر\"", "fluent": "yes", "colour": "blue"}
    while page.action:
        seen.append(page.name)
        answers = page.answers(visitor.rng)
        answers |= {name: text for name, text in words.items() if name in answers}
        disk.fill()
        back = refused(visitor, page, answers)
        assert back.filled == answers
        # Whoever presses the button at once is told the same again.
        back = refused(visitor, back, answers)
        disk.empty()
        visitor.sent[page.name] = answers
        page = visitor.follow(visitor.post(back.action, {**back.hidden, **back.filled})).page
    assert seen == [
        "consent", "screening", "demographics", "default", "situation", "question", "evoked",
    ]  # fmt: skip
    participant = study.participant(visitor)
    assert study.status(participant) == "completed"
    for occasion in ("default", "evoked"):
        assert study.responses(participant, occasion) == visitor.sent[occasion]
    assert study.demographics(participant)["imagined"] == words["imagined"].replace("\r", "")
    recorded = study.rows("SELECT page FROM page_received WHERE outcome = 'recorded'")
    assert len(recorded) == 7


def test_one_item_at_a_time_comes_back_too(study):
    study.add("presentation: { items: one_at_a_time }\n")
    disk = FullDisk(study)
    visitor = Visitor(disk)
    page = visitor.next(visitor.go_to("default"), interested="4")
    disk.fill()
    back = refused(visitor, page, {"distressed": "2"})
    assert list(back.questions) == ["distressed"]
    assert back.filled == {"distressed": "2"}
    assert "Question 2 of 20" in back.title
    disk.empty()
    page = visitor.next(back, **back.filled)
    assert list(page.questions) == ["excited"]
    for item in ITEMS[2:]:
        page = visitor.next(page, **{item: "3"})
    assert study.responses(study.participant(visitor), "default") == {
        **dict.fromkeys(ITEMS, "3"), "interested": "4", "distressed": "2",
    }  # fmt: skip
    assert disk.server.stop() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_browser_reads_out_what_happened_and_sends_the_page_again(
    chromium, disk, study, scripts
):
    browser = Browser(chromium, Screen(390, 844, scripts))
    rng = random.Random(4)
    browser.go(disk.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes", fluent="yes")
        browser.submit()
    sent = browser.fill(rng)
    disk.fill()
    browser.submit()
    browser.take_screenshot("unsaved")
    assert browser.shown == "default"
    assert browser.driver.title.startswith("Error:")
    focused = browser.driver.switch_to.active_element
    assert focused.get_dom_attribute("role") == "alert"
    assert "not saved yet" in focused.find_element(By.TAG_NAME, "h2").text
    assert browser.chosen() == sent
    disk.empty()
    assert browser.submit() == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent


def test_axe_finds_no_violation_on_a_page_that_came_back(chromium, disk):
    browser = Browser(chromium, Screen(390, 844, True))
    rng = random.Random(5)
    right = {"consent": "yes", "fluent": "yes", "colour": "blue", "imagined": "A train."}
    browser.go(disk.url)
    seen = []
    while browser.shown != "debrief":
        name = browser.shown
        seen.append(name)
        if name == "question":
            assert faults(browser.driver, f"{name}-en") == []
        browser.fill_these({**browser.any_answers(rng), **right})
        disk.fill()
        browser.submit()
        assert browser.shown == name
        assert faults(browser.driver, f"{name}-unsaved-en") == []
        disk.empty()
        browser.submit()
    assert seen[0] == "consent" and "question" in seen and len(seen) == 7
