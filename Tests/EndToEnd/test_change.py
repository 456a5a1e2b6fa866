"""Effect sizes, equivalence, floor and ceiling, and adjusted change: `evoke baseline --robust --bounds
--floor --ancova`, against R's wilcox.test, effectsize, lm and emmeans."""

from __future__ import annotations

import json

import pytest

from helpers import workbook
from helpers.figures import close, json_of
from helpers.study import ROOT, evoke

ALL = ["--robust", "--bounds", "7", "--floor", "--ancova"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return workbook.write(tmp_path_factory.mktemp("made") / "crowd.xlsx", workbook.people(420, seed=11))


@pytest.fixture(scope="module")
def expected():
    with open(ROOT / "Tests/Fixtures/references/change-crowd.json") as file:
        return json.load(file)


@pytest.fixture(scope="module")
def crowd(reference):
    return reference / "emotionbench/crowd.xlsx"


@pytest.fixture(scope="module")
def document(crowd):
    return json_of("baseline", crowd, *ALL)


def rows_of(document, subscale, level):
    rows = [row for row in document["rows"] if (row["subscale"], row["level"]) == (subscale, level)]
    if level == "factor":
        return {f"{row['emotion']}_F{row['factor_index']}": row for row in rows}
    return {row["emotion"] or "overall": row for row in rows}


def ends(found, expected, tolerance=1e-10) -> None:
    """Compares intervals, or what either does not have."""
    if expected is None:
        assert found is None
        return
    for ours, theirs in zip(found, expected, strict=True):
        close(ours, theirs, tolerance, scale=1)


def estimates(found, expected) -> None:
    close(found["estimate"], expected["estimate"], 1e-12, scale=1)
    ends(found["ci95"], expected["interval"], 1e-12)


@pytest.mark.parametrize("subscale", ["positive_affect", "negative_affect"])
def test_ranks_of_the_published_crowd_are_those_of_r(document, expected, subscale):
    golden = expected[subscale]
    factors = rows_of(document, subscale, "factor")
    assert factors.keys() == golden["factors"].keys()
    overall = rows_of(document, subscale, "overall")["overall"]
    unlike_r = set()
    for name, figures in {"overall": golden["overall"], **golden["factors"]}.items():
        row = overall if name == "overall" else factors[name]
        robust = row["robust"]
        assert row["wilcoxon"]["n_zero"] == figures["zeros"]
        close(robust["rank_biserial"]["r"], figures["biserial"]["r"])
        ends(robust["rank_biserial"]["ci95"], figures["biserial"]["interval"])
        close(robust["rank_biserial"]["with_zeros"], figures["biserial"]["with_zeros"])
        estimates(robust["hodges_lehmann"], figures["all"])
        estimates(robust["hodges_lehmann_nonzero"], figures["nonzero"])
        ends(robust["hodges_lehmann_nonzero"]["ci95"], figures["wilcox"]["interval"])
        if abs(robust["hodges_lehmann_nonzero"]["estimate"] - figures["wilcox"]["estimate"]) > 1e-9:
            unlike_r.add(name)
    # Half of the averages lie below 14.5 and half above 15 there: R's iteration ends between.
    assert unlike_r == ({"Embarrassment_F4"} if subscale == "negative_affect" else set())


def test_unchanged_scores_move_the_estimate_in_49_of_72_factors(document):
    factors = [row["robust"] for row in document["rows"] if row["level"] == "factor"]
    moved = [
        robust for robust in factors
        if robust["hodges_lehmann"]["estimate"] != robust["hodges_lehmann_nonzero"]["estimate"]
    ]
    assert (len(moved), len(factors)) == (49, 72)


@pytest.mark.parametrize("subscale", ["positive_affect", "negative_affect"])
def test_equivalence_is_that_of_two_one_sided_t_tests(crowd, document, expected, subscale):
    golden = expected[subscale]["equivalence"]
    shares = {share: json_of("baseline", crowd, "--bounds", f"{share}sd") for share in ("0.2", "0.5")}
    pairs = [
        (rows_of(document, subscale, "overall")["overall"], golden["points"]),
        (rows_of(shares["0.2"], subscale, "overall")["overall"], golden["sds"]),
    ]
    halves = rows_of(shares["0.5"], subscale, "factor")
    pairs += [(halves[name], figures) for name, figures in golden["factors"].items()]
    assert len(pairs) == 38
    for row, figures in pairs:
        found = row["equivalence"]
        ends(found["bounds"], [-figures["bound"], figures["bound"]])
        for key in ("t_lower", "p_lower", "t_upper", "p_upper", "df"):
            close(found[key], figures[key], 1e-9)
        assert found["p"] == max(found["p_lower"], found["p_upper"])
        ends(found["ci90"], figures["interval"])
        low, high = found["ci90"]
        inside = found["bounds"][0] < low and high < found["bounds"][1]
        outside = found["bounds"][1] < low or high < found["bounds"][0]
        assert found["result"] == ("within" if inside else "beyond" if outside else "undecided")


@pytest.mark.parametrize("subscale", ["positive_affect", "negative_affect"])
def test_floor_and_adjusted_change_are_those_of_r(document, expected, subscale):
    golden = expected[subscale]
    overall = rows_of(document, subscale, "overall")["overall"]
    for end, score in (("floor", 10), ("ceiling", 50)):
        assert overall[end]["score"] == score
        close(overall[end]["default"], golden["at_ends"][end][0])
        close(overall[end]["evoked"], golden["at_ends"][end][1])
    for key in ("default_change", "oldham"):
        close(overall[key]["r"], golden[key]["r"])
        ends(overall[key]["ci95"], golden[key]["interval"])
        close(overall[key]["p"], golden[key]["p"], 1e-9)
    assert overall["adjusted"] is None
    for level in ("emotion", "factor"):
        (model,) = (
            model for model in document["ancova"]
            if (model["subscale"], model["level"]) == (subscale, level)
        )
        figures = golden["ancova"][level]
        assert model["formula"] == f"evoked ~ {level} + default"
        for key in ("slope", "slope_se", "residual_variance", "df"):
            close(model[key], figures[key])
        ends(model["slope_ci95"], figures["slope_interval"])
        for key in ("groups", "slopes"):
            for figure in ("f", "df1", "df2", "p"):
                close(model[f"{key}_test"][figure], figures[key][figure], 1e-9)
        start = model["default_mean"]
        close(start, overall["default"]["mean"], 1e-12)
        rows = rows_of(document, subscale, level)
        names = golden[f"{level}_levels"]
        assert rows.keys() == set(names)
        for index, name in enumerate(names):
            adjusted = rows[name]["adjusted"]
            close(adjusted["evoked"], figures["evoked"][index])
            close(adjusted["change"], figures["evoked"][index] - start, 1e-10, scale=1)
            close(adjusted["se"], figures["se"][index])
            ends(adjusted["ci95"], [figures[end][index] - start for end in ("low", "high")])


@pytest.mark.parametrize("format", ["table", "markdown", "latex", "html"])
def test_each_analysis_is_in_each_format_with_a_sentence(made, format):
    result = evoke("baseline", made, *ALL, "--by", "gender", "--format", format)
    assert (result.returncode, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    for words in (
        "Negative Affect, ranks: Wilcoxon", "The rank-biserial correlation is ",
        "Positive Affect: the mean change of ", " were at the floor (10), ",
        "Positive Affect: the default score and the change correlate at ",
        "Negative Affect: adjusted for the default score, the mean change ",
    ):
        assert words in text
    if format == "table":
        assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("bounds", ["0", "-2", "0sd", "-0.2sd", "abc", "2,5", "nan", "inf", "2sds", "sd", ""])
def test_bounds_that_are_none_are_refused(made, bounds):
    result = evoke("baseline", made, "--bounds", bounds)
    assert result.returncode == 2
    assert "expected scale points above 0, such as 2, or SDs of the change, such as 0.2sd" in result.stderr


def test_a_database_gives_the_figures_of_the_file(study, made):
    assert evoke("import", made, "--into", study.folder).returncode == 0
    from_file, from_folder = json_of("baseline", made, *ALL), json_of("baseline", study.folder, *ALL)
    assert from_folder["rows"] == from_file["rows"]
    assert from_folder["ancova"] == from_file["ancova"]
    assert from_file["rows"][0]["floor"]["score"] == 10


def test_a_stored_baseline_has_equivalence_but_no_scores(made, tmp_path):
    written = tmp_path / "baseline.json"
    assert evoke("baseline", made, "--format", "json", "--output", written).returncode == 0
    stored = json_of("baseline", written, "--bounds", "0.2sd")
    read = json_of("baseline", made, "--bounds", "0.2sd")
    for one, other in zip(stored["rows"], read["rows"], strict=True):
        assert one["equivalence"] == other["equivalence"]
    for option in ("--floor", "--ancova", "--robust"):
        result = evoke("baseline", written, option)
        assert result.returncode == 2
        assert option in result.stderr and "no respondents" in result.stderr


def test_without_the_options_nothing_is_added(made):
    document = json_of("baseline", made)
    assert "ancova" not in document
    added = {"equivalence", "floor", "ceiling", "default_change", "oldham", "adjusted"}
    assert not added & document["rows"][0].keys()


def test_people_who_do_not_change_have_an_answer(tmp_path):
    alike = workbook.people(40, seed=5)
    for person in alike:
        person.after = list(person.before)
    document = json_of("baseline", workbook.write(tmp_path / "alike.xlsx", alike), *ALL)
    for row in document["rows"]:
        assert row["equivalence"] is row["default_change"] is row["robust"]["rank_biserial"]["r"] is None
        assert row["robust"]["hodges_lehmann"] == {"estimate": 0, "ci95": None}
        assert row["robust"]["hodges_lehmann_nonzero"] is None
