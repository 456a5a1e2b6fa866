"""Default scores against the norms of an instrument, and the shifts of single items."""

from __future__ import annotations

import csv
import io
import json

import numpy
import pytest
from scipy import stats

from helpers import runfile, workbook
from helpers.figures import close, json_of
from helpers.study import ITEMS, POSITIVE, ROOT, Study, evoke

SUBSCALES = ["positive_affect", "negative_affect"]
FORMATS = ["table", "json", "csv", "markdown", "latex", "html"]
PANAS = (ROOT / "Data/instruments/panas.yaml").read_text()
NORMS = """norms:
  - { subscale: positive_affect, name: Clerks, n: 40, mean: 31, sd: 6, source: made }
  - { subscale: positive_affect, name: Pilots, mean: 35.5, source: made }
"""


def panas(norms: str) -> str:
    """The instrument with other norms."""
    head, rest = PANAS.split("# Watson, Clark and Tellegen (1988), table 2")
    return head + norms + rest[rest.index("\n# Answers in item order"):]


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(300))


@pytest.fixture
def study(tmp_path, people):
    made = Study(tmp_path / "mood")
    done = evoke("import", people, "--into", made.folder)
    assert done.returncode == 0, done.stderr
    return made


def with_norms(study: Study, norms: str) -> Study:
    folder = study.folder / "instruments"
    folder.mkdir(exist_ok=True)
    (folder / "panas.yaml").write_text(panas(norms))
    return study


# The published workbook and run against R (script/references)


@pytest.fixture(scope="module")
def figures():
    return json.loads((ROOT / "Tests/Fixtures/references/norms-crowd.json").read_text())


@pytest.mark.parametrize("source", ["workbook", "emotionbench-2024"])
def test_the_published_crowd_stands_to_its_norms_as_r_says(reference, figures, source):
    crowd = reference / "emotionbench/crowd.xlsx" if source == "workbook" else source
    rows = json_of("baseline", crowd, "--norms")["norms"]
    assert [row["subscale"] for row in rows] == SUBSCALES
    for row in rows:
        expected = figures["subscales"][row["subscale"]]["norm"]
        close(row["difference"], expected["difference"], scale=expected["norm"]["sd"])
        for key in ["t", "df", "p", "log10_p"]:
            close(row["welch"][key], expected[key])
        close(row["hedges_g"], expected["g"])
        for found, end in zip(row["difference_ci95"], expected["interval"], strict=True):
            close(found, end, scale=expected["norm"]["sd"])
        for found, end in zip(row["g_ci95"], expected["g_interval"], strict=True):
            close(found, end, scale=1)
        assert row["bounds"] == [-expected["bound"], expected["bound"]]
        for key in ["tost_p", "z", "percentile"]:
            close(row[key], expected[key])
        close(row["norm"]["percent_outside"], expected["percent_outside"])


def compare(rows: list, figures: dict, kind: str, sides: tuple[str, str]) -> None:
    assert [row["subscale"] for row in rows] == SUBSCALES
    for row in rows:
        expected = figures["subscales"][row["subscale"]][kind]
        positive = row["subscale"] == "positive_affect"
        names = [item for item in ITEMS if (item in POSITIVE) is positive]
        assert [item["item"] for item in row["items"]] == names
        for index, item in enumerate(row["items"]):
            for side, key in zip(sides, ["mean_first", "mean_second"], strict=True):
                close(item[f"mean_{side}"], expected[key][index])
            close(item["shift"], expected["shift"][index], scale=1)
            for end, key in zip(item["shift_ci95"], ["low", "high"], strict=True):
                close(end, expected[key][index], scale=1)
            for key in ["t", "df", "p"]:
                close(item["test"][key], expected[key][index])
            close(item["p_holm"], expected["p_holm"][index])


def test_the_items_of_the_published_crowd_shift_as_r_says(reference, figures):
    found = json_of("reliability", reference / "emotionbench/crowd.xlsx", "--items")
    compare(found["item_shifts"], figures, "paired", ("default", "evoked"))


