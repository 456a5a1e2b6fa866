"""Mixed models, Bayes factors, robust tests and power: `evoke baseline --mixed --bayes --robust`,
`evoke power`."""

from __future__ import annotations

import csv
import io
import json
import math

import numpy
import pytest
from scipy import integrate, optimize, stats

from helpers import workbook
from helpers.figures import close as close_to, json_of
from helpers.study import ITEMS, POSITIVE, ROOT, evoke

ALL = ["--mixed", "--bayes", "--robust"]
SUBSCALES = ["positive_affect", "negative_affect"]


def close(found, expected, tolerance=1e-6, scale=0.0) -> None:
    close_to(found, expected, tolerance, scale)


def overall(document: dict, subscale: str) -> dict:
    (row,) = (
        row
        for row in document["rows"]
        if row["level"] == "overall" and row["subscale"] == subscale
    )
    return row


# Made people, against plain matrices and SciPy


@pytest.fixture(scope="module")
def people():
    return workbook.people(420, seed=11)


@pytest.fixture(scope="module")
def made(tmp_path_factory, people):
    return workbook.write(tmp_path_factory.mktemp("made") / "crowd.xlsx", people)


@pytest.fixture(scope="module")
def figures(made):
    return json_of("baseline", made, *ALL)


def columns(people, subscale: str):
    counted = [(item in POSITIVE) == (subscale == "positive_affect") for item in ITEMS]
    before = numpy.array([sum(numpy.array(p.before)[counted]) for p in people], float)
    after = numpy.array([sum(numpy.array(p.after)[counted]) for p in people], float)
    return before, after


def restricted(y, fixed, levels):
    """REML by whole matrices: the variances, the criterion, beta and its covariance."""
    groups = [(level[:, None] == level[None, :]).astype(float) for level in levels]
    size, columns = fixed.shape

    def parts(ratios):
        covariance = numpy.eye(size) + sum(ratio * group for ratio, group in zip(ratios, groups))
        solved = numpy.linalg.solve(covariance, numpy.column_stack([fixed, y]))
        information = fixed.T @ solved[:, :-1]
        beta = numpy.linalg.solve(information, fixed.T @ solved[:, -1])
        squares = y @ solved[:, -1] - beta @ (fixed.T @ solved[:, -1])
        residual = squares / (size - columns)
        criterion = (
            numpy.linalg.slogdet(covariance)[1]
            + numpy.linalg.slogdet(information)[1]
            + (size - columns) * (1 + math.log(2 * math.pi * residual))
        )
        return criterion, residual, beta, residual * numpy.linalg.inv(information)

    ratios = [0.1] * len(groups)
    for method, options in (("Powell", {"ftol": 1e-13}), ("L-BFGS-B", {"ftol": 1e-15, "gtol": 1e-8})):
        ratios = optimize.minimize(
            lambda tried: parts(tried)[0], ratios, bounds=[(0, 5)] * len(groups), method=method,
            options=options,
        ).x
    criterion, residual, beta, covariance = parts(ratios)
    return [*(ratio * residual for ratio in ratios), residual], criterion, beta, covariance


@pytest.mark.parametrize("subscale", SUBSCALES)
def test_mixed_models_of_made_people_minimise_the_restricted_likelihood(
    figures, people, subscale
):
    before, after = columns(people, subscale)
    change = after - before
    names, situation = numpy.unique([person.code for person in people], return_inverse=True)
    factors, factor = numpy.unique(
        [f"{person.emotion}/{person.factor}" for person in people], return_inverse=True
    )
    emotions = sorted({person.emotion for person in people})
    one_hot = numpy.array(
        [[float(person.emotion == emotion) for emotion in emotions[1:]] for person in people]
    )
    ones = numpy.ones((len(people), 1))
    models = [model for model in figures["mixed"] if model["subscale"] == subscale]
    assert [model["formula"] for model in models] == [
        "change ~ 1 + (1 | factor) + (1 | situation)",
        "change ~ emotion + (1 | factor) + (1 | situation)",
    ]
    for model, fixed in zip(models, (ones, numpy.hstack([ones, one_hot]))):
        variances, criterion, beta, covariance = restricted(change, fixed, [factor, situation])
        assert (model["n"], model["situations"]) == (len(people), len(names))
        assert model["factors"] == len(factors)
        close(model["reml_criterion"], criterion, 1e-9)
        # The search by values alone finds the variances to the root of its precision.
        for level, variance in zip(("factor", "situation"), variances):
            close(model[f"var_{level}"] or 0.0, variance, 1e-4, scale=variances[-1])
            assert (level in model["dropped"]) == (model[f"var_{level}"] is None)
        close(model["var_residual"], variances[-1], 1e-4)
        close(model["intercept"], beta[0], 1e-4)
        close(model["se"], math.sqrt(covariance[0, 0]), 1e-4)
        close(model["icc"], sum(variances[:-1]) / sum(variances), 1e-4, scale=1)
    assert [mean["emotion"] for mean in models[1]["means"]] == emotions
    assert models[1]["reference"] == emotions[0]
    assert models[1]["emotion_test"]["df1"] == len(emotions) - 1


