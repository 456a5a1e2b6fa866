"""Every column of every CSV holds the figure of the JSON whose name it has.

The figures of the JSON are compared with R's in the other files; here no column may be without a
figure, and none may have another one's.
"""

from __future__ import annotations

import csv
import io
import json

import pytest

from helpers import runfile, workbook
from helpers.study import evoke

PLACE = ["level", "emotion", "factor", "factor_index", "situation_index"]


def same(*names: str) -> dict:
    return {name: (name,) for name in names}


def ends(column: str, *path: str) -> dict:
    return {f"{column}_low": (*path, 0), f"{column}_high": (*path, 1)}


def f_test(prefix: str, *path: str) -> dict:
    return {prefix + name: (*path, name) for name in ("f", "df1", "df2", "p")}


def measure(name: str) -> dict:
    return {
        f"{name}_mean": (name, "mean"), f"{name}_sd": (name, "sd"),
        f"{name}_median": (name, "median"), **ends(f"{name}_ci95", name, "ci95"),
    }


BASELINE = {
    **same("instrument", *PLACE, "subscale", "n"),
    **measure("default"), **measure("evoked"), **measure("change"),
    "t": ("paired_t", "t"), "df": ("paired_t", "df"), "p": ("paired_t", "p"),
    "log10_p": ("paired_t", "log10_p"),
    "wilcoxon_v": ("wilcoxon", "v"), "wilcoxon_p": ("wilcoxon", "p"),
    "wilcoxon_n_zero": ("wilcoxon", "n_zero"),
    **same("dz", "d_av", "hedges_gz", "p_holm", "p_bh", "arrow"),
    **ends("dz_ci95", "dz_ci95"), **ends("bca95", "bca95"),
}
BAYES = same("log_bf10", "bayes_reading")
YUEN = {
    "trimmed_default": "default", "trimmed_evoked": "evoked", "yuen_difference": "difference",
    "yuen_se": "se", "yuen_t": "t", "yuen_df": "df", "yuen_p": "p",
}
ROBUST = {
    **{column: ("robust", "yuen", key) for column, key in YUEN.items()},
    **ends("yuen_ci95", "robust", "yuen", "ci95"),
    **{f"sign_{key}": ("robust", "sign", key) for key in ("positive", "negative", "zeros", "p")},
    "superiority": ("robust", "superiority"),
    "skewness": ("robust", "normality", "skewness"),
    "excess_kurtosis": ("robust", "normality", "excess_kurtosis"),
    "k2": ("robust", "normality", "k2"), "k2_p": ("robust", "normality", "p"),
    "robust_reading": ("robust", "reading"),
    "rank_biserial": ("robust", "rank_biserial", "r"),
    **ends("rank_biserial_ci95", "robust", "rank_biserial", "ci95"),
    "rank_biserial_with_zeros": ("robust", "rank_biserial", "with_zeros"),
    "rank_reading": ("robust", "rank_reading"),
}
for estimate in ("hodges_lehmann", "hodges_lehmann_nonzero"):
    ROBUST[f"{estimate}_estimate"] = ("robust", estimate, "estimate")
    ROBUST |= ends(f"{estimate}_ci95", "robust", estimate, "ci95")
