"""`evoke baseline`: the figures, the formats, and where they may be read from."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import pty
import re
import sqlite3
import subprocess
from contextlib import closing

import numpy
import pytest
from scipy import stats

from helpers import workbook
from helpers.figures import json_of
from helpers.study import BINARY, ITEMS, POSITIVE, evoke

SUBSCALES = {"PA": "positive_affect", "NA": "negative_affect"}


def baseline(source, *arguments) -> dict:
    return json_of("baseline", source, *arguments)


def keyed(document: dict) -> dict:
    """Rows by (level, emotion, factor index, situation index, subscale)."""
    rows = {}
    for row in document["rows"]:
        place = (row["level"], row["emotion"], row["factor_index"], row["situation_index"])
        assert (*place, row["subscale"]) not in rows
        rows[*place, row["subscale"]] = row
    return rows


class Comparison:
    """Collects every figure that is off, so that one run shows them all."""

    def __init__(self):
        self.count = 0
        self.wrong: list[str] = []

    def check(self, name, found, expected, tolerance: float = 1e-10, scale: float = 0) -> None:
        """Relative to the larger of the two figures, or to `scale` where that is larger still."""
        self.count += 1
        if expected is None or found is None:
            agrees = found is expected
        else:
            agrees = abs(found - expected) <= tolerance * max(abs(found), abs(expected), scale)
        if not agrees:
            self.wrong.append(f"{name}: {found!r}, expected {expected!r}")

    def finish(self, at_least: int) -> None:
        assert not self.wrong, "\n".join([f"{len(self.wrong)} of {self.count}", *self.wrong[:40]])
        assert self.count >= at_least


# Made data against SciPy (ttest_rel, wilcoxon; scipy.stats 1.17)


@pytest.fixture(scope="module")
def crowd():
    return workbook.people(525, seed=7)


@pytest.fixture(scope="module")
def published(tmp_path_factory, crowd):
    return workbook.write(tmp_path_factory.mktemp("made") / "crowd.xlsx", crowd)


def scores(people, occasion: str, subscale: str) -> numpy.ndarray:
    counted = [(item in POSITIVE) == (subscale == "positive_affect") for item in ITEMS]
    answers = numpy.array([getattr(person, occasion) for person in people])
    return answers[:, counted].sum(axis=1).astype(float)


def test_the_figures_of_made_data_agree_with_scipy(crowd, published):
    rows = keyed(baseline(published))
    groups: dict[tuple, list] = {}
    for person in crowd:
        for place in (
            ("overall", None, None, None),
            ("emotion", person.emotion, None, None),
            ("factor", person.emotion, person.factor, None),
            ("situation", person.emotion, person.factor, person.situation),
        ):
            groups.setdefault(place, []).append(person)
    assert len(rows) == 2 * len(groups) == 2 * (1 + 8 + 36 + 175)
    comparison = Comparison()
    for place, people in groups.items():
        for subscale in SUBSCALES.values():
            row = rows[*place, subscale]
            before, after = (scores(people, occasion, subscale) for occasion in ("before", "after"))
            change = after - before
            name = f"{place} {subscale}"
            assert row["n"] == len(people)
            assert row["instrument"] == "panas"
            for measure, values in (("default", before), ("evoked", after), ("change", change)):
                found, sd = row[measure], values.std(ddof=1)
                half = stats.t.ppf(0.975, len(values) - 1) * sd / math.sqrt(len(values))
                comparison.check(f"{name} {measure} mean", found["mean"], values.mean())
                comparison.check(f"{name} {measure} sd", found["sd"], sd)
                assert found["median"] == numpy.median(values)
                for end, sign in zip(found["ci95"], (-1, 1)):
                    expected = values.mean() + sign * half
                    comparison.check(f"{name} {measure} ci95", end, expected, scale=sd)
            sd = change.std(ddof=1)
            if sd > 0:
                test = stats.ttest_rel(after, before)
                comparison.check(f"{name} t", row["paired_t"]["t"], test.statistic)
                comparison.check(f"{name} p", row["paired_t"]["p"], test.pvalue, 1e-9)
                comparison.check(f"{name} dz", row["dz"], change.mean() / sd)
                arrow = "none" if test.pvalue > 0.01 else "up" if change.mean() > 0 else "down"
                assert row["arrow"] == arrow, name
    comparison.finish(at_least=5000)


def test_names_are_the_study_s_and_indices_count_from_one(published):
    rows = baseline(published)["rows"]
    emotions = [emotion for emotion, _ in workbook.EMOTIONS.values()]
    assert list(dict.fromkeys(row["emotion"] for row in rows if row["emotion"])) == emotions
    factors = {
        (row["emotion"], row["factor_index"]): row["factor"]
        for row in rows
        if row["level"] == "factor"
    }
    assert len(factors) == 36
    assert factors["Anger", 1] == "Facing Self-Opinioned People"
    assert factors["Jealousy", 3] == "Material Possession"
    overall = [row for row in rows if row["level"] == "overall"]
    assert [row["factor_index"] for row in overall] == [None, None]


def test_a_database_gives_the_same_figures_as_the_file(study, published):
    assert evoke("import", published, "--into", study.folder).returncode == 0
    from_file, from_folder = baseline(published), baseline(study.folder)
    assert from_folder["rows"] == from_file["rows"]
    assert baseline(study.database)["rows"] == from_file["rows"]
    assert from_file["source"]["participants"] == 525
    assert re.fullmatch("[0-9a-f]{64}", from_file["source"]["sha256"])


def test_what_is_undefined_is_null(tmp_path):
    # One person has no deviation; two who answer alike have none to divide by.
    people = workbook.people(3, seed=2)
    people[2].before, people[2].after = people[1].before, people[1].after
    people[2].code, people[2].situation = people[1].code, people[1].situation
    rows = keyed(baseline(workbook.write(tmp_path / "few.xlsx", people)))
    alone = rows["situation", "Anger", 1, 1, "positive_affect"]
    assert alone["n"] == 1
    assert (alone["change"]["sd"], alone["change"]["ci95"], alone["dz"]) == (None, None, None)
    same = rows["situation", "Anger", 1, 2, "positive_affect"]
    assert same["change"]["sd"] == 0
    assert same["dz"] is None
    assert (same["paired_t"] or {"t": None})["t"] is None


# The published crowd against R


def test_the_published_baseline_agrees_with_r(reference):
    golden = json.loads((reference / "golden/crowd.json").read_text())
    rows = keyed(baseline(reference / "emotionbench/crowd.xlsx"))
    expected = {("overall", None, None, None): golden["overall"]}
    for level in ("emotion", "factor", "situation"):
        for key, values in golden[level].items():
            emotion, factor, situation = re.fullmatch(
                r"(\w+?)(?:-F(\d+)(?:S(\d+))?)?", key
            ).groups()
            expected[
                level, emotion, factor and int(factor), situation and int(situation)
            ] = values
    assert len(expected) == 1 + 8 + 36 + 175
    assert len(rows) == 2 * len(expected)
    comparison = Comparison()
    for place, values in expected.items():
        for short, subscale in SUBSCALES.items():
            row, wanted = rows[*place, subscale], values[short]
            assert row["n"] == values["n"]
            compare_row(comparison, f"{place} {short}", row, wanted)
            if place[0] == "factor":
                key = f"{place[1]}-F{place[2]}"
                adjusted = golden["adjusted_factor"][short]["paired_t"]
                comparison.check(f"{key} holm", row["p_holm"], adjusted["holm"][key], 1e-9)
                comparison.check(f"{key} bh", row["p_bh"], adjusted["bh"][key], 1e-9)
            else:
                assert (row["p_holm"], row["p_bh"]) == (None, None)
    comparison.finish(at_least=440 * 25)


def compare_row(comparison: Comparison, name: str, row: dict, wanted: dict) -> None:
    for measure in ("default", "evoked", "change"):
        for figure in ("mean", "sd", "median"):
            comparison.check(
                f"{name} {measure} {figure}", row[measure][figure], wanted[measure][figure]
            )
        for end in (0, 1):
            comparison.check(
                f"{name} {measure} ci95[{end}]",
                row[measure]["ci95"][end],
                wanted[measure]["ci95"][end],
                scale=wanted[measure]["sd"],
            )
    for figure, tolerance in (("t", 1e-10), ("df", 0), ("p", 1e-9), ("log10_p", 1e-9)):
        comparison.check(
            f"{name} {figure}", row["paired_t"][figure], wanted["paired_t"][figure], tolerance
        )
    signed_rank = wanted["wilcoxon"]
    comparison.check(f"{name} V", row["wilcoxon"]["v"], signed_rank["V"])
    comparison.check(f"{name} zeros", row["wilcoxon"]["n_zero"], signed_rank["n_zero"])
    comparison.check(f"{name} wilcoxon p", row["wilcoxon"]["p"], signed_rank["p_default"], 1e-9)
    comparison.check(f"{name} dz", row["dz"], wanted["dz"])
    comparison.check(f"{name} d_av", row["d_av"], wanted["d_av"])
    comparison.check(f"{name} hedges_gz", row["hedges_gz"], wanted["gz_exact"])
    # Golden intervals come from root finding, R's and SciPy's agree with each other to about 1e-11.
    # R's noncentral t stops at a noncentrality of 37.62, SciPy's goes on.
    for end, expected in enumerate(wanted["dz_ci95_nct"]):
        if expected is None:
            expected = wanted["dz_ci95_nct_scipy"][end]
        comparison.check(f"{name} dz_ci95[{end}]", row["dz_ci95"][end], expected, 1e-9, scale=1)
    arrows = {"up": "up", "down": "down", "-": "none"}
    assert row["arrow"] == arrows[wanted["authors"]["arrow_paired"]], name


def test_the_published_file_and_its_import_agree_exactly(study, reference):
    file = reference / "emotionbench/crowd.xlsx"
    assert evoke("import", file, "--into", study.folder).returncode == 0
    from_file, from_database = baseline(file), baseline(study.folder)
    assert from_file["source"]["participants"] == from_database["source"]["participants"] == 1266
    assert from_file["rows"] == from_database["rows"]


# Formats


def test_the_baseline_that_evoke_brings_is_the_published_file_s(reference):
    brought = baseline("emotionbench-2024")
    computed = baseline(reference / "emotionbench" / "crowd.xlsx")
    assert brought["rows"] == computed["rows"]
    assert brought["source"]["sha256"] == computed["source"]["sha256"]


def test_the_table_fits_a_terminal(published):
    for arguments in ([], ["--situations"]):
        result = evoke("baseline", published, *arguments)
        assert result.returncode == 0
        lines = result.stdout.splitlines()
        wide = [line for line in lines if len(line) > 80]
        assert wide == []
        assert all(line == line.rstrip() for line in lines)
        assert "Overall" in result.stdout
        assert "Facing Self-Opinioned" in result.stdout
    assert len(lines) > 2 * (1 + 8 + 36 + 175)


def test_the_csv_holds_every_row_exactly(published):
    result = evoke("baseline", published, "--format", "csv")
    assert result.returncode == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    document = baseline(published)["rows"]
    assert len(rows) == len(document)
    for cells, row in zip(rows, document):
        assert cells["level"] == row["level"]
        assert cells["factor"] == (row["factor"] or "")
        assert int(cells["n"]) == row["n"]
        # Written so that reading them back gives the same number; nothing is written for null.
        for cell, figure in (
            ("change_mean", row["change"]["mean"]),
            ("change_ci95_low", (row["change"]["ci95"] or [None])[0]),
            ("log10_p", (row["paired_t"] or {"log10_p": None})["log10_p"]),
            ("hedges_gz", row["hedges_gz"]),
        ):
            assert (float(cells[cell]) if cells[cell] else None) == figure
        assert cells["arrow"] == (row["arrow"] or "")


@pytest.mark.parametrize("attribute", ["gender", "country"])
def test_a_baseline_split_by_an_attribute_holds_the_same_groups_in_csv_as_in_json(
    crowd, published, attribute
):
    place = {"gender": 0, "country": 2}[attribute]
    document = baseline(published, "--by", attribute, "--robust")
    groups = [row for row in document["rows"] if row["level"] == "demographic"]
    assert {row["group"] for row in groups} - {"not stated"} <= {
        person.questions[place] for person in crowd
    }
    assert sum(row["n"] for row in groups) == 2 * len(crowd)
    stated = [row for row in groups if row["group"] != "not stated"]
    for row in stated:
        people = [person for person in crowd if person.questions[place] == row["group"]]
        change = scores(people, "after", row["subscale"]) - scores(
            people, "before", row["subscale"]
        )
        assert row["n"] == len(people)
        assert math.isclose(row["change"]["mean"], change.mean(), rel_tol=1e-10)
    for test in document["tests"]:
        changes = [
            scores(people, "after", test["subscale"]) - scores(people, "before", test["subscale"])
            for people in (
                [person for person in crowd if person.questions[place] == group]
                for group in sorted({row["group"] for row in stated})
            )
        ]
        assert math.isclose(test["kruskal"]["h"], stats.kruskal(*changes).statistic, rel_tol=1e-9)
        assert math.isclose(test["anova"]["p"], stats.f_oneway(*changes).pvalue, rel_tol=1e-9)

    result = evoke("baseline", published, "--by", attribute, "--robust", "--format", "csv")
    cells = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(cells) == len(document["rows"])
    assert {line["attribute"] for line in cells} == {"", attribute}
    for line, row in zip([line for line in cells if line["group"]], groups, strict=True):
        assert (line["group"], int(line["n"])) == (row["group"], row["n"])
        assert float(line["change_mean"]) == row["change"]["mean"]


def test_several_attributes_are_split_each_with_its_tests(published):
    both = baseline(published, "--by", "gender", "--by", "age", "--by", "gender")
    for attribute in ("gender", "age"):
        alone = baseline(published, "--by", attribute)
        assert [test for test in both["tests"] if test["attribute"] == attribute] == alone["tests"]
        rows = [row for row in alone["rows"] if row["level"] == "demographic"]
        assert [row for row in both["rows"] if row.get("attribute") == attribute] == rows
    result = evoke("baseline", published, "--by", "gender", "--by", "age", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    for test in both["tests"]:
        (line,) = (
            line for line in lines
            if (line["level"], line["subscale"]) == ("overall", test["subscale"])
        )
        for key in ("anova", "welch_anova", "levene", "brown_forsythe"):
            for figure in ("f", "p"):
                assert float(line[f"{test['attribute']}_{key}_{figure}"]) == test[key][figure]
        assert float(line[f"{test['attribute']}_kruskal_h"]) == test["kruskal"]["h"]
    text = " ".join(evoke("baseline", published, "--by", "gender", "--by", "age").stdout.split())
    assert "By gender" in text and "By age" in text
    assert "year_of_birth: ages in bands: year of taking part minus year of birth." in text


def test_any_question_of_the_study_splits_and_numbers_by_quarters(study):
    study.keep_situations(2).change(quota=30).ask_for_a_number()
    result = evoke("simulate", study.folder, "--participants", "60", "--seed", "3")
    assert result.returncode == 0, result.stderr
    document = baseline(study.folder, "--kind", "simulated", "--by", "number")
    stored = [
        int(value)
        for (value,) in study.rows(
            "SELECT value FROM question_answer JOIN participants ON uuid = participant "
            "JOIN respondent ON respondent.id = respondent_id AND respondent.uuid = participant "
            "WHERE question = 'number' AND participants.status = 'completed'"
        )
    ]
    quartiles = numpy.quantile(stored, [0.25, 0.5, 0.75])
    quarters = [[] for _ in range(4)]
    for number in sorted(stored):
        quarters[int((quartiles < number).sum())].append(number)
    rows = [
        row for row in document["rows"]
        if row["level"] == "demographic" and row["subscale"] == "positive_affect"
    ]
    expected = [(f"{quarter[0]} to {quarter[-1]}", len(quarter)) for quarter in quarters]
    assert [(row["group"], row["n"]) for row in rows if row["group"] != "not stated"] == expected
    assert document["tests"][0]["grouping"] == "quarters of the numbers answered"
    table = " ".join(evoke("baseline", study.folder, "--kind", "simulated", "--by", "number").stdout.split())
    assert "number: quarters of the numbers answered." in table
    wrong = evoke("baseline", study.folder, "--kind", "simulated", "--by", "numbr")
    assert wrong.returncode == 2 and "did you mean `number`?" in wrong.stderr
    words = evoke("baseline", study.folder, "--kind", "simulated", "--by", "imagined")
    assert words.returncode == 2 and "free text makes no groups" in words.stderr


def test_alpha_is_that_of_a_stored_baseline_unless_one_is_given():
    stored = baseline("emotionbench-2024")
    wider = baseline("emotionbench-2024", "--alpha", ".05")
    assert (stored["alpha"], wider["alpha"]) == (0.01, 0.05)
    for document in (stored, wider):
        for row in document["rows"]:
            test = row["paired_t"]
            significant = test is not None and test["p"] <= document["alpha"]
            assert (row["arrow"] in ("up", "down")) == significant
            if significant:
                assert (row["arrow"] == "up") == (test["t"] > 0)
    arrows = [[row["arrow"] for row in document["rows"]] for document in (stored, wider)]
    assert arrows[0] != arrows[1]
    assert [{**row, "arrow": None} for row in stored["rows"]] == [
        {**row, "arrow": None} for row in wider["rows"]
    ]


def test_bootstrap_intervals_stand_beside_those_of_t_in_the_table(published):
    document = baseline(published, "--bootstrap", "500")
    table = evoke("baseline", published, "--bootstrap", "500").stdout
    assert max(map(len, table.splitlines())) <= 80
    assert "BCa bootstrap" in table
    low, high = document["rows"][0]["bca95"]
    assert f"[{low:.2f}, {high:.2f}]".replace("-", "−") in table


def test_nothing_is_split_by_what_nobody_was_asked(study, published):
    assert evoke("import", published, "--into", study.folder).returncode == 0
    with closing(sqlite3.connect(study.database)) as database, database:
        database.execute("UPDATE question_answer SET question = 'job' WHERE question = 'employment'")
    assert evoke("baseline", study.folder, "--by", "education").returncode == 0
    result = evoke("baseline", study.folder, "--by", "employment")
    assert result.returncode == 2
    assert "no respondent in" in result.stderr and "`employment`" in result.stderr


def test_the_markdown_is_a_table(published):
    result = evoke("baseline", published, "--format", "markdown")
    assert result.returncode == 0
    tables = [line for line in result.stdout.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in tables}) == 1
    assert any(re.fullmatch(r"\|[\s:|-]+\|", line) for line in tables)
    assert len(tables) > 2 * 45


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_output_writes_the_same_to_a_file(published, tmp_path, form):
    file = tmp_path / "baseline.out"
    file.write_text("what was there before")
    written = evoke("baseline", published, "--format", form, "--output", file)
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert file.read_text() == evoke("baseline", published, "--format", form).stdout


def test_output_into_a_missing_folder_is_said_plainly(published, tmp_path):
    result = evoke("baseline", published, "--output", tmp_path / "no/such/file.csv")
    assert result.returncode == 2
    assert "file.csv" in result.stderr or "no/such" in result.stderr


def at_a_terminal(*arguments, **environment) -> str:
    """What the command prints where a person reads it."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [BINARY, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    os.close(slave)
    shown = b""
    try:
        while part := os.read(master, 65536):
            shown += part
    except OSError:
        # Linux answers so when the other end is closed.
        pass
    finally:
        os.close(master)
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 0
    return shown.decode().replace("\r\n", "\n")


