"""`evoke reliability` and `evoke careless`: the figures, the formats, and where they may be read."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time

import numpy
import pytest
from scipy import stats

from helpers import runfile, workbook
from helpers.figures import close, json_of
from helpers.form import Visitor
from helpers.study import ITEMS, POSITIVE, ROOT, evoke
from helpers.terminal import shorten

SCALES = {
    "positive_affect": [item for item in ITEMS if item in POSITIVE],
    "negative_affect": [item for item in ITEMS if item not in POSITIVE],
}
FORMATS = ["table", "json", "csv", "markdown", "latex", "html"]


# The published workbook against R's psych (script/references)


@pytest.fixture(scope="module")
def figures():
    return json.loads((ROOT / "Tests/Fixtures/references/psychometrics-crowd.json").read_text())


@pytest.fixture(scope="module")
def published(reference):
    return reference / "emotionbench/crowd.xlsx"


def test_the_published_crowds_scales_are_as_reliable_as_psych_says(published, figures):
    found = json_of("reliability", published)
    rows = {(row["subscale"], row["occasion"]): row for row in found["rows"]}
    assert len(rows) == len(found["rows"]) == 4
    for (subscale, occasion), row in rows.items():
        expected = figures["scales"][subscale][occasion]
        assert (row["instrument"], row["n"], row["items"]) == ("panas", 1266, 10)
        for key in ["alpha", "alpha_standardized", "lambda6"]:
            close(row[key], expected[key])
        close(row["omega_total"], expected["omega_total"], 1e-5)
        close(row["omega_total"], expected["omega_refined"], 1e-8)
        for key in ["odd_even", "first_last"]:
            close(row["split_half"][key], expected[key])
        for end, value in zip(row["alpha_ci95"], expected["alpha_ci95"], strict=True):
            close(end, value, scale=1)
        assert [item["item"] for item in row["item_statistics"]] == SCALES[subscale]
        for index, item in enumerate(row["item_statistics"]):
            for key in ["mean", "sd", "r_drop", "alpha_if_dropped"]:
                close(item[key], expected[key][index])
        assert row["missing"] == {"incomplete": 0, "prorated": 0}
    for change in found["changes"]:
        expected = figures["changes"][change["subscale"]]
        for key in ["n", "r", "reliability", "alpha_of_item_changes"]:
            close(change[key], expected[key])
    assert found["stability"] == []


def test_the_published_crowds_signs_of_carelessness_are_those_of_r(published, figures):
    found = json_of("careless", published)
    expected = figures["careless"]
    assert len(found["rows"]) == figures["participants"]
    shapes = {(shape["occasion"], shape["measure"]): shape for shape in found["distributions"]}
    names = {"longstring": "longstring", "irv": "irv", "mahalanobis_d2": "d2"}
    for occasion in ["default", "evoked"]:
        for measure, name in names.items():
            for key in ["n", "mean", "sd", "median"]:
                close(shapes[occasion, measure][key], expected[occasion][name][key])
        people = [row[occasion] for row in found["rows"]]
        below = sum(person["mahalanobis_p"] < 0.001 for person in people)
        assert below == expected[occasion]["p_below_001"]
        distances = [person["mahalanobis_d2"] for person in people]
        assert numpy.argmax(distances) + 1 == expected[occasion]["largest_at"]
        close(max(distances), expected[occasion]["largest_d2"])
        close(
            min(person["mahalanobis_p"] for person in people),
            expected[occasion]["smallest_p"],
            1e-9,
        )
    for key in ["n", "mean", "sd", "median"]:
        close(shapes[None, "even_odd"][key], expected["even_odd"][key])
    assert sum(row["identical"] for row in found["rows"]) == expected["identical"]
    assert all(row["flags"] == [] for row in found["rows"])


@pytest.mark.parametrize("command", ["reliability", "careless"])
def test_a_published_run_is_read_with_all_its_columns(reference, command):
    run = reference / "emotionbench/models/mixtral-8x22b-PANAS-testing.csv"
    found = json_of(command, run)
    assert found["source"]["participants"] + len(found.get("left_out", [])) >= 1700
    if command == "reliability":
        for stable in found["stability"]:
            assert stable["situations"]["form"] == "ICC(1,1)"
            assert stable["situations"]["targets"] == 175
            assert stable["across_orders"] is None


# Made data


@pytest.fixture(scope="module")
def people():
    return workbook.people(210, seed=11)


@pytest.fixture(scope="module")
def made(tmp_path_factory, people):
    return workbook.write(tmp_path_factory.mktemp("made") / "crowd.xlsx", people)


def alpha(answers: numpy.ndarray) -> float:
    """Cronbach (1951), equation 2."""
    k = answers.shape[1]
    total = answers.sum(axis=1).var(ddof=1)
    return k / (k - 1) * (1 - answers.var(axis=0, ddof=1).sum() / total)


def answers(people, occasion: str, items) -> numpy.ndarray:
    places = [ITEMS.index(item) for item in items]
    given = [person.before if occasion == "default" else person.after for person in people]
    return numpy.array(given, dtype=float)[:, places]


def test_alpha_of_a_made_crowd_is_by_the_formula(made, people):
    for row in json_of("reliability", made)["rows"]:
        given = answers(people, row["occasion"], SCALES[row["subscale"]])
        close(row["alpha"], alpha(given), scale=0.1)
        rest = given[:, 1:].sum(axis=1)
        close(
            row["item_statistics"][0]["r_drop"],
            stats.pearsonr(given[:, 0], rest).statistic,
            scale=0.1,
        )


def test_an_imported_crowd_has_the_figures_of_its_file(made, tmp_path):
    assert evoke("import", made, "--into", tmp_path / "crowd.sqlite").returncode == 0
    for command in ["reliability", "careless"]:
        from_file = json_of(command, made)
        from_store = json_of(command, tmp_path / "crowd.sqlite")
        assert from_file.pop("source")["sha256"]
        assert from_store.pop("source")["sha256"] is None
        assert from_file == from_store


def test_single_people_are_described_by_numpy_alike(made, people):
    rows = json_of("careless", made)["rows"]
    for occasion in ["default", "evoked"]:
        given = answers(people, occasion, ITEMS)
        centred = given - given.mean(axis=0)
        inverse = numpy.linalg.inv(numpy.cov(given.T))
        distances = numpy.einsum("ij,jk,ik->i", centred, inverse, centred)
        for row, person, distance in zip(rows, given, distances, strict=True):
            found = row[occasion]
            close(found["irv"], person.std(ddof=1))
            close(found["mahalanobis_d2"], distance, 1e-9)
            close(found["mahalanobis_p"], stats.chi2.sf(distance, 20), 1e-8)
            runs = "".join(str(int(value)) for value in person)
            longest = max(
                length for length in range(1, 21) for digit in "12345" if digit * length in runs
            )
            assert found["longstring"] == longest


def test_rules_mark_and_exclude_the_same_people(made, people):
    rules = "longstring_above:4,irv_below:1.1"
    marked = json_of("careless", made, "--rules", rules)
    expected = set()
    for index, row in enumerate(marked["rows"]):
        striking = any(
            row[occasion]["longstring"] > 4 or row[occasion]["irv"] < 1.1
            for occasion in ["default", "evoked"]
        )
        assert bool(row["flags"]) == striking
        if striking:
            expected.add(index)
    assert 0 < len(expected) < len(people)
    kept = [person for index, person in enumerate(people) if index not in expected]
    left = json_of("reliability", made, "--exclude", rules)
    assert left["exclusions"]["left_out"] == len(expected)
    row = left["rows"][0]
    assert row["n"] == len(kept)
    close(row["alpha"], alpha(answers(kept, "default", SCALES["positive_affect"])), scale=0.1)
    assert left["rows_without_exclusions"][0]["n"] == len(people)
    baseline = json_of("baseline", made, "--exclude", rules)
    assert baseline["exclusions"]["left_out"] == len(expected)
    assert baseline["rows"][0]["n"] == len(kept)


@pytest.mark.parametrize("command", ["reliability", "careless"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_a_reading_in_plain_words(made, command, form, tmp_path):
    result = evoke(command, made, "--format", form)
    assert (result.returncode, result.stderr) == (0, "")
    if form == "json":
        found = json.loads(result.stdout)
        assert found.get("readings") or found.get("reading")
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert len({len(row) for row in rows}) == 1
        # Four scales with ten items each, and two changes; or a row a person.
        assert len(rows) == 1 + (4 * 11 + 2 if command == "reliability" else 210)
    else:
        assert "In plain words" in result.stdout
        words = "Cronbach" if command == "reliability" else "No rules"
        assert re.search(words, result.stdout)
        if form == "table":
            assert max(map(len, result.stdout.splitlines())) <= 80
        if form == "latex":
            assert result.stdout.isascii()
        if form == "html":
            assert '<meta charset="utf-8">' in result.stdout
    file = tmp_path / "out"
    assert evoke(command, made, "--format", form, "--output", file).returncode == 0
    assert file.read_bytes().decode() == result.stdout or form == "csv"


def test_a_run_says_how_stable_it_is_in_every_format(tmp_path):
    answers = runfile.columns(defaults=10, repetitions=3)
    run = runfile.write(tmp_path / "model.csv", answers)
    table = evoke("reliability", run)
    assert (table.returncode, table.stderr) == (0, "")
    assert max(map(len, table.stdout.splitlines())) <= 80
    text = " ".join(table.stdout.split())
    (stable, _) = json_of("reliability", run)["stability"]
    assert f"ICC(1,1) = {stable['situations']['icc']:.2f}".replace("0.", ".") in text.replace("−", "-")
    assert f"and SD = {stable['default']['sd']:.2f} over repetitions" in text
    rows = list(
        csv.DictReader(io.StringIO(evoke("reliability", run, "--format", "csv").stdout))
    )
    (found, _) = [row for row in rows if row["row"] == "stability"]
    assert float(found["icc_situations"]) == stable["situations"]["icc"]
    assert float(found["icc_items_ci95_low"]) == stable["items"]["icc_ci95"][0]
    assert float(found["sd"]) == stable["default"]["sd"]


@pytest.mark.parametrize("command", ["reliability", "careless"])
def test_a_run_file_in_the_printed_order_alone_says_that_it_may_have_been_another(
    made, tmp_path, command
):
    def words(file) -> str:
        found = json_of(command, file)
        return " ".join(found.get("readings") or [found["reading"]])

    answers = runfile.columns(defaults=4, repetitions=2)
    run = runfile.write(tmp_path / "model.csv", answers)
    doubt = "shuffled the items without recording it"
    assert doubt in words(run) and doubt not in words(made)
    # A file with the orders of its columns has recorded them.
    rows = list(csv.reader(run.read_text(encoding="utf-8").splitlines()))
    turned = rows[:2] + rows[:1:-1]
    with run.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(turned)
    assert doubt not in words(run)


# A study's own database


@pytest.fixture
def rehearsed(study, tmp_path):
    """A study with 40 simulated people, kept as humans so that its rules speak of them."""
    study.keep_situations(2).change(quota=20)
    result = evoke("simulate", study.folder, "--participants", "40", "--seed", "3")
    assert result.returncode == 0, result.stderr
    return study


def test_a_study_tells_times_and_marks_by_its_own_rules(rehearsed):
    found = json_of("careless", rehearsed.folder, "--kind", "simulated")
    assert len(found["rows"]) == 40
    assert {rule["rule"] for rule in found["rules"]} >= {"identical_answers"}
    people = {row["participant"]: row for row in found["rows"]}
    uuids = rehearsed.rows("SELECT participant FROM participants WHERE status = 'completed'")
    assert people.keys() == {uuid for (uuid,) in uuids}
    more = json_of("careless", rehearsed.folder, "--kind", "simulated", "--rules", "irv_below:9")
    stated = [rule["rule"] for rule in found["rules"]]
    assert [rule["rule"] for rule in more["rules"]] == [*stated, "irv_below: 9"]
    same = json_of(
        "careless", rehearsed.folder, "--kind", "simulated", "--rules", "study,irv_below:9"
    )
    assert same["rules"] == more["rules"]
    shapes = {shape["measure"] for shape in found["distributions"]}
    times = rehearsed.value("SELECT count(*) FROM page_served WHERE page = 'default'")
    assert ("seconds" in shapes) == (times > 0)


def test_missing_answers_are_counted_and_their_people_left_out(rehearsed):
    with sqlite3.connect(rehearsed.database) as database:
        database.execute(
            "UPDATE response SET value = NULL, option = NULL, missing = 'skipped' WHERE "
            "administration_id IN (SELECT id FROM administration WHERE occasion = 'default' "
            "ORDER BY id LIMIT 3) AND item_id IN (SELECT id FROM item WHERE item = 'proud')"
        )
    database.close()
    rows = json_of("reliability", rehearsed.folder, "--kind", "simulated")["rows"]
    found = {(row["subscale"], row["occasion"]): row for row in rows}
    short = found["positive_affect", "default"]
    assert (short["n"], short["missing"]) == (37, {"incomplete": 3, "prorated": 0})
    assert short["sensitivity"]["complete"]["n"] == 37
    assert short["sensitivity"]["with_prorated"] is None
    assert found["negative_affect", "default"]["n"] == 40
    table = evoke("reliability", rehearsed.folder, "--kind", "simulated").stdout
    assert "Missing answers" in table
    assert "3 with an answer missing" in " ".join(table.split())


# Mistakes


@pytest.mark.parametrize("command", ["reliability", "careless"])
def test_mistakes_are_explained(study, made, tmp_path, command):
    option = "--exclude" if command == "reliability" else "--rules"
    run = tmp_path / "run.csv"
    run.write_text("a,b\n1,2\n")
    for arguments, words in [
        ([tmp_path / "nowhere"], "no such file or folder"),
        ([study.folder], "there are no responses here yet"),
        (["emotionbench-2024"], "has no answers to single items"),
        ([run], "not a run file"),
        ([made, "--kind", "model"], "has only human respondents"),
        ([made, option, "longstrings"], "no rule is called `longstrings`"),
        ([made, option, "irv_below:0"], "`irv_below` must be a number above 0"),
        ([made, option, "study"], "has no study.yaml"),
        ([made, option, "longstring_above"], "needs a number, `longstring_above:N`"),
        ([made, "--output", tmp_path / "nowhere/x"], "there is no folder"),
    ]:
        result = evoke(command, *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    nobody = evoke("import", made, "--into", tmp_path / "crowd.sqlite")
    assert nobody.returncode == 0
    result = evoke(command, tmp_path / "crowd.sqlite", "--kind", "simulated")
    assert result.returncode == 2
    assert "no respondent of kind `simulated`" in result.stderr


def test_excluding_everybody_is_refused(made):
    result = evoke("reliability", made, "--exclude", "longstring_above:1")
    assert result.returncode == 2
    assert "excludes all respondents" in result.stderr


def test_each_page_of_two_instruments_has_its_own_time(study, serve):
    shorten(study).change(design="panas -> calm -> imagine situation -> panas -> calm")
    server = serve(study)
    for seed in range(2):
        visitor = Visitor(server, seed)
        page = visitor.arrive()
        while page.name != "debrief":
            # The second page of each measure takes longer.
            time.sleep(0.5 if (page.action or "").endswith("-2") else 0)
            page = visitor.next(page)
    rows = json_of("careless", study.folder)["rows"]
    assert [row["instrument"] for row in rows].count("calm") == 2
    for row in rows:
        for occasion in ("default", "evoked"):
            assert row[occasion]["seconds"] >= (0.5 if row["instrument"] == "calm" else 0)