EQUIVALENCE = {
    **{
        f"equivalence_{key}": ("equivalence", key)
        for key in ("t_lower", "p_lower", "t_upper", "p_upper", "df", "p", "result")
    },
    **ends("equivalence_bounds", "equivalence", "bounds"),
    **ends("equivalence_ci90", "equivalence", "ci90"), **same("equivalence_reading"),
}
FLOOR = {
    f"{end}_{key}": (end, key) for end in ("floor", "ceiling") for key in ("score", "default", "evoked")
} | same("floor_reading")
ADJUSTED = {
    "default_change_r": ("default_change", "r"), **ends("default_change_ci95", "default_change", "ci95"),
    "default_change_p": ("default_change", "p"),
    "oldham_r": ("oldham", "r"), **ends("oldham_ci95", "oldham", "ci95"), "oldham_p": ("oldham", "p"),
    **{f"adjusted_{key}": ("adjusted", key) for key in ("evoked", "change", "se")},
    **ends("adjusted_ci95", "adjusted", "ci95"), **same("ancova_reading"),
}
ANCOVA = {
    **{
        f"ancova_{key}": (key,)
        for key in ("default_mean", "slope", "slope_se", "residual_variance", "df")
    },
    **ends("ancova_slope_ci95", "slope_ci95"),
    **f_test("ancova_groups_test_", "groups_test"), **f_test("ancova_slopes_test_", "slopes_test"),
}
MODEL = {
    **same(
        "intercept", "se", "df", "var_factor", "var_situation", "var_residual", "icc",
        "reml_criterion", "reading",
    ),
    **ends("prediction95_factor", "prediction95", "factor"),
    **ends("prediction95_situation", "prediction95", "situation"),
}
ADMINISTRATION = [
    "answered", "items", "longstring", "irv", "mahalanobis_d2", "mahalanobis_df", "mahalanobis_p",
    "seconds",
]


def value(document, path):
    """What stands at a path; None if a part of it is null or not there."""
    for key in path:
        if document is None:
            return None
        document = document[key] if isinstance(key, int) else document.get(key)
    return document


