"""`evoke judge`: model runs against a crowd, by the published method and against people."""

from __future__ import annotations

import json

import numpy
import pytest
from scipy import stats

from helpers import runfile, workbook
from helpers.figures import close, json_of
from helpers.study import ITEMS, POSITIVE, evoke

MODELS = ["davinci-003", "gpt-3.5-turbo", "gpt-4", "llama2-13b", "mixtral-8x22b"]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(700))


@pytest.fixture
def run(tmp_path):
    return runfile.write(tmp_path / "model.csv", runfile.columns())


def judge(*arguments) -> dict:
    return json_of("judge", *arguments)


def row(document: dict, level: str, subscale: str, **place) -> dict:
    (found,) = [
        row
        for row in document["rows"]
        if row["level"] == level
        and row["subscale"] == subscale
        and all(row[key] == value for key, value in place.items())
    ]
    return found


def scores(values: list, positive: bool) -> int:
    return sum(int(value) for item, value in zip(ITEMS, values) if (item in POSITIVE) is positive)


@pytest.mark.parametrize("positive", [True, False])
def test_a_run_is_judged_as_scipy_judges_it(crowd, run, positive):
    """scipy.stats of the version in script/python-requirements.txt."""
    subscale = "positive_affect" if positive else "negative_affect"
    found = row(
        judge(run, "--against", crowd), "factor", subscale, emotion="Guilt", factor_index=3
    )
    answers = runfile.columns()
    default = [scores(v, positive) for k, v in answers.items() if k.startswith("General")]
    evoked = [scores(v, positive) for k, v in answers.items() if k.startswith("Guilt-2_")]
    assert found["n"] == len(evoked) == 15
    assert found["default"]["n"] == 10
    close(found["mean"], numpy.mean(evoked))
    close(found["sd"], numpy.std(evoked, ddof=1))
    close(found["change"], numpy.mean(evoked) - numpy.mean(default), scale=5)

    variances = numpy.var(evoked, ddof=1), numpy.var(default, ddof=1)
    sizes = (15, 10) if variances[0] >= variances[1] else (10, 15)
    f = max(variances) / min(variances)
    p = min(1, 2 * stats.f.sf(f, sizes[0] - 1, sizes[1] - 1))
    close(found["f_test"]["f"], f)
    close(found["f_test"]["p"], p)
    assert found["equal_variance"] is bool(p > 0.01)
    t = stats.ttest_ind(evoked, default, equal_var=p > 0.01)
    close(found["t_test"]["t"], t.statistic)
    close(found["t_test"]["df"], t.df)
    close(found["t_test"]["p"], t.pvalue)

    people = [
        person for person in workbook.people(700) if (person.emotion, person.factor) == ("Guilt", 3)
    ]
    theirs = [scores(person.after, positive) for person in people]
    against = found["vs_crowd"]["evoked"]
    welch = stats.ttest_ind(evoked, theirs, equal_var=False)
    close(against["welch"]["t"], welch.statistic)
    close(against["welch"]["p"], welch.pvalue)
    bound = numpy.std(theirs, ddof=1) / 2
    sides = (
        stats.ttest_ind(numpy.add(evoked, bound), theirs, equal_var=False, alternative="greater"),
        stats.ttest_ind(numpy.add(evoked, -bound), theirs, equal_var=False, alternative="less"),
    )
    close(against["tost_p"], max(side.pvalue for side in sides))
    low, high = against["g_ci95"]
    assert low < against["hedges_g"] < high