@pytest.mark.parametrize("subscale", SUBSCALES)
def test_robust_tests_of_made_people_are_those_of_scipy(figures, people, subscale):
    before, after = columns(people, subscale)
    change = after - before
    robust = overall(figures, subscale)["robust"]
    rose, fell = int((change > 0).sum()), int((change < 0).sum())
    assert (robust["sign"]["positive"], robust["sign"]["negative"]) == (rose, fell)
    assert robust["sign"]["zeros"] == len(people) - rose - fell
    close(robust["sign"]["p"], stats.binomtest(rose, rose + fell).pvalue, 1e-10)
    close(robust["superiority"], (rose + robust["sign"]["zeros"] / 2) / len(people), 1e-14)
    test = stats.normaltest(change)
    close(robust["normality"]["k2"], test.statistic, 1e-10)
    close(robust["normality"]["p"], test.pvalue, 1e-10)
    yuen = robust["yuen"]
    close(yuen["default"], stats.trim_mean(before, 0.2), 1e-12)
    close(yuen["difference"], stats.trim_mean(after, 0.2) - stats.trim_mean(before, 0.2), 1e-10)
    x = numpy.asarray(stats.mstats.winsorize(before, (0.2, 0.2)))
    y = numpy.asarray(stats.mstats.winsorize(after, (0.2, 0.2)))
    left = len(x) - 2 * int(0.2 * len(x))
    error = math.sqrt((len(x) - 1) * numpy.var(y - x, ddof=1) / (left * (left - 1)))
    close(yuen["se"], error, 1e-10)
    assert yuen["df"] == left - 1
    close(yuen["p"], 2 * stats.t.sf(abs(yuen["difference"] / error), left - 1), 1e-9)


def in_words(logarithm: float) -> str:
    """A Bayes factor above 1 with about three digits, from a million on by powers of ten."""
    if logarithm >= math.log(1e6):
        power = math.floor(logarithm / math.log(10))
        digits = f"{math.exp(logarithm - power * math.log(10)):.1f}"
        return f"1.0 × 10^{power + 1}" if digits == "10.0" else f"{digits} × 10^{power}"
    factor = math.exp(logarithm)
    return f"{factor:.2f}" if factor < 10 else f"{factor:.1f}" if factor < 100 else f"{factor:,.0f}"


def test_the_sentence_of_a_bayes_factor_rounds_it(figures):
    logarithms = [row["log_bf10"] for row in figures["rows"] if row["log_bf10"] is not None]
    assert any(math.log(10) < abs(logarithm) < math.log(100) for logarithm in logarithms)
    for row in figures["rows"]:
        if row["log_bf10"] is not None:
            words = in_words(abs(row["log_bf10"]))
            assert f"the data are {words} times as likely" in row["bayes_reading"]


def log_bayes_factor(t: float, n: int) -> float:
    """Rouder et al. (2009), equation 1, with a scale of √2/2."""

    def likelihood(u):
        """Over u = log g, in units of the null's."""
        g = math.exp(u)
        spread = 1 + n * g / 2
        ratio = (1 + t * t / (n - 1)) / (1 + t * t / ((n - 1) * spread))
        prior = math.exp(-0.5 / g) / math.sqrt(2 * math.pi * g)
        return ratio ** (n / 2) / math.sqrt(spread) * prior

    area, _ = integrate.quad(likelihood, -6, 40, epsabs=0, epsrel=1e-11, limit=500)
    return math.log(area)


@pytest.mark.parametrize("subscale", SUBSCALES)
def test_bayes_factors_of_made_people_are_rouders_integral(figures, subscale):
    rows = [
        row for row in figures["rows"] if row["subscale"] == subscale and row["level"] == "emotion"
    ]
    assert len(rows) == 8
    for row in rows:
        close(row["log_bf10"], log_bayes_factor(row["paired_t"]["t"], row["n"]), 1e-8, scale=1)