def test_the_items_of_a_published_run_shift_from_people_as_r_says(reference, figures):
    folder = reference / "emotionbench"
    run = folder / f"models/{figures['run']}-PANAS-testing.csv"
    found = json_of("judge", run, "--against", folder / "crowd.xlsx", "--items")
    compare(found["rows"], figures, "welch", ("people", "run"))


# Norms


def test_a_study_has_the_norms_of_its_file_and_a_database_those_that_asked(study):
    with_norms(study, NORMS)
    found = json_of("baseline", study.folder, "--norms")
    first, second = found["norms"]
    assert (first["norm"]["name"], second["norm"]["name"]) == ("Clerks", "Pilots")
    overall = found["rows"][0]["default"]
    difference = overall["mean"] - 31
    close(first["difference"], difference)
    n = found["rows"][0]["n"]
    test = stats.ttest_ind_from_stats(overall["mean"], overall["sd"], n, 31, 6, 40, False)
    close(first["welch"]["t"], test.statistic)
    close(first["welch"]["p"], test.pvalue)
    close(first["percentile"], 100 * stats.norm.cdf(difference / 6))
    # A norm without n and SD has a mean to compare with, and no test.
    close(second["difference"], overall["mean"] - 35.5)
    assert all(second[key] is None for key in ["welch", "hedges_g", "tost_p", "z", "percentile"])
    assert "the norm's n is not stated" in second["reading"]
    stored = json_of("baseline", study.database, "--norms")
    assert [row["norm"]["mean"] for row in stored["norms"]] == [29.7, 14.8]
    table = evoke("baseline", study.folder, "--norms").stdout
    assert "Without a norm: Negative Affect." in table


def test_csv_has_the_norms_in_the_overall_rows(study):
    with_norms(study, NORMS)
    document = json_of("baseline", study.folder, "--norms")
    text = evoke("baseline", study.folder, "--norms", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["norm_name"] for row in rows if row["norm_name"]] == ["Clerks"]
    assert [row["norm2_name"] for row in rows if row["norm2_name"]] == ["Pilots"]
    first, second = document["norms"]
    assert rows[0]["norm_mean"] == "31"
    for key in ["difference", "hedges_g", "tost_p", "z", "percentile"]:
        assert float(rows[0][f"norm_{key}"]) == first[key]
    assert float(rows[0]["norm_welch_t"]) == first["welch"]["t"]
    assert float(rows[0]["norm2_difference"]) == second["difference"]
    assert rows[0]["norm2_welch_t"] == rows[0]["norm2_sd"] == ""


def test_without_the_option_no_output_speaks_of_norms(people):
    for format in FORMATS:
        assert "norm_" not in evoke("baseline", people, "--format", format).stdout
    assert "norms" not in json_of("baseline", people)
    assert "item_shifts" not in json_of("reliability", people)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_the_comparison_with_norms(people, tmp_path, format):
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    for arguments in [("baseline", people, "--norms"), ("judge", run, "--against", "norms")]:
        result = evoke(*arguments, "--format", format)
        assert (result.returncode, result.stderr) == (0, "")
        assert "Students (moment)" in result.stdout
        if format == "table":
            assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_run_is_compared_by_its_default_scores(tmp_path):
    answers = runfile.columns()
    run = runfile.write(tmp_path / "model.csv", answers)
    found = json_of("judge", run, "--against", "norms", "--alpha", "0.05")
    assert found["alpha"] == 0.05
    (read,) = found["runs"]
    assert (read["path"], read["left_out"]) == (str(run), [])
    for row in found["rows"]:
        positive = row["subscale"] == "positive_affect"
        scores = [
            sum(int(value) for item, value in zip(ITEMS, values) if (item in POSITIVE) is positive)
            for name, values in answers.items() if name.startswith("General")
        ]
        mean, sd = (29.7, 7.9) if positive else (14.8, 5.4)
        assert (row["run"], row["n"]) == (str(run), 10)
        close(row["mean"], numpy.mean(scores))
        close(row["z"], (numpy.mean(scores) - mean) / sd)
        test = stats.ttest_ind_from_stats(
            numpy.mean(scores), numpy.std(scores, ddof=1), 10, mean, sd, 660, equal_var=False)
        close(row["welch"]["t"], test.statistic)
        close(row["welch"]["p"], test.pvalue)
        assert "at α = .05" in row["reading"]
    # A folder of that name is not the norms.
    (tmp_path / "norms").mkdir()
    result = evoke("judge", run, "--against", "./norms", cwd=tmp_path)
    assert result.returncode == 2 and "no responses here yet" in result.stderr