@pytest.mark.parametrize("model", MODELS)
def test_a_published_run_has_the_reference_figures(reference, model):
    golden = json.loads((reference / "golden/models.json").read_text())["models"][model]
    file = reference / f"emotionbench/models/{model}-PANAS-testing.csv"
    published = reference / "emotionbench/crowd.xlsx"
    document = judge(file, "--against", published, "--method", "emotionbench")
    plain = judge(file, "--against", published)
    assert document["run"]["columns"] == golden["n_columns"]
    for short, subscale in (("PA", "positive_affect"), ("NA", "negative_affect")):
        expected = golden["self"]["overall"]["all"][short]
        found = row(document, "overall", subscale)
        for key in ("mean", "sd"):
            close(found[key], expected[key])
        close(found["t_test"]["t"], expected["t"])
        close(found["t_test"]["df"], expected["df"])
        assert found["arrow"] == {"-": "none"}.get(expected["arrow"], expected["arrow"])
        theirs = golden["vs_crowd"]["overall"]["all"][short]["evoked"]
        ours = row(plain, "overall", subscale)["vs_crowd"]["evoked"]
        close(ours["welch"]["t"], theirs["t"])
        close(ours["hedges_g"], theirs["hedges_g"])
        for key in ("pearson", "spearman", "rmse"):
            close(plain["profile"][subscale][key], golden["profile"][short][key])
    # The baseline that Evoke brings says the same of the same people.
    bundled = judge(file, "--against", "emotionbench-2024")
    for one, other in zip(plain["rows"], bundled["rows"], strict=True):
        assert one["mean"] == other["mean"]
        close(one["vs_crowd"]["change"]["welch"]["t"], other["vs_crowd"]["change"]["welch"]["t"])


def test_unusable_columns_are_left_out_counted_and_named(crowd, tmp_path):
    answers = runfile.columns()
    del answers["Fear-4_scenario-4_test-2_order-0"]
    answers["Fear-0_scenario-0_test-0_order-0"] = [""] * 20
    answers["Fear-0_scenario-0_test-1_order-0"] = ["6"] + ["1"] * 19
    answers["Fear-0_scenario-0_test-2_order-0"] = ["as a model"] + ["1"] * 19
    answers["Nowhere-0_scenario-0_test-0_order-0"] = ["1"] * 20
    file = runfile.write(tmp_path / "short.csv", answers)
    document = judge(file, "--against", crowd)
    left_out = {entry["column"]: entry["reason"] for entry in document["run"]["left_out"]}
    assert all(left_out.values())
    assert set(left_out) == {
        "Fear-4_scenario-4_test-2_order-0",
        "Fear-0_scenario-0_test-0_order-0",
        "Fear-0_scenario-0_test-1_order-0",
        "Fear-0_scenario-0_test-2_order-0",
        "Nowhere-0_scenario-0_test-0_order-0",
    }
    assert row(document, "factor", "positive_affect", emotion="Fear", factor_index=1)["n"] == 12
    assert row(document, "factor", "positive_affect", emotion="Fear", factor_index=5)["n"] == 14
    shown = " ".join(evoke("judge", file, "--against", crowd).stdout.split())
    assert "4 columns excluded: " in shown and "Fear-0_scenario-0_test-0_order-0" in shown
    assert "1 expected column is not in the file: Fear-4_scenario-4_test-2_order-0." in shown


def test_situations_as_units_take_means_of_situations(crowd, run):
    document = judge(run, "--against", crowd, "--unit", "situation")
    answers = runfile.columns()
    means = [
        numpy.mean(
            [
                scores(values, True)
                for name, values in answers.items()
                if name.startswith(f"Jealousy-2_scenario-{situation}_")
            ]
        )
        for situation in range(2)
    ]
    found = row(document, "factor", "positive_affect", emotion="Jealousy", factor_index=3)
    assert found["n"] == 2
    close(found["mean"], numpy.mean(means))
    close(found["sd"], numpy.std(means, ddof=1))
    assert document["unit"] == "situation" and document["notes"]