def test_a_bayes_factor_just_below_a_power_of_ten_is_rounded_to_it(made, tmp_path):
    written = tmp_path / "baseline.json"
    assert evoke("baseline", made, "--format", "json", "--output", written).returncode == 0
    document = json.loads(written.read_text())
    row = document["rows"][0]
    # 9.98 × 10^7, which one decimal makes 10.0.
    wanted = math.log(9.98e7)
    t = optimize.brentq(lambda t: log_bayes_factor(t, row["n"]) - wanted, 1, 20)
    row["change"]["mean"] = t * row["change"]["sd"] / math.sqrt(row["n"])
    written.write_text(json.dumps(document))
    found = json_of("baseline", written, "--bayes")["rows"][0]
    close(found["log_bf10"], wanted, 1e-6)
    assert "the data are 1.0 × 10^8 times as likely" in found["bayes_reading"]


# The published crowd, against lme4, lmerTest, BayesFactor and Wilcox's formulas in R


@pytest.fixture(scope="module")
def crowd(reference):
    return reference / "emotionbench/crowd.xlsx"


def test_the_published_crowd_has_the_figures_of_r(crowd):
    with open(ROOT / "Tests/Fixtures/references/models-crowd.json") as file:
        expected = json.load(file)
    document = json_of("baseline", crowd, *ALL)
    for subscale in SUBSCALES:
        golden = expected[subscale]
        models = [model for model in document["mixed"] if model["subscale"] == subscale]
        for model, name in zip(models, ("intercept", "emotion"), strict=True):
            lmer = golden["mixed"][name]
            close(model["intercept"], lmer["coefficients"][0], 1e-10)
            close(model["se"], lmer["standard_errors"][0], 1e-10)
            close(model["df"], lmer["df"][0], 1e-10)
            close(model["p"], lmer["p"][0], 1e-10)
            close(model["var_factor"], lmer["var_groups"][0], 1e-10)
            close(model["var_situation"], lmer["var_groups"][1], 1e-10)
            close(model["var_residual"], lmer["var_residual"], 1e-10)
            close(model["icc"], lmer["icc"], 1e-10)
            close(model["reml_criterion"], lmer["reml_criterion"], 1e-10)
            assert model["singular"] is lmer["singular"] is False
            for level, key in (("factor", "prediction_all"), ("situation", "prediction_last")):
                for ours, theirs in zip(model["prediction95"][level], lmer[key], strict=True):
                    close(ours, theirs, scale=math.sqrt(lmer["var_residual"]))
        test = golden["mixed"]["emotion"]["f"]
        close(models[1]["emotion_test"]["f"], test["f"], 1e-10)
        assert models[1]["emotion_test"]["df1"] == test["df1"]
        close(models[1]["emotion_test"]["df2"], test["df2"], 1e-10)
        close(models[1]["emotion_test"]["p"], test["p"], 1e-10)
        means = {mean["emotion"]: mean for mean in models[1]["means"]}
        assert len(means) == 8
        for mean in golden["mixed"]["means"]:
            close(means[mean["emotion"]]["mean"], mean["mean"], 1e-10)
            close(means[mean["emotion"]]["se"], mean["se"], 1e-10)
            close(means[mean["emotion"]]["df"], mean["df"], 1e-10)
        pairs = golden["mixed"]["contrasts"]
        assert [pair["first"] for pair in models[1]["differences"]] == pairs["first"]
        assert [pair["second"] for pair in models[1]["differences"]] == pairs["second"]
        for ours, theirs, tolerance in (
            ("difference", "estimate", 1e-10), ("se", "se", 1e-10), ("df", "df", 1e-10),
            ("p", "p", 1e-10), ("p_holm", "p_holm", 1e-10),
        ):
            for pair, value in zip(models[1]["differences"], pairs[theirs], strict=True):
                close(pair[ours], value, tolerance)
        bayes = {
            row["emotion"] or "overall": row
            for row in document["rows"]
            if row["subscale"] == subscale and row["level"] in ("overall", "emotion")
        }
        assert bayes.keys() == golden["bayes"].keys()
        for name, row in bayes.items():
            close(row["log_bf10"], golden["bayes"][name]["log_bf10"], 1e-6, scale=1)
        robust = overall(document, subscale)["robust"]
        for ours, theirs in (
            ("default", "first"), ("evoked", "second"), ("difference", "difference"),
            ("se", "standard_error"), ("t", "t"), ("df", "df"), ("p", "p"),
        ):
            close(robust["yuen"][ours], golden["robust"]["yuen"][theirs], 1e-9)
        for key, value in golden["robust"]["sign"].items():
            close(robust["sign"][key], value, 1e-10)