def test_colour_is_for_terminals_that_want_it(published):
    piped = evoke("baseline", published).stdout
    assert "\x1b" not in piped
    assert "\x1b[" in at_a_terminal("baseline", published, NO_COLOR="")
    assert at_a_terminal("baseline", published, NO_COLOR="1") == piped
    assert "\x1b" not in at_a_terminal("baseline", published, "--format", "json", NO_COLOR="")


def test_alpha_moves_the_arrows(published):
    strict, lenient = (
        baseline(published, "--alpha", alpha)["rows"] for alpha in ("0.0000001", "0.5")
    )
    assert [row["paired_t"] for row in strict] == [row["paired_t"] for row in lenient]
    arrows = [[row["arrow"] for row in rows].count("none") for rows in (strict, lenient)]
    assert arrows[0] > arrows[1]


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.xlsx"], "nowhere.xlsx: no such file"),
        (["{study}"], "no responses here yet"),
        (["{crowd}", "--kind", "robot"], "robot"),
        (["{crowd}", "--kind", "simulated"], "only human respondents"),
        (["{crowd}", "--alpha", "0"], "--alpha"),
        (["{crowd}", "--alpha", "1.5"], "--alpha"),
        (["{crowd}", "--format", "xml"], "xml"),
        (["{crowd}", "--frobnicate"], "frobnicate"),
        ([], "source"),
    ],
)
def test_a_mistake_is_said_on_stderr_with_exit_code_2(study, published, arguments, words):
    filled = [
        argument.format(study=study.folder, crowd=published) for argument in arguments
    ]
    result = evoke("baseline", *filled)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