def test_a_run_of_one_situation_is_compared_with_its_people_alone(crowd, tmp_path):
    """At every level; scipy.stats of the version in script/python-requirements.txt."""
    answers = {
        name: values
        for name, values in runfile.columns(seed=2).items()
        if name.startswith(("General", "Guilt-2_scenario-1_"))
    }
    document = judge(runfile.write(tmp_path / "one.csv", answers), "--against", crowd)
    people = [
        person
        for person in workbook.people(700)
        if (person.emotion, person.factor, person.situation) == ("Guilt", 3, 2)
    ]
    place = {"emotion": "Guilt", "factor_index": 3}
    for subscale in ("positive_affect", "negative_affect"):
        positive = subscale == "positive_affect"
        ours = [scores(v, positive) for k, v in answers.items() if k.startswith("Guilt")]
        theirs = [scores(person.after, positive) for person in people]
        welch = stats.ttest_ind(ours, theirs, equal_var=False)
        for level, where in (("overall", {}), ("emotion", {"emotion": "Guilt"}), ("factor", place)):
            found = row(document, level, subscale, **where)["vs_crowd"]["evoked"]
            close(found["welch"]["t"], welch.statistic)
            close(found["welch"]["p"], welch.pvalue)
            close(found["welch"]["log10_p"], numpy.log10(welch.pvalue))
        assert row(document, "emotion", subscale, emotion="Fear")["vs_crowd"] is None
    assert any("1 of the crowd's 175 situations" in note for note in document["notes"])


def test_a_run_that_never_varies_has_no_arrows_but_directions(crowd, tmp_path):
    def fixed(name: str) -> list[str]:
        high = name.startswith("General")
        return ["4" if (item in POSITIVE) is high else "2" for item in ITEMS]

    file = runfile.write(tmp_path / "fixed.csv", {n: fixed(n) for n in runfile.names(5, 3)})
    document = judge(file, "--against", crowd)
    assert {row["arrow"] for row in document["rows"]} == {None}
    assert {row["change"] for row in document["rows"]} == {-20, 20}
    for profile in document["profile"].values():
        assert profile["arrows"] == 0
        assert profile["arrow_agreement"] is profile["arrow_kappa"] is None
    shown = " ".join(evoke("judge", file, "--against", crowd).stdout.split())
    assert "−20.0 —" in shown and "36 of 36 factors have no test" in shown
    # EmotionBench's 1e-8 makes a test of it.
    theirs = judge(file, "--against", crowd, "--method", "emotionbench")
    assert {row["arrow"] for row in theirs["rows"]} == {"up", "down"}


def test_gpt_4_agrees_no_more_than_chance(reference):
    file = reference / "emotionbench/models/gpt-4-PANAS-testing.csv"
    profile = judge(file, "--against", "emotionbench-2024")["profile"]["negative_affect"]
    close(profile["arrow_agreement"], 34 / 36)
    assert (profile["arrows"], profile["arrow_kappa"]) == (36, 0)


def test_runs_over_other_factors_are_not_ranked(crowd, run, tmp_path):
    other = runfile.write(tmp_path / "other.csv", runfile.columns(seed=2))
    # People's own answers in one factor: as close as can be.
    near = {n: v for n, v in runfile.columns().items() if n.startswith("General")}
    people = [p for p in workbook.people(175) if (p.emotion, p.factor) == ("Fear", 1)]
    for number, person in enumerate(people):
        near[f"Fear-0_scenario-{number}_test-0_order-0"] = [str(value) for value in person.after]
    part = runfile.write(tmp_path / "part.csv", near)
    comparison = judge(part, run, other, "--against", crowd)["comparison"]
    assert [entry["rank"] for entry in comparison] == [1, 2, None]
    assert [entry["figures"] for entry in comparison] == [72, 72, 2]
    assert comparison[2]["path"] == str(part)
    table = evoke("judge", part, run, other, "--against", crowd).stdout
    assert "36 factors, the closest first" in table and "\n1 factor\n" in table


