"""What a study can choose about its pages: items one at a time, skipping, the situation, measures."""

from __future__ import annotations

import gzip
import json
import re
import time

import pytest
from selenium.webdriver.common.by import By

from helpers.browser import Browser, Screen
from helpers.form import Visitor
from helpers.study import ITEMS, ROOT, evoke

# One item at a time


def test_items_come_one_at_a_time_without_scripts(study, serve):
    study.add("presentation: { items: one_at_a_time }\n")
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.go_to("default")
    sent, progress = {}, []
    for place, item in enumerate(ITEMS, 1):
        assert list(page.questions) == [item]
        assert page.title.startswith(f"Question {place} of 20")
        progress.append(int(re.search(r'<progress max="100" value="(\d+)"', page.html)[1]))
        sent[item] = visitor.rng.choice("12345")
        page = visitor.next(page, **{item: sent[item]})
    assert page.name == "situation"
    assert progress == sorted(progress) and len(set(progress)) > 10
    assert study.responses(study.participant(visitor), "default") == sent
    assert study.value("SELECT count(*) FROM answer_change") == 0
    assert visitor.finish().name == "debrief"


def test_one_can_go_back_an_item_and_answer_it_anew(study, serve):
    study.add("presentation: { items: one_at_a_time }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    page = visitor.next(page, interested="1")
    page = visitor.next(page, distressed="2")
    (back,) = [link for link in page.links if link.endswith("?item=2")]
    page = visitor.get(back).page
    assert page.filled == {"distressed": "2"}
    page = visitor.next(page, distressed="5")
    assert list(page.questions) == ["excited"]
    for item in ITEMS[2:]:
        page = visitor.next(page, **{item: "3"})
    expected = {item: "3" for item in ITEMS} | {"interested": "1", "distressed": "5"}
    assert study.responses(study.participant(visitor), "default") == expected


def test_whoever_comes_back_is_asked_the_first_open_item(study, serve):
    study.add("presentation: { items: one_at_a_time }\n")
    server = serve(study)
    visitor = Visitor(server)
    page = visitor.go_to("default")
    for item in ITEMS[:5]:
        page = visitor.next(page, **{item: "4"})
    assert list(visitor.get("/survey/default").page.questions) == [ITEMS[5]]
    # No item can be left out by changing the address.
    for wrong in ("?item=99", "?item=0", "?item=x"):
        assert list(visitor.get("/survey/default" + wrong).page.questions) == [ITEMS[5]]
    page = visitor.get("/survey/default?item=20").page
    page = visitor.next(page, afraid="1")
    assert list(page.questions) == [ITEMS[5]]
    assert study.value("SELECT count(*) FROM responses_long") == 0


@pytest.mark.parametrize("fields", [{}, {"interested": "9"}, {"interested": ""}])
def test_an_item_that_is_not_answered_is_asked_again(study, serve, fields):
    study.add("presentation: { items: one_at_a_time }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    back = visitor.back(visitor.post(page.action, {**page.hidden, **fields}))
    assert list(back.questions) == ["interested"]
    assert back.title.startswith("Error:")
    assert "#interested" in back.links


# Skipping


@pytest.mark.parametrize("items", ["together", "one_at_a_time"])
def test_an_item_can_be_skipped_after_one_prompt(study, serve, items):
    study.add(f"presentation: {{ items: {items}, skipping: true }}\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    assert "_skip" not in page.html
    while page.name == "default":
        answers = {item: "2" for item in page.questions if item != "upset"}
        answer = visitor.post(page.action, {**page.hidden, **answers})
        if answer.is_back:
            back = visitor.back(answer)
            assert back.title.startswith("Error:")
            assert 'name="_skip"' in back.html
            answer = visitor.post(back.action, {**back.hidden, **answers, "_skip": "yes"})
        page = visitor.follow(answer).page
    assert page.name == "situation"
    rows = study.rows(
        "SELECT item, value, missing FROM response JOIN item ON item.id = item_id "
        "WHERE item = 'upset' OR missing IS NOT NULL"
    )
    assert rows == [("upset", None, "skipped")]
    # PANAS takes complete answers: Negative Affect has no score, Positive Affect has.
    scores = dict(study.rows("SELECT subscale, score FROM scores"))
    assert scores == {"positive_affect": 20, "negative_affect": None}


@pytest.mark.parametrize("items", ["together", "one_at_a_time"])
def test_a_check_that_ends_the_interview_cannot_be_skipped(study, serve, items):
    study.add(
        f"presentation: {{ items: {items}, skipping: true }}\n"
        "attention:\n  - { id: look, text: Choose 2, instrument: panas, after: upset, expect: 2,"
        " outcome: end }\n"
    )
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    asked = 0
    while page.name == "default":
        answers = {item: "2" for item in page.questions if item not in ("upset", "look")}
        answer = visitor.post(page.action, {**page.hidden, **answers})
        if "look" in page.questions:
            asked += 1
            back = visitor.back(answer)
            assert "_skip" not in back.html and "without" not in back.text
            # Not even by a form that was made up.
            answer = visitor.post(page.action, {**page.hidden, **answers, "_skip": "yes"})
            assert answer.is_back
            answers["look"] = "2"
            answer = visitor.post(page.action, {**page.hidden, **answers})
        if answer.is_back:
            assert 'name="_skip"' in visitor.back(answer).html
            answer = visitor.post(page.action, {**page.hidden, **answers, "_skip": "yes"})
        page = visitor.follow(answer).page
    assert (page.name, asked) == ("situation", 1)


def test_a_baseline_says_who_lacks_answers_and_sets_the_prorated_beside_the_complete(study, serve):
    study.add("presentation: { skipping: true }\n")
    text = (ROOT / "Data/instruments/panas.yaml").read_text()
    assert "missing: complete" in text
    # The test vectors say what complete answers give.
    text, _ = text.split("\ntests:")
    instrument = study.folder / "instruments/panas.yaml"
    instrument.parent.mkdir()
    instrument.write_text(text.replace("missing: complete", "missing: { prorate: 0.8 }"))
    server = serve(study)
    # Six people; the second skips one item of Negative Affect, the third three of them.
    for person in range(6):
        skipped = {1: ["upset"], 2: ["upset", "guilty", "scared"]}.get(person, [])
        visitor = Visitor(server)
        page = visitor.go_to("evoked")
        answers = {item: str(1 + (person + place) % 5) for place, item in enumerate(ITEMS)}
        for item in skipped:
            del answers[item]
        answer = visitor.post(page.action, {**page.hidden, **answers})
        if skipped:
            back = visitor.back(answer)
            answer = visitor.post(back.action, {**back.hidden, **answers, "_skip": "yes"})
        assert visitor.follow(answer).page.name != "evoked"
    baseline = evoke("baseline", study.folder, "--format", "json")
    assert baseline.returncode == 0, baseline.stderr
    document = json.loads(baseline.stdout)
    overall = {row["subscale"]: row for row in document["rows"] if row["level"] == "overall"}
    assert overall["positive_affect"]["n"] == 6
    assert overall["negative_affect"]["n"] == 5
    (missing,) = document["missing"]
    assert (missing["subscale"], missing["unscored"], missing["prorated"]) == (
        "negative_affect", 1, 1,
    )
    prorated = missing["sensitivity"]["with_prorated"]
    assert (prorated["n"], prorated["dz"]) == (5, overall["negative_affect"]["dz"])
    assert missing["sensitivity"]["complete"]["n"] == 4
    table = evoke("baseline", study.folder).stdout
    assert "Change with and without prorated scores" in table
    assert "Negative Affect: 1 excluded without a score before or after; 1 with a prorated" in " ".join(
        table.split()
    )
    assert max(map(len, table.splitlines())) <= 80


def test_nothing_can_be_skipped_where_the_study_does_not_say_so(server, study, visitor):
    page = visitor.go_to("default")
    answers = {item: "2" for item in ITEMS[1:]}
    answer = visitor.post(page.action, {**page.hidden, **answers, "_skip": "yes"})
    assert 'name="_skip"' not in visitor.back(answer).html


# The situation


def test_whoever_goes_on_too_soon_is_asked_once_to_stay(study, serve):
    study.add("imagining: { reading_hint: true }\n").change(reading_words_per_minute=60)
    visitor = Visitor(serve(study))
    page = visitor.go_to("situation")
    back = visitor.back(visitor.post(page.action, page.hidden))
    assert back.name == "situation"
    assert "There is no hurry" in back.text
    assert visitor.follow(visitor.post(back.action, back.hidden)).page.name == "evoked"
    outcomes = study.rows("SELECT outcome FROM page_received WHERE page = 'situation' ORDER BY id")
    assert outcomes == [("incomplete",), ("recorded",)]


def test_whoever_took_the_time_is_not_held_up(study, serve):
    study.keep_situations(1).change(reading_words_per_minute=2000)
    study.add("imagining: { reading_hint: true }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("situation")
    time.sleep(2)
    assert visitor.next(page).name == "evoked"


@pytest.mark.parametrize("stays", ["folded", "open"])
def test_the_situation_stays_above_the_evoked_measure(study, serve, stays):
    study.add(f"imagining: {{ situation_stays: {stays} }}\n").keep_situations(1)
    visitor = Visitor(serve(study))
    (text,) = study_texts(study)
    assert text not in visitor.go_to("default").text
    page = visitor.go_to("evoked")
    assert text in page.text
    assert ('<details class="recall" open>' in page.html) == (stays == "open")
    # On the page that comes back, too.
    assert text in visitor.back(visitor.post(page.action, page.hidden)).text


def study_texts(study) -> list[str]:
    import csv

    with (study.folder / "situations.csv").open(newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "words",
    [
        "x" * 20_000,
        "😀👩‍👩‍👧‍👦" * 2000,
        "تخيلت شارعًا طويلًا \u202eمقلوب\u202c",
        "line one\nline two\n\nfour",
        "<script>alert(1)</script> & \"quotes\" 'too' \\ %00",
        "0",
    ],
    ids=["long", "emoji", "arabic", "lines", "markup", "nought"],
)
def test_what_was_imagined_is_stored_as_it_was_written(study, serve, words):
    study.add("imagining: { vividness: required, description: required }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("situation")
    # First without the rating: the page comes back with every letter.
    browser_lines = words.replace("\n", "\r\n")
    back = visitor.back(visitor.post(page.action, {**page.hidden, "imagined": browser_lines}))
    assert back.questions["imagined"].value.replace("\r\n", "\n") == words
    assert "<script>alert" not in back.html
    fields = {**back.hidden, "imagined": browser_lines, "vividness": "5"}
    assert visitor.follow(visitor.post(page.action, fields)).page.name == "evoked"
    rows = dict(study.rows("SELECT question, value FROM question_answer WHERE purpose='situation'"))
    assert rows == {"vividness": "5", "imagined": words}


def test_a_text_beyond_all_measure_is_asked_to_be_shorter(study, serve):
    study.add("imagining: { description: required }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("situation")
    answer = visitor.post(page.action, {**page.hidden, "imagined": "x" * 60_000})
    assert answer.status == 422
    assert "Shorten" in answer.page.text
    for empty in ("", "   ", "\r\n"):
        answer = visitor.post(page.action, {**page.hidden, "imagined": empty})
        assert len(visitor.back(answer).problems) == 1


def test_questions_on_imagining_can_be_optional(study, serve):
    study.add("imagining: { vividness: optional, description: optional }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("situation")
    assert visitor.follow(visitor.post(page.action, page.hidden)).page.name == "evoked"
    rows = dict(study.rows("SELECT question, value FROM question_answer WHERE purpose='situation'"))
    assert rows == {"vividness": None, "imagined": None}
    assert evoke("simulate", study.folder, "--participants", 3).returncode == 0


# Measures


def test_no_measure_is_taken_that_the_study_does_not_ask_for(server, study, visitor):
    page = visitor.go_to("default")
    assert "_paradata" not in page.html and "data-paradata" not in page.html
    measured = json.dumps({"time_to_first_answer": 5, "device_class": "phone"})
    visitor.next(page, _paradata=measured)
    assert study.value("SELECT count(*) FROM paradata") == 0


def test_what_a_script_measured_is_checked_before_it_is_kept(study, serve):
    study.add(
        "paradata: [time_to_first_answer, item_times, page_visibility, device_class, scripts]\n"
    )
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    measured = {
        "time_to_first_answer": 1200,
        "item_times": {"upset": 1200, "alert": -5, "happy": 3, "proud": 10**12},
        "answer_changes": {"upset": 2},
        "page_visibility": [[10, 0], [20, 1], [30, 7], [40], [-1, 0]],
        "device_class": "fridge",
        "input_mode": "touch",
        "ip": "10.0.0.1",
    }
    visitor.next(page, _paradata=json.dumps(measured))
    rows = study.rows(
        "SELECT measure, item, value FROM paradata WHERE page = 'default' ORDER BY id"
    )
    assert rows == [
        ("scripts", None, "on"),
        ("time_to_first_answer", None, 1200),
        ("item_time", "upset", 1200),
        ("page_hidden", None, 10),
        ("page_shown", None, 20),
    ]
    # Without scripts there is that to say, and nothing else.
    assert study.rows("SELECT DISTINCT measure, value FROM paradata WHERE page <> 'default'") == [
        ("scripts", "off")
    ]


@pytest.mark.parametrize(
    "garbage",
    ["{", "[]", "null", '{"time_to_first_answer": "soon"}', "x" * 200_000, '{"item_times": [1]}'],
    ids=["broken", "list", "null", "text", "long", "form"],
)
def test_measures_that_make_no_sense_harm_no_answer(study, serve, garbage):
    study.add("paradata: [time_to_first_answer, item_times]\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    visitor.next(page, _paradata=garbage)
    assert study.value("SELECT count(*) FROM paradata") == 0
    assert study.value("SELECT count(*) FROM responses_long") == 20


def test_a_browser_measures_what_is_asked(chromium, study, serve, rng):
    study.add(
        "paradata: [time_to_first_answer, item_times, answer_changes, device_class, input_mode, "
        "scripts]\n"
    )
    server = serve(study)
    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    time.sleep(0.3)
    browser.choose("upset", "1")
    browser.choose("upset", "4")
    browser.choose("upset", "2")
    sent = browser.fill(rng, upset="2")
    assert browser.submit() == "situation"
    rows = study.rows("SELECT measure, item, value FROM paradata WHERE page = 'default'")
    kept = {(measure, item): value for measure, item, value in rows}
    assert len(kept) == len(rows)
    assert 300 <= kept["time_to_first_answer", None] == kept["item_time", "upset"] < 20_000
    assert {item for measure, item in kept if measure == "item_time"} == set(ITEMS)
    assert kept["answer_changes", "upset"] == 2
    assert kept["device_class", None] in ("phone", "tablet", "desktop")
    assert kept["input_mode", None] in ("mouse", "touch")
    assert kept["scripts", None] == "on"
    changes = study.rows(
        "SELECT option FROM answer_change WHERE page = 'default' AND field = 'upset' ORDER BY id"
    )
    assert changes[-1] == ("2",) and ("1",) in changes
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent

    # All of it goes with the answers.
    browser.go(server.url + "/leave")
    browser.choose("answers", "delete")
    browser.submit()
    assert study.value("SELECT count(*) FROM paradata") == 0
    assert study.value("SELECT count(*) FROM answer_change") == 0


# Order and layout


def test_the_study_can_have_the_items_shuffled_on_each_occasion(study, serve):
    study.add("presentation: { order: shuffled }\n")
    visitor = Visitor(serve(study))
    orders = {}
    page = visitor.arrive()
    while page.name != "debrief":
        if page.name in ("default", "evoked"):
            orders[page.name] = list(page.questions)
            # The order of one person's page stays, however often it is shown.
            assert list(visitor.get(f"/survey/{page.name}").page.questions) == orders[page.name]
        page = visitor.next(page)
    assert sorted(orders["default"]) == sorted(orders["evoked"]) == sorted(ITEMS)
    assert orders["default"] != orders["evoked"] != list(ITEMS)
    stored = study.rows("SELECT occasion, item_order, order_seed FROM administration ORDER BY id")
    for occasion, order, seed in stored:
        assert [ITEMS[int(position) - 1] for position in order.split()] == orders[occasion]
        assert seed is not None


@pytest.mark.parametrize(("answers", "rows"), [("by_width", 1), ("stacked", 5)])
def test_answers_lie_as_the_study_says_on_both_occasions(
    chromium, study, serve, rng, answers, rows
):
    study.add(f"presentation: {{ answers: {answers} }}\n")
    server = serve(study)
    browser = Browser(chromium, Screen(1280, 800, True))
    browser.go(server.url)
    layouts = {}
    while browser.shown != "debrief":
        if browser.shown in ("default", "evoked"):
            layouts[browser.shown] = browser.driver.execute_script(
                "return Array.from(document.querySelectorAll('#upset label'),"
                "  label => Math.round(label.getBoundingClientRect().top"
                "    - document.querySelector('#upset').getBoundingClientRect().top));"
            )
        browser.fill(rng, consent="yes")
        browser.submit()
    assert len(set(layouts["default"])) == rows
    assert layouts["default"] == layouts["evoked"]


def layout_of(page) -> str:
    """The classes of the form with the answers."""
    return re.search(r'<form class="answers([^"]*)"', page.html)[1].strip()


@pytest.mark.parametrize(
    ("first", "second", "fixed", "stored"),
    [
        ("stacked", "rows", "stacked", ("stacked", ["stacked", "stacked"])),
        ("rows", "rows", "", ("rows", ["rows", "rows"])),
        # A screen that is too narrow for rows is no reason to forget how the person began.
        ("rows", "stacked", "", ("rows", ["rows", "stacked"])),
        # Without scripts nothing is known, until something is.
        ("", "", "", (None, [None, None])),
        ("", "stacked", "", ("stacked", [None, "stacked"])),
        # A value that no script sends is left aside, and nobody is bothered with it.
        ("grid", "<b>", "", (None, [None, None])),
        ("x" * 20_000, "ROWS", "", (None, [None, None])),
    ],
)
def test_the_layout_of_the_first_scale_stays(server, study, visitor, first, second, fixed, stored):
    page = visitor.go_to("default")
    assert (page.hidden["_layout"], layout_of(page)) == ("", "")
    answers = page.answers(visitor.rng)
    # A page that comes back unfinished decides nothing.
    again = {**page.hidden, "_layout": "stacked" if first == "rows" else "rows"}
    assert layout_of(visitor.back(visitor.post(page.action, again))) == ""
    reply = visitor.post(page.action, {**page.hidden, **answers, "_layout": first})
    page = visitor.next(visitor.follow(reply).page)
    assert (page.name, layout_of(page)) == ("evoked", fixed)
    # So does a page that comes back, or is opened again.
    assert layout_of(visitor.back(visitor.post(page.action, page.hidden))) == fixed
    assert layout_of(visitor.get("/survey/evoked").page) == fixed
    answers = page.answers(visitor.rng)
    reply = visitor.post(page.action, {**page.hidden, **answers, "_layout": second})
    page = visitor.follow(reply).page
    assert page.name == "debrief"
    administrations = study.rows("SELECT layout FROM administration ORDER BY ordinal")
    found = study.value("SELECT layout FROM respondent"), [row for (row,) in administrations]
    assert found == stored


def test_the_layout_stays_from_item_to_item_where_they_come_one_at_a_time(study, serve):
    study.add("presentation: { items: one_at_a_time }\n")
    visitor = Visitor(serve(study))
    page = visitor.go_to("default")
    fields = {**page.hidden, "interested": "3", "_layout": "stacked"}
    page = visitor.follow(visitor.post(page.action, fields)).page
    assert layout_of(page) == "stacked"
    visitor.next(page, distressed="2")
    page = visitor.go_to("evoked")
    assert layout_of(page) == "stacked"
    assert visitor.finish().name == "debrief"
    assert study.rows("SELECT layout FROM administration") == [("stacked",), ("stacked",)]


def test_a_study_with_answers_below_each_other_needs_no_script_to_know(study, serve):
    study.add("presentation: { answers: stacked }\n")
    visitor = Visitor(serve(study))
    assert layout_of(visitor.go_to("default")) == "stacked"
    assert visitor.finish().name == "debrief"
    assert study.rows("SELECT layout FROM administration") == [("stacked",), ("stacked",)]


@pytest.mark.parametrize(
    ("widths", "scripts", "seen", "stored"),
    [
        ((390, 1280), True, [5, 5], ["stacked", "stacked"]),
        ((1280, 1280), True, [1, 1], ["rows", "rows"]),
        ((1280, 320), True, [1, 5], ["rows", "stacked"]),
        ((390, 1280), False, [5, 1], [None, None]),
    ],
    ids=["phone_then_desk", "desk", "desk_then_phone", "no_scripts"],
)
def test_who_changes_the_screen_between_the_occasions(
    chromium, server, study, rng, widths, scripts, seen, stored
):
    browser = Browser(chromium, Screen(widths[0], 800, scripts))
    browser.go(server.url)
    lines = []
    while browser.shown != "debrief":
        if browser.shown == "evoked":
            browser.resize(widths[1])
        if browser.shown in ("default", "evoked"):
            tops = browser.driver.execute_script(
                "return Array.from(document.querySelectorAll('#upset label'),"
                "  label => Math.round(label.getBoundingClientRect().top));"
            )
            lines.append(len(set(tops)))
        browser.fill(rng, consent="yes")
        browser.submit()
    assert lines == seen
    administrations = study.rows("SELECT layout FROM administration ORDER BY ordinal")
    assert [layout for (layout,) in administrations] == stored


# Weight


def test_the_scale_page_is_light(chromium, server, visitor, rng):
    page = visitor.go_to("default")
    paths = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.html)
    assert len(paths) == 2
    bodies = [visitor.get("/survey/default").body, *(visitor.get(path).body for path in paths)]
    sizes = [len(body) for body in bodies]
    assert sum(sizes) < 40_000, sizes
    assert sum(len(gzip.compress(body)) for body in bodies) < 15_000

    browser = Browser(chromium, Screen(390, 844, True))
    browser.go(server.url)
    while browser.shown != "default":
        browser.fill(rng, consent="yes")
        browser.submit()
    browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.driver.get_log("performance")
    browser.leave_page(browser.driver.refresh)
    asked = []
    for entry in browser.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith("data:"):
                asked.append(url)
    assert len(asked) == 3, asked
    assert browser.driver.find_elements(By.CSS_SELECTOR, "script:not([src]), style, [style]") == []