@pytest.mark.parametrize("format", ["table", "markdown", "latex", "html"])
def test_every_analysis_is_in_every_format_with_a_sentence(made, format):
    result = evoke("baseline", made, *ALL, "--format", format)
    assert (result.returncode, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    for sentence in (
        "Positive Affect: the data are ", "times as likely under ",
        "Negative Affect: the 20% trimmed means differ by ",
        "Positive Affect: over factors and situations like these, the estimated mean change ",
        "Negative Affect: mean change d",
    ):
        if format == "latex":
            sentence = sentence.replace("%", r"\%")
        assert sentence in text
    if format == "table":
        assert max(map(len, result.stdout.splitlines())) <= 80


def test_csv_holds_what_json_holds(made, figures):
    result = evoke("baseline", made, *ALL, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == len(figures["rows"])
    for row, expected in zip(rows, figures["rows"]):
        assert float(row["log_bf10"] or "nan") == (expected["log_bf10"] or pytest.approx(math.nan, nan_ok=True))
        assert float(row["superiority"]) == expected["robust"]["superiority"]
        assert row["robust_reading"] == expected["robust"]["reading"]
    for model in figures["mixed"]:
        (row,) = (
            row for row in rows
            if row["level"] == "overall" and row["subscale"] == model["subscale"]
        )
        prefix = "mixed_emotion_" if "emotion" in model["formula"] else "mixed_"
        for key in ("intercept", "se", "df", "var_factor", "var_situation", "icc", "reml_criterion"):
            assert row[prefix + key] == ("" if model[key] is None else str(model[key]))
        assert row[prefix + "reading"] == model["reading"]


def test_without_the_options_nothing_is_added(made):
    document = json_of("baseline", made)
    assert "mixed" not in document
    assert not {"log_bf10", "robust", "bayes_reading"} & document["rows"][0].keys()


def test_a_written_baseline_has_bayes_factors_but_no_people(made, figures, tmp_path):
    written = tmp_path / "baseline.json"
    assert evoke("baseline", made, "--format", "json", "--output", written).returncode == 0
    document = json_of("baseline", written, "--bayes")
    for row, expected in zip(document["rows"], figures["rows"]):
        close(row["log_bf10"], expected["log_bf10"], 1e-12)
    for option in ("--mixed", "--robust"):
        result = evoke("baseline", written, option)
        assert result.returncode == 2
        assert option in result.stderr and "no respondents" in result.stderr


def test_two_people_of_one_situation_have_an_answer(tmp_path):
    pair = workbook.people(2, seed=3)
    pair[1].code, pair[1].emotion = pair[0].code, pair[0].emotion
    pair[1].factor, pair[1].situation = pair[0].factor, pair[0].situation
    document = json_of("baseline", workbook.write(tmp_path / "two.xlsx", pair), *ALL)
    for model in document["mixed"]:
        assert model["intercept"] is model["icc"] is model["singular"] is None
        assert "single" in model["undefined"] and "there is no model" in model["reading"]
    assert all(row["robust"]["normality"] is None for row in document["rows"])


def test_people_who_all_change_alike_have_an_answer(tmp_path):
    alike = workbook.people(360, seed=5)
    for person in alike:
        person.after = list(person.before)
    document = json_of("baseline", workbook.write(tmp_path / "alike.xlsx", alike), *ALL)
    assert all(model["var_residual"] is None for model in document["mixed"])
    assert "by the same amount" in document["mixed"][0]["undefined"]
    for row in document["rows"]:
        assert row["log_bf10"] is row["robust"]["sign"]["p"] is row["robust"]["yuen"] is None
        assert row["robust"]["superiority"] == 0.5


# Power


def test_the_papers_plan_needs_34_people():
    plan = json_of("power", "--d", "0.5", "--alpha", ".05", "--power", ".8")
    assert (plan["test"], plan["d"], plan["alpha"], plan["power"]) == ("paired", 0.5, 0.05, 0.8)
    assert plan["n"] == 34
    assert round(plan["n_exact"], 2) == 33.37
    assert plan["reading"] == (
        "With 34 participants, a two-sided paired t test at α = .05 has 81% power to detect an effect "
        "of d_z = 0.50."
    )
    one = json_of("power", "--test", "one-sample", "--d", "0.5")
    assert (one["n"], one["n_exact"]) == (plan["n"], plan["n_exact"])


def noncentral_power(n, d, alpha, sides=2, two=False) -> float:
    """SciPy's noncentral t."""
    df, ncp = (2 * n - 2, d * math.sqrt(n / 2)) if two else (n - 1, d * math.sqrt(n))
    critical = stats.t.isf(alpha / sides, df)
    power = stats.nct.sf(critical, df, ncp)
    return power + (stats.nct.cdf(-critical, df, ncp) if sides == 2 else 0)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["--d", "0.3", "--n", "50"], {}),
        (["--d", "0.3", "--n", "50", "--one-sided"], {"sides": 1}),
        (["--test", "two-sample", "--d", "0.4", "--power", "0.9"], {"two": True}),
        (["--test", "two-sample", "--n", "20", "--alpha", "0.01"], {"two": True}),
        (["--n", "12", "--power", "0.95", "--one-sided"], {"sides": 1}),
        (["--d", "-0.7", "--alpha", "0.001"], {}),
    ],
)
def test_effect_size_and_power_follow_from_one_another(arguments, options):
    plan = json_of("power", *arguments)
    expected = noncentral_power(plan["n_exact"], abs(plan["d"]), plan["alpha"], **options)
    close(plan["power"], expected, 1e-6)
    assert plan["n"] == math.ceil(plan["n_exact"])
    assert plan["n_total"] == plan["n"] * (2 if options.get("two") else 1)


