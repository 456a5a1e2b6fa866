"""A copy of their own answers, for participants who have the receipt."""

from __future__ import annotations

import csv
import io

import pytest

from helpers.accessibility import faults
from helpers.browser import Browser, Screen
from helpers.form import Visitor, code_on
from helpers.study import ITEMS, evoke
from helpers.terminal import piped


def table(visitor: Visitor, code: str) -> list[dict[str, str]]:
    answer = visitor.post("/copy/answers.csv", {"code": code})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="answers.csv"'
    assert answer.headers["cache-control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_the_receipt_shows_every_answer_in_the_words_of_the_study(server, study, visitor):
    visitor.go_to("demographics")
    page = visitor.arrive()
    visitor.next(page, gender="other", country="KE", employment="prefer_not_to_say")
    last = visitor.finish()
    receipt = code_on(last)
    assert "/copy" in last.links

    stranger = Visitor(server, 2)
    page = stranger.get("/copy").page
    answer = stranger.post(page.action, {"code": f" {receipt.lower()} "})
    assert answer.status == 200
    assert answer.page.name == "copy"
    assert answer.headers["cache-control"] == "no-store"
    for text in ("Kenya", "Prefer not to say", "Upset", "A copy of your answers"):
        assert text.lower() in answer.page.text.lower(), text
    ((situation,),) = study.rows(
        "SELECT text FROM situation JOIN respondent ON situation_id = situation.id"
    )
    assert situation in answer.page.text
    # The code is in no address, and the copy opens nothing else.
    assert receipt not in "".join(answer.page.links)
    assert stranger.follow(stranger.get("/survey/debrief")).page.name == "consent"

    rows = table(stranger, receipt)
    assert [row for row in rows if row["Question"] == "In which country do you live?"] or any(
        row["Answer"] == "Kenya" for row in rows
    )
    scales = {"How do you feel right now?": "default", "How do you feel now?": "evoked"}
    for heading, occasion in scales.items():
        given = [row for row in rows if row["Part"] == heading]
        assert len(given) == len(ITEMS)
        labels = sorted(row["Answer"] for row in given)
        chosen = sorted(visitor.sent[occasion].values())
        assert len(labels) == len(chosen)
        for label in set(labels):
            assert labels.count(label) in [chosen.count(value) for value in set(chosen)]
    assert any(row["Answer"] == situation for row in rows)


def test_a_code_for_continuing_shows_what_was_not_sent_yet(server, study, visitor):
    page = visitor.go_to("default")
    visitor.post("/survey/default/save", {**page.hidden, "upset": "4"})
    code = code_on(visitor.get("/later").page)
    rows = table(Visitor(server), code)
    assert [row["Part"] for row in rows if "Not sent yet" in row["Part"]] == [
        "How do you feel right now? (Not sent yet)"
    ]


def test_after_a_withdrawal_there_is_nothing_to_see(server, study, visitor):
    receipt = code_on(visitor.finish())
    assert evoke("withdraw", study.folder, receipt).returncode == 0
    page = Visitor(server).post("/copy", {"code": receipt}).page
    assert page.name == "copy"
    assert "We have no answers of yours" in page.text
    assert page.action is None
    assert table(Visitor(server), receipt) == []


@pytest.mark.parametrize("path", ["/copy", "/copy/answers.csv"])
def test_wrong_codes_are_refused_and_counted(server, visitor, path):
    receipt = code_on(visitor.finish())
    guesser = Visitor(server)
    statuses = [
        guesser.post(path, {"code": f"0000-0000-{number:04}"}).status for number in range(31)
    ]
    assert statuses == [422] * 30 + [429]
    assert guesser.post(path, {"code": receipt}).status == 429
    assert guesser.post("/withdraw", {"code": receipt}).status == 429
    assert guesser.get("/copy/answers.csv").location == "/copy"


def test_words_that_a_spreadsheet_would_run_are_words_in_the_copy(study, serve):
    study.add("imagining: { description: required }\n")
    visitor = Visitor(serve(study))
    visitor.go_to("situation")
    words = '=cmd|"calc" <b>'
    visitor.next(visitor.arrive(), imagined=words)
    receipt = code_on(visitor.finish())
    page = Visitor(visitor.server).post("/copy", {"code": receipt}).page
    assert words in page.text and "<b>" not in page.html
    answers = [row["Answer"] for row in table(Visitor(visitor.server), receipt)]
    assert f"'{words}" in answers


@pytest.mark.parametrize("scheme", ["light"])
def test_the_copy_is_for_everybody(chromium, server, study, rng, scheme):
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go_to(server.url, rng, "debrief")
    receipt = chromium.find_element("css selector", ".code strong").text
    browser.go(server.url + "/copy")
    assert faults(chromium, "copy-code") == []
    chromium.find_element("name", "code").send_keys(receipt)
    assert browser.submit() == "copy"
    assert faults(chromium, "copy") == []
    assert len(chromium.find_elements("css selector", "table caption")) == 3