def test_one_default_and_none_that_vary_have_no_test(tmp_path):
    one = runfile.write(tmp_path / "one.csv", runfile.columns(defaults=1))
    for row in json_of("judge", one, "--against", "norms")["rows"]:
        assert row["n"] == 1 and row["welch"] is None and row["z"] is not None
        assert "there are fewer than two default scores" in row["reading"]
    calm = {
        name: ["3"] * 20 if name.startswith("General") else values
        for name, values in runfile.columns().items()
    }
    same = runfile.write(tmp_path / "same.csv", calm)
    for row in json_of("judge", same, "--against", "norms")["rows"]:
        # The norm varies, so there is a test.
        assert row["sd"] == 0 and row["welch"] is not None


def test_an_instrument_without_norms_says_how_to_add_them(study):
    with_norms(study, "")
    result = evoke("baseline", study.folder, "--norms")
    assert (result.returncode, result.stdout) == (2, "")
    assert f"{study.folder}: no norms for `panas`; add `norms:`" in result.stderr


@pytest.mark.parametrize("option", ["--items", "--situations", "--unit=situation", "--kind=model"])
def test_options_that_norms_do_not_have_are_refused(tmp_path, option):
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    result = evoke("judge", run, "--against", "norms", option)
    assert result.returncode != 0 and "--against norms compares default scores" in result.stderr


def test_check_warns_of_norms_that_people_cannot_have(study):
    assert "the norm" not in evoke("check", study.folder).stderr
    with_norms(study, NORMS.replace("mean: 31", "mean: 6").replace("sd: 6", "sd: 31"))
    result = evoke("check", study.folder)
    assert result.returncode == 0
    assert "panas.yaml:" in result.stderr
    assert 'warning: the norm "Clerks" cannot have the mean 6: scores' in result.stderr


# Items


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_the_shifts(people, tmp_path, format):
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    for arguments in [
        ("reliability", people, "--items"), ("judge", run, "--against", people, "--items"),
    ]:
        result = evoke(*arguments, "--format", format)
        assert (result.returncode, result.stderr) == (0, "")
        assert "hift" in result.stdout and "jittery" in result.stdout
        if format == "table":
            assert max(map(len, result.stdout.splitlines())) <= 80


def test_csv_has_a_row_for_each_shift(people):
    document = json_of("reliability", people, "--items")
    text = evoke("reliability", people, "--items", "--format", "csv").stdout
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["row"] == "shift"]
    items = [item for scale in document["item_shifts"] for item in scale["items"]]
    assert [row["item"] for row in rows] == [item["item"] for item in items]
    for row, item in zip(rows, items, strict=True):
        assert float(row["shift_shift"]) == item["shift"]
        assert float(row["shift_p_holm"]) == item["p_holm"]
        assert int(row["n"]) == 300


def test_a_run_has_no_shifts_of_its_own(tmp_path):
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    assert "item_shifts" not in json_of("reliability", run, "--items")


def test_items_need_answers_and_one_run(people, tmp_path):
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    stored = evoke("judge", run, "--against", "emotionbench-2024", "--items")
    assert stored.returncode == 2 and "has no answers to single items" in stored.stderr
    other = runfile.write(tmp_path / "other.csv", runfile.columns(seed=2))
    two = evoke("judge", run, other, "--against", people, "--items")
    assert two.returncode != 0 and "give one run" in two.stderr