def test_equivalence_is_planned_by_its_two_tests_together():
    plan = json_of("power", "--test", "equivalence", "--bound", "0.5")
    # At this power the two tests hardly ever fail both: one less twice the error of each.
    df, ncp = plan["n_exact"] - 1, 0.5 * math.sqrt(plan["n_exact"])
    critical = stats.t.isf(0.05, df)
    close(1 - 2 * stats.nct.cdf(critical, df, ncp), 0.8, 1e-6)
    assert (plan["n"], plan["d"], plan["bound"]) == (36, 0, 0.5)
    back = json_of("power", "--test", "equivalence", "--n", "36", "--power", str(plan["power_of_n"]))
    close(back["bound"], 0.5, 1e-8)
    assert back["solved"] == "bound"


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "latex", "html"])
def test_power_is_in_every_format_with_its_sentence(format):
    result = evoke("power", "--test", "two-sample", "--d", "0.5", "--format", format)
    assert result.returncode == 0
    assert "With 64 participants in each of two groups" in result.stdout
    if format == "csv":
        (row,) = csv.DictReader(io.StringIO(result.stdout))
        close(float(row["n_exact"]), 63.76561, 1e-6)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Nothing to compute"),
        (["--d", "0.5", "--n", "34", "--power", "0.8"], "Give at most two of --d, --n and --power"),
        (["--d", "0"], "no number of participants can detect an effect of 0"),
        (["--d", "0.5", "--power", "0.01"], "must be above alpha"),
        (["--d", "0.5", "--power", "1"], "between 0 and 1"),
        (["--d", "0.5", "--alpha", "0"], "between 0 and 1"),
        (["--d", "nan"], "effect in SDs"),
        (["--n", "1"], "from 2 to"),
        (["--test", "equivalence", "--d", "0.5"], "needs --bound"),
        (["--test", "equivalence", "--bound", "0.5", "--d", "0.5"], "use wider bounds"),
        (["--bound", "0.5", "--d", "0.5"], "--test equivalence"),
        (["--of", "emotionbench-2024", "--d", "0.5"], "leave out"),
        (["--of", "nowhere.xlsx"], "no such file"),
        (["--d", "0.0000001"], "larger effect"),
    ],
)
def test_power_says_what_is_wrong(arguments, words):
    result = evoke("power", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_finished_study_says_what_it_could_have_found(made):
    document = json_of("power", "--of", made)
    assert (document["alpha"], document["power"]) == (0.01, 0.8)
    baseline = json_of("baseline", made)["rows"]
    assert len(document["rows"]) == len(baseline)
    for row, expected in zip(document["rows"], baseline):
        assert row["n"] == row["n_exact"] == expected["n"]
        if row["n"] < 2:
            assert row["d"] is row["bound"] is None
            continue
        sd = expected["change"]["sd"]
        close(row["points"], row["d"] * sd if sd else None, 1e-12)
        if row["n"] > 30:
            close(noncentral_power(row["n"], row["d"], 0.01), 0.8, 1e-6)
    result = evoke("power", "--of", made)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "Positive Affect: with 420 participants the study had 80% power to detect a change of " in (
        " ".join(result.stdout.split())
    )


def test_the_bundled_baseline_will_do():
    rows = json_of("power", "--of", "emotionbench-2024", "--alpha", "0.05", "--power", "0.9")["rows"]
    assert rows[0]["n"] == 1266
    close(noncentral_power(1266, rows[0]["d"], 0.05), 0.9, 1e-6)


def test_check_prints_the_effect_that_a_factor_finds(study):
    text = " ".join(evoke("check", study.folder).stdout.split())
    assert "power .80 for d_z = " in text
