"""`evoke judge`: as close as how many people, intervals, differences of runs, distances."""

from __future__ import annotations

import json

import numpy
import pytest
from scipy import stats

from helpers import runfile, workbook
from helpers.figures import close, json_of
from helpers.study import ITEMS, POSITIVE, ROOT, evoke
from test_judge import MODELS

FIXTURES = "Tests/Fixtures/references"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(700))


@pytest.fixture
def run(tmp_path):
    return runfile.write(tmp_path / "model.csv", runfile.columns())


def words(*arguments) -> str:
    result = evoke("judge", *arguments)
    assert (result.returncode, result.stderr) == (0, "")
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    return " ".join(result.stdout.split())


def small(path, count: int, factors: dict, people: int = 3):
    """A crowd of some people in each situation of a few factors."""
    chosen = [
        person
        for person in workbook.people(count)
        if person.situation <= factors.get((person.emotion, person.factor), 0)
    ]
    kept, seen = [], {}
    for person in chosen:
        place = (person.emotion, person.factor, person.situation)
        seen[place] = seen.get(place, 0) + 1
        if seen[place] <= people:
            kept.append(person)
    return workbook.write(path, kept)


def test_the_published_crowd_has_its_ceiling_and_floor(reference):
    """.84 (PA), .91 (NA), 1.49 and 8.9: script/reference-figures/distances.R."""
    expected = json.loads((ROOT / FIXTURES / "distances-crowd.json").read_text())
    file = reference / "emotionbench/models/llama2-13b-PANAS-testing.csv"
    for against in (reference / "emotionbench/crowd.xlsx", "emotionbench-2024"):
        found = json_of("judge", file, "--against", against)
        assert round(found["rmse_floor"], 2) == 1.49
        assert round(found["rmse_one_person"], 1) == 8.9
        close(found["rmse_floor"], expected["all"]["floor"])
        close(found["rmse_one_person"], expected["all"]["one_person"])
        k = expected["all"]["mean_variance"] / (found["rmse"] ** 2 - expected["all"]["floor"] ** 2)
        close(found["people"], k, 1e-9)
        assert found["closeness"] == "people" and round(k, 1) == 3.7
        for subscale, ceiling in (("positive_affect", 0.84), ("negative_affect", 0.91)):
            profile = found["profile"][subscale]
            assert round(profile["pearson_ceiling"], 2) == ceiling
            close(profile["pearson_ceiling"], expected[subscale]["ceiling"])
            close(profile["rmse_floor"], expected[subscale]["floor"])
    text = words(file, "--against", "emotionbench-2024")
    assert "as close as the means of 3.7 people drawn at random for each factor" in text
    assert "r = .84 (PA), .91 (NA) and RMSE = 1.4 (PA), 1.5 (NA), 1.5 (all)" in text
    far = reference / "emotionbench/models/gpt-4-PANAS-testing.csv"
    assert "further than one person" in words(far, "--against", "emotionbench-2024")


def test_all_estimates_of_the_published_runs_lie_in_their_intervals(reference):
    files = [reference / f"emotionbench/models/{model}-PANAS-testing.csv" for model in MODELS]
    document = json_of("judge", *files, "--against", "emotionbench-2024")
    inside = []
    for one in document["runs"]:
        profiles = one["profile"].values()
        for part, key in [(one, "rmse")] + [
            (profile, key) for profile in profiles for key in ("pearson", "spearman", "rmse")
        ]:
            low, high = part[f"{key}_ci95"]
            inside.append(low <= part[key] <= high)
    assert len(inside) == 35 and all(inside)
    assert len(document["differences"]) == 10
    ranks = [(e["rank"], e["rank_low"], e["rank_high"]) for e in document["comparison"]]
    assert ranks == [(n, n, n) for n in range(1, 6)]
    text = words(*files, "--against", "emotionbench-2024")
    assert text.count(" − ") >= 4 and "8.9 (all)" in text


def test_intervals_are_repeated_by_a_seed(crowd, run):
    def intervals(*more):
        document = json_of("judge", run, "--against", crowd, "--resamples", "300", *more)
        return document["rmse_ci95"], document["profile"]["positive_affect"]["pearson_ci95"]

    assert intervals() == intervals("--seed", "1") != intervals("--seed", "2")


def test_two_copies_of_a_run_do_not_differ(crowd, run, tmp_path):
    other = tmp_path / "copy.csv"
    other.write_bytes(run.read_bytes())
    document = json_of("judge", run, other, "--against", crowd)
    (difference,) = document["differences"]
    assert difference["rmse"] == 0 and difference["rmse_ci95"] == [0, 0]
    assert [entry["rank"] for entry in document["comparison"]] == [1, 1]