def cell(found) -> str:
    """A cell as CSV holds the value."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)


def agrees(text: str, found) -> bool:
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return text != "" and float(text) == found
    return text == cell(found)


def read(*arguments):
    table, document = (evoke(*arguments, "--format", form) for form in ("csv", "json"))
    assert (table.returncode, document.returncode) == (0, 0), table.stderr + document.stderr
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    return rows, json.loads(document.stdout)


def compare(rows, documents, columns: dict, others: set = frozenset()) -> None:
    """Compares all cells, and lets no column be without a figure."""
    assert rows[0].keys() - others == columns.keys()
    assert len(rows) == len(documents)
    wrong = [
        f"row {number}: {column} is {row[column]!r}, {path} {value(document, path)!r}"
        for number, (row, document) in enumerate(zip(rows, documents))
        for column, path in columns.items()
        if not agrees(row[column], value(document, path))
    ]
    assert not wrong, "\n".join([f"{len(wrong)} cells", *wrong[:20]])
    # A swap of two columns that never differ would be seen by nobody.
    filled = {column for column in columns if any(row[column] for row in rows)}
    assert columns.keys() - filled <= {"seconds", "default_seconds", "evoked_seconds", "bound"}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(525, seed=7))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    answers = runfile.columns(defaults=10, repetitions=3)
    return runfile.write(tmp_path_factory.mktemp("run") / "model.csv", answers)


def test_the_baseline(crowd):
    rows, document = read("baseline", crowd, "--bootstrap", "200")
    compare(rows, document["rows"], BASELINE)


def test_the_baseline_with_all_that_can_be_asked_for(crowd):
    options = [
        "--bootstrap", "200", "--bayes", "--robust", "--mixed", "--by", "gender", "--adjust", "holm",
        "--bounds", "2", "--floor", "--ancova",
    ]
    rows, document = read("baseline", crowd, *options)
    tests = {
        **f_test("anova_", "anova"), **f_test("welch_anova_", "welch_anova"),
        **{f"kruskal_{key}": ("kruskal", key) for key in ("h", "df", "p")},
        **f_test("levene_", "levene"), **f_test("brown_forsythe_", "brown_forsythe"),
    }
    plain = {f"mixed_{key}": path for key, path in MODEL.items()}
    emotions = {
        **{f"mixed_emotion_{key}": path for key, path in MODEL.items()},
        **f_test("mixed_emotion_", "emotion_test"),
    }
    means = {"mixed_mean": ("mean",), "mixed_mean_se": ("se",), "mixed_mean_df": ("df",)}
    columns = {**BASELINE, **BAYES, **ROBUST, **EQUIVALENCE, **FLOOR, **ADJUSTED}
    columns |= same("p_adjusted", "attribute", "group")
    compare(rows, document["rows"], columns, {*tests, *plain, *emotions, *means, *ANCOVA})
    for model in document["ancova"]:
        if model["level"] == "factor":
            (row,) = (
                row for row in rows
                if row["level"] == "overall" and row["subscale"] == model["subscale"]
                and not row["attribute"]
            )
            assert all(agrees(row[column], value(model, path)) for column, path in ANCOVA.items())
    for test in document["tests"]:
        (row,) = (
            row for row in rows
            if row["level"] == "overall" and row["subscale"] == test["subscale"]
        )
        assert all(agrees(row[column], value(test, path)) for column, path in tests.items())
    for model in document["mixed"]:
        (row,) = (
            row for row in rows
            if row["level"] == "overall" and row["subscale"] == model["subscale"]
        )
        own = emotions if "emotion" in model["formula"] else plain
        assert all(agrees(row[column], value(model, path)) for column, path in own.items())
        for mean in model.get("means", []):
            (row,) = (
                row for row in rows
                if (row["level"], row["emotion"]) == ("emotion", mean["emotion"])
                and row["subscale"] == model["subscale"]
            )
            assert all(agrees(row[column], value(mean, path)) for column, path in means.items())


@pytest.mark.parametrize("unit", ["repetition", "situation"])
def test_the_judgement(crowd, run, unit):
    situations = ["--situations"] if unit == "repetition" else []
    rows, document = read("judge", run, "--against", crowd, "--unit", unit, *situations)
    place = PLACE if situations else PLACE[:-1]
    columns = {
        **same(*place, "instrument", "subscale", "n", "mean", "sd", "change", "equal_variance", "arrow"),
        **{f"default_{key}": ("default", key) for key in ("mean", "sd", "n")},
        "f": ("f_test", "f"),
        **{f"f_{key}": ("f_test", key) for key in ("df1", "df2", "p")},
        **{key: ("t_test", key) for key in ("t", "df", "p")},
    }
    mixed = {
        f"mixed_{name}_{key}": ("mixed", name, key)
        for name in ("change", "vs_crowd")
        for key in ("t", "df", "p", "log10_p")
    }
    for name in ("evoked", "change", "change_fixed_default"):
        path = ("vs_crowd", name)
        columns |= {f"{name}_welch_{key}": (*path, "welch", key) for key in ("t", "df", "p", "log10_p")}
        columns |= {f"{name}_hedges_g": (*path, "hedges_g"), f"{name}_tost_p": (*path, "tost_p")}
        columns |= ends(f"{name}_g_ci95", *path, "g_ci95")
        if unit == "situation":
            columns |= {f"{name}_paired_{key}": (*path, "paired_t", key) for key in ("t", "df", "p", "log10_p")}
    if unit == "situation":
        columns = {key: path for key, path in columns.items() if not key.startswith("f_") and key not in ("f", "equal_variance")}
        compare(
            rows, document["rows"], columns,
            {"run", "f", "f_df1", "f_df2", "f_p", "equal_variance", *mixed},
        )  # fmt: skip
    else:
        compare(rows, document["rows"], columns | mixed, {"run"})
    assert {row["run"] for row in rows} == {str(run)}


def test_the_reliability_of_a_run(run):
    rows, document = read("reliability", run)
    scale = {
        **same("n", "items", "alpha", "alpha_standardized", "omega_total", "lambda6"),
        **ends("alpha_ci95", "alpha_ci95"),
        "odd_even": ("split_half", "odd_even"), "first_last": ("split_half", "first_last"),
        "incomplete": ("missing", "incomplete"), "prorated": ("missing", "prorated"),
    }
    place = same("instrument", "subscale", "occasion")
    item = same("item", "mean", "sd", "r_drop", "alpha_if_dropped")
    change = same(
        "sd_default", "sd_evoked", "sd_change", "r", "alpha_default", "alpha_evoked",
        "reliability", "alpha_of_item_changes",
    )
    stability = {
        **same("instrument", "subscale", "item_orders", "sd_within_situations"),
        **{key: ("default", key) for key in ("n", "mean", "sd")},
    }
    for name in ("items", "situations", "across_orders"):
        stability |= {f"icc_{name}": (name, "icc"), f"icc_{name}_average": (name, "icc_average")}
        stability |= ends(f"icc_{name}_ci95", name, "icc_ci95")
    lines = {kind: [row for row in rows if row["row"] == kind] for kind in ("scale", "item", "change", "stability")}
    assert sum(map(len, lines.values())) == len(rows)
    seen = {"row", "constant", "n_with_prorated", "alpha_with_prorated"}

    def check(kind: str, documents: list, columns: dict) -> None:
        seen.update(columns)
        assert len(lines[kind]) == len(documents)
        for row, document in zip(lines[kind], documents):
            for column, path in columns.items():
                assert agrees(row[column], value(document, path)), (kind, column)
            others = row.keys() - columns.keys() - {"row", "n", "constant"}
            assert not any(row[column] for column in others)

    check("scale", document["rows"], {**place, **scale})
    check(
        "item",
        [{**row, **statistics} for row in document["rows"] for statistics in row["item_statistics"]],
        {**place, **item},
    )
    check("change", document["changes"], {**same("instrument", "subscale", "n"), **change})
    check("stability", document["stability"], stability)
    assert seen | {*change} == rows[0].keys()


def test_careless_answers(crowd):
    rows, document = read("careless", crowd, "--rules", "longstring_above:3,identical_answers")
    columns = {
        **same("participant", "emotion", "factor", "situation", "instrument", "even_odd"),
        **{f"{when}_{key}": (when, key) for when in ("default", "evoked") for key in ADMINISTRATION},
    }
    compare(rows, document["rows"], columns, {"identical", "flags", "undecided", "not_stated"})
    for row, found in zip(rows, document["rows"]):
        assert row["identical"] == {True: "1", False: "0", None: ""}[found["identical"]]
        for key in ("flags", "undecided", "not_stated"):
            assert row[key] == "; ".join(found[key])
    assert any(row["flags"] for row in rows)


@pytest.mark.parametrize("arguments", [["--d", "0.5"], ["--test", "equivalence", "--bound", "0.5", "--d", "0.1"]])
def test_a_plan(arguments):
    rows, document = read("power", *arguments)
    columns = same(
        "test", "d", "bound", "alpha", "sides", "power", "n", "n_exact", "n_total", "power_of_n",
        "solved", "reading",
    )
    compare(rows, [document], columns)


def test_the_power_of_a_finished_study(crowd):
    rows, document = read("power", "--of", crowd)
    columns = same(
        "test", *PLACE, "subscale", "d", "alpha", "power", "n", "n_exact", "points", "bound",
        "bound_points", "d_found", "reading",
    )
    compare(rows, document["rows"], columns)


def test_a_reproduction():
    rows, document = read("reproduce", "emotionbench-2024", "--published", "emotionbench-2024")
    columns = same("table", "row", "subscale", "who", "recomputed", "arrow_published", "arrow_recomputed", "explanation")
    others = {"name", "published", "value_matches", "arrow_matches"}
    compare(rows, document["rows"], columns, others)
    words = {True: "true", False: "false", None: "not_checked"}
    for row, found in zip(rows, document["rows"]):
        assert float(row["published"]) == found["published"]
        assert row["value_matches"] == words[found["value_matches"]]
        arrow = words[found["arrow_matches"]] if found["arrow_published"] else ""
        assert row["arrow_matches"] == arrow


def test_the_risk(crowd):
    rows, document = read("risk", crowd, "--population", "20000")
    assert {row["known"] for row in rows} == document["by_subset"].keys()
    for row in rows:
        subset = document["by_subset"][row["known"]]
        assert row["records"] == str(document["records"])
        assert {key: int(row[key]) for key in ("k", "classes", "uniques")} == subset