def test_runs_are_ordered_by_closeness_to_people(crowd, run, tmp_path):
    people = {
        name: [str(value) for value in person.after]
        for name, person in zip(runfile.names(0, 1), workbook.people(175))
    }
    people |= {
        name: [str(value) for value in person.before]
        for name, person in zip(runfile.names(20, 0), workbook.people(20))
    }
    near = runfile.write(tmp_path / "like-people.csv", people)
    away = {
        name: ["5" if (item in POSITIVE) is name.startswith("General") else "1" for item in ITEMS]
        for name in runfile.names(5, 1)
    }
    far = runfile.write(tmp_path / "a-run-with-a-name-far-too-long-for-any-table.csv", away)
    document = judge(far, run, near, "--against", crowd)
    order = [judged["run"]["path"] for judged in document["runs"]]
    assert order[0] == str(near) and order[-1] == str(far)
    table = evoke("judge", far, run, near, "--against", crowd).stdout
    assert max(map(len, table.splitlines())) <= 80
    assert table.index("like-people") < table.index("a-run-with")


def test_a_database_with_a_models_answers_is_a_run(crowd, study):
    sent = evoke("simulate", study.folder, "--participants", 72, "--seed", 5)
    assert sent.returncode == 0, sent.stderr
    refused = evoke("judge", study.folder, "--against", crowd)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no run to judge" in refused.stderr
    simulated = json.loads(
        evoke("baseline", study.folder, "--kind", "simulated", "--format", "json").stdout
    )
    study.write("INSERT INTO run (id, name, model) VALUES (1, 'made', 'none')")
    study.write("UPDATE respondent SET kind = 'model', run_id = 1")
    document = judge(study.folder, "--against", crowd)
    assert document["run"]["columns"] == 72
    for subscale in ("positive_affect", "negative_affect"):
        (baseline,) = [
            row
            for row in simulated["rows"]
            if row["level"] == "overall" and row["subscale"] == subscale
        ]
        found = row(document, "overall", subscale)
        close(found["mean"], baseline["evoked"]["mean"])
        close(found["default"]["mean"], baseline["default"]["mean"])


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "latex", "html"])
def test_every_format_shows_every_factor(crowd, run, form):
    result = evoke("judge", run, "--against", crowd, "--format", form)
    assert (result.returncode, result.stderr) == (0, "")
    words = " ".join(result.stdout.split())
    for name in ("Broken Promises and Responsibilities", "Sticky Situations"):
        assert all(part in words for part in name.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{run}"], "against"),
        (["{run}", "--against", "emotionbench-2042"], "emotionbench-2042"),
        (["nowhere.csv", "--against", "{crowd}"], "nowhere.csv: no such file"),
        (["{run}", "{run}", "--against", "{crowd}"], "twice"),
        (["emotionbench-2024", "--against", "{crowd}"], "emotionbench-2024"),
        (["{crowd}", "--against", "{crowd}"], "crowd.xlsx"),
        (["{run}", "--against", "{run}"], "model.csv"),
        (["{run}", "--against", "{crowd}", "--alpha", "2"], "--alpha"),
        (["{run}", "--against", "{crowd}", "--unit", "situation", "--situations"], "situation"),
    ],
)
def test_a_mistake_is_said_with_exit_code_2(crowd, run, arguments, words):
    filled = [argument.format(run=run, crowd=crowd) for argument in arguments]
    result = evoke("judge", *filled)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_crowd_that_lacks_situations_of_the_run_says_so(run, crowd, tmp_path):
    few = workbook.write(tmp_path / "few.xlsx", workbook.people(3))
    words = " ".join(evoke("judge", run, "--against", few).stdout.split())
    assert "The crowd has 3 of the " in words
    assert "The crowd has" not in evoke("judge", run, "--against", crowd).stdout


def test_controls_in_a_file_do_not_reach_the_terminal(tmp_path, crowd):
    answers = runfile.columns()
    answers["\x1b[31mNo column of ours\x07"] = ["1"] * len(ITEMS)
    result = evoke("judge", runfile.write(tmp_path / "model.csv", answers), "--against", crowd)
    assert result.returncode == 0
    assert "No column of ours" in " ".join(result.stdout.split())
    assert not {"\x1b", "\x07"} & set(result.stdout + result.stderr)