def test_distances_are_those_of_scipy(crowd, run):
    document = json_of("judge", run, "--against", crowd, "--distances")
    answers = runfile.columns()
    for positive, subscale in ((True, "positive_affect"), (False, "negative_affect")):
        def score(values):
            return sum(
                int(v) for item, v in zip(ITEMS, values) if (item in POSITIVE) is positive
            )

        ours = [score(v) for k, v in answers.items() if k.startswith("Guilt-2_")]
        theirs = [
            score(person.after)
            for person in workbook.people(700)
            if (person.emotion, person.factor) == ("Guilt", 3)
        ]
        (row,) = [
            row
            for row in document["rows"]
            if (row["level"], row["emotion"], row["factor_index"], row["subscale"])
            == ("factor", "Guilt", 3, subscale)
        ]
        found = row["distances"]
        n, m = len(ours), len(theirs)
        close(found["wasserstein"], stats.wasserstein_distance(ours, theirs))
        close(found["energy"], n * m / (n + m) * stats.energy_distance(ours, theirs) ** 2)
        close(found["sd_ratio"], numpy.std(ours, ddof=1) / numpy.std(theirs, ddof=1))
        assert 0 < found["energy_p"] <= 1
    again = json_of("judge", run, "--against", crowd, "--distances")
    assert again["rows"] == document["rows"]
    assert "Wasserstein distance" in words(run, "--against", crowd, "--distances")


def test_distances_need_the_peoples_scores(run):
    result = evoke("judge", run, "--against", "emotionbench-2024", "--distances")
    assert result.returncode == 2 and "emotionbench-2024" in result.stderr


@pytest.mark.parametrize("arguments", [["--unit", "situation", "--distances"], ["--resamples", "2"]])
def test_options_that_do_not_fit_are_refused(crowd, run, arguments):
    assert evoke("judge", run, "--against", crowd, *arguments).returncode == 2


def test_one_factor_has_no_ceiling_and_says_why(run, tmp_path):
    crowd = small(tmp_path / "one.xlsx", 700, {("Fear", 1): 5})
    text = words(run, "--against", crowd)
    assert "which r could be reached is unknown, because there are fewer than three factors" in text
    assert "expected to have only RMSE" in text


def test_one_situation_has_no_interval_and_no_p_over_situations(run, tmp_path):
    crowd = small(tmp_path / "one.xlsx", 700, {("Fear", 1): 1})
    answers = runfile.columns()
    kept = {
        key: value
        for key, value in answers.items()
        if key.startswith(("General", "Fear-0_scenario-0"))
    }
    one = runfile.write(tmp_path / "one.csv", kept)
    document = json_of("judge", one, "--against", crowd)
    assert document["rmse_ci95"] is None
    assert all(row["mixed"]["change"] is None for row in document["rows"] if row["level"] != "situation")
    text = words(one, "--against", crowd)
    assert "There are no intervals of r, ρ and RMSE" in text
    assert "p sit. disagree" not in text and "Report p sit." not in text
    assert "A test with situations as random takes at least two" in text


def test_one_person_per_factor_gives_no_number_of_people(run, tmp_path):
    crowd = small(tmp_path / "lone.xlsx", 700, {("Fear", 1): 1, ("Guilt", 1): 1}, people=1)
    document = json_of("judge", run, "--against", crowd)
    assert document["people"] is None and document["closeness"] is None
    assert "a factor of the crowd has fewer than two participants" in words(run, "--against", crowd)


def test_situations_without_people_leave_no_interval(run, tmp_path):
    """The run has five situations in each factor, of which the crowd has one."""
    crowd = small(tmp_path / "some.xlsx", 700, {("Fear", 1): 1, ("Guilt", 1): 1})
    assert json_of("judge", run, "--against", crowd)["rmse_ci95"] is None
    text = words(run, "--against", crowd)
    assert "a resample can leave a factor without any situation that run and crowd have" in text
    assert ": 95% percentiles" not in text


def test_a_run_that_never_varies_has_p_over_its_situations(crowd, tmp_path):
    """Each situation's repetitions alike: the situations' means are the observations."""
    answers = {
        key: (["3"] * 20 if key.startswith("General") else value)
        for key, value in runfile.columns().items()
    }
    for key in list(answers):
        if not key.startswith("General"):
            answers[key] = answers[key.split("_test-")[0] + "_test-0_order-0"]
    run = runfile.write(tmp_path / "cold.csv", answers)
    document = json_of("judge", run, "--against", crowd)
    (row,) = [
        row
        for row in document["rows"]
        if (row["level"], row["emotion"], row["factor_index"], row["subscale"])
        == ("factor", "Guilt", 3, "positive_affect")
    ]
    means = [
        sum(int(v) for item, v in zip(ITEMS, answers[f"Guilt-2_scenario-{s}_test-0_order-0"])
            if item in POSITIVE)
        for s in range(5)
    ]
    test = stats.ttest_1samp(means, 30)
    close(row["mixed"]["change"]["t"], test.statistic)
    close(row["mixed"]["change"]["df"], 4)
    close(row["mixed"]["change"]["p"], test.pvalue)
