"""`evoke contrast`: a study with neutral controls, and the published workbook."""

from __future__ import annotations

import csv
import io
import json
import math
import statistics

import pytest

from helpers.figures import close, json_of
from helpers.study import ROOT, Study, evoke

SIMULATED = ["--kind", "simulated"]
CONTROL = """contrasts:
  - { id: control, of: emotion=Anger, against: kind=neutral, bounds: 2 }
  - { id: sexes, of: gender=female, against: gender=male }
"""
FORMS = ("table", "json", "csv", "markdown", "latex", "html")


def with_controls(study: Study) -> Study:
    """Two factors of Anger with two situations each, and a neutral one with the names of the first."""
    path = study.folder / "situations.csv"
    rows = list(csv.reader(io.StringIO(path.read_text())))
    kept = [row for row in rows[1:] if row[0] == "Anger" and row[2] in "12"][:4]
    assert len({row[1] for row in kept}) == 2
    neutral = [
        [emotion, factor, number, "neutral", f"You wait in a quiet hall. {factor}.", "test"]
        for emotion, factor, number, *_ in kept
        if number == "1"
    ]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *neutral, *kept])
    return study.change(quota=12)


def take_part(study: Study, participants: int, seed: int = 1) -> None:
    result = evoke("simulate", study.folder, "--participants", participants, "--seed", seed)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Study:
    """72 simulated participants in six cells, 10 of whom are marked as having left."""
    study = with_controls(Study(tmp_path_factory.mktemp("contrast") / "mood")).add(CONTROL)
    take_part(study, 72)
    for number in range(1, 11):
        study.write("UPDATE respondent SET status = 'left' WHERE id = ?", number * 3)
    return study


def changes(study: Study, condition: str, subscale: str) -> list[float]:
    return [
        change
        for (change,) in study.rows(
            f"""
            SELECT evoked.score - before.score FROM scores before
            JOIN scores evoked USING (participant, subscale)
            JOIN participants USING (participant)
            JOIN respondent ON respondent.uuid = participant
            WHERE before.occasion = 'default' AND evoked.occasion = 'evoked'
              AND participants.status = 'completed' AND subscale = ? AND {condition}
            """,
            subscale,
        )
    ]


def test_controls_have_cells_of_their_own_and_are_filled_to_the_quota(filled):
    cells = filled.rows(
        "SELECT situation_kind, factor, situation, count(*) FROM participants GROUP BY 1, 2, 3"
    )
    assert len(cells) == 6 and {count for *_, count in cells} == {12}
    plan = " ".join(evoke("check", filled.folder).stdout.split())
    assert "1 emotion, 2 factors, 6 situations, of them 2 neutral as a control" in plan
    assert "control: emotion=Anger (n = 48) against kind=neutral (n = 24); bounds ±2 points" in plan
    status = json_of("status", filled.folder, *SIMULATED)
    assert [factor.get("kind") for factor in status["factors"]] == [None, None, "neutral", "neutral"]
    assert sum(factor["places"] for factor in status["factors"]) == 72


def test_a_baseline_leads_with_the_contrasts_and_pools_no_control(filled):
    document = json_of("baseline", filled.folder, *SIMULATED)
    negative = changes(filled, "situation_kind = 'negative'", "negative_affect")
    neutral = changes(filled, "situation_kind = 'neutral'", "negative_affect")
    rows = [row for row in document["rows"] if row["subscale"] == "negative_affect"]
    (overall,) = [row for row in rows if row["level"] == "overall"]
    assert overall["n"] == len(negative) and "kind" not in overall
    close(overall["change"]["mean"], statistics.fmean(negative))
    assert {row["n"] for row in rows if row["level"] == "emotion"} == {len(negative)}
    controls = [row for row in rows if row["level"] == "control"]
    assert {row["kind"] for row in controls} == {"neutral"}
    assert controls[0]["n"] == len(neutral) and controls[0]["emotion"] is None
    close(controls[0]["change"]["mean"], statistics.fmean(neutral))
    assert [contrast["id"] for contrast in document["contrasts"]] == ["control", "sexes"]
    shown = evoke("baseline", filled.folder, *SIMULATED).stdout
    assert shown.startswith("Difference of the changes of two groups")
    assert shown.index("\ncontrol\n") < shown.index("Crowd baseline of")
    assert "Neutral situations\nAll neutral" in shown
    header = evoke("baseline", filled.folder, *SIMULATED, "--format", "csv").stdout.splitlines()[0]
    assert ",n,kind,default_mean" in header
    stored = filled.folder / "baseline.json"
    written = evoke("baseline", filled.folder, *SIMULATED, "--format", "json", "--output", stored)
    assert written.returncode == 0
    assert json_of("baseline", stored)["rows"] == document["rows"]


def test_stated_contrasts_are_computed_from_what_is_stored(filled):
    document = json_of("contrast", filled.folder, *SIMULATED)
    control, sexes = document["contrasts"]
    assert control["planned"] and control["not_stated"] == 0
    assert control["planned_since"] == filled.value("SELECT min(first_used_at) FROM study_version")
    for contrast, one, two in (
        (control, "situation_kind = 'negative'", "situation_kind = 'neutral'"),
        (
            sexes,
            *(
                "situation_kind = 'negative' AND EXISTS (SELECT 1 FROM question_answer WHERE "
                f"respondent_id = respondent.id AND question = 'gender' AND value = '{value}')"
                for value in ("female", "male")
            ),
        ),
    ):
        for row in contrast["rows"]:
            first, second = (changes(filled, where, row["subscale"]) for where in (one, two))
            assert (row["of"]["n"], row["against"]["n"]) == (len(first), len(second))
            difference = statistics.fmean(first) - statistics.fmean(second)
            error = math.sqrt(
                statistics.variance(first) / len(first) + statistics.variance(second) / len(second)
            )
            close(row["difference"], difference, scale=1)
            close(row["welch"]["t"], difference / error, scale=1)
            assert row["welch"]["p"] <= row["p_holm"] <= 2 * row["welch"]["p"] + 1e-12
    assert control["rows"][0]["equivalence"]["bounds"] == [-2, 2]
    assert sexes["rows"][0]["equivalence"] is None
    assert control["rows"][0]["random"]["formula"].startswith("change ~ group + (1 | ")


def test_dropout_is_counted_by_group_with_everyone_assigned(filled):
    (control, _) = json_of("contrast", filled.folder, *SIMULATED)["contrasts"]
    for key, kind in (("of", "negative"), ("against", "neutral")):
        assigned, completed = filled.rows(
            "SELECT count(*), sum(status = 'completed') FROM participants WHERE situation_kind = ?", kind
        )[0]
        group = control["dropout"][key]
        assert (group["assigned"], group["completed"]) == (assigned, completed)
        close(group["share"], 1 - completed / assigned)
    dropouts = control["dropout"]
    assert sum(dropouts[key]["assigned"] - dropouts[key]["completed"] for key in ("of", "against")) == 10
    assert "did not complete, difference = " in control["apa"]


@pytest.mark.parametrize("form", FORMS)
def test_every_format_says_what_was_planned(filled, form):
    options = ["--of", "emotion=Anger", "--against", "kind=neutral"]
    for arguments in ([], options):
        result = evoke("contrast", filled.folder, *SIMULATED, *arguments, "--format", form)
        assert (result.returncode, result.stderr) == (0, "")
        assert "nan" not in result.stdout.lower().replace("dominan", "")
        if form == "table":
            assert all(len(line) <= 80 for line in result.stdout.splitlines())
            assert "Planned since the version of" in " ".join(result.stdout.split())
        if form == "csv":
            rows = list(csv.DictReader(io.StringIO(result.stdout)))
            assert {row["planned"] for row in rows} == {"true"} and rows[0]["id"] == "control"


def test_a_contrast_that_was_not_stated_and_one_added_later_say_so(tmp_path):
    study = with_controls(Study(tmp_path / "mood"))
    take_part(study, 36)
    refused = evoke("contrast", study.folder, *SIMULATED)
    assert refused.returncode == 2 and "no contrast is stated in advance" in refused.stderr
    groups = ["--of", "emotion=Anger", "--against", "kind=neutral"]
    (found,) = json_of("contrast", study.folder, *SIMULATED, *groups)["contrasts"]
    assert (found["id"], found["planned"], found["planned_since"]) == (None, False, None)
    assert found["apa"].startswith("Contrast that was not planned, emotion=Anger against kind=neutral:")
    study.add(CONTROL)
    found = json_of("contrast", study.folder, *SIMULATED)["contrasts"][0]
    assert (found["planned"], found["planned_since"], found["not_stated"]) == (False, None, 36)
    take_part(study, 36, seed=2)
    found = json_of("contrast", study.folder, *SIMULATED)["contrasts"][0]
    (_,), (second,) = study.rows("SELECT first_used_at FROM study_version ORDER BY id")
    assert (found["planned"], found["planned_since"], found["not_stated"]) == (False, second, 36)
    # A version keeps what it stated, also if today's file does not.
    path = study.folder / "study.yaml"
    path.write_text(path.read_text().replace(CONTROL, ""))
    found = json_of("contrast", study.database, *SIMULATED)["contrasts"][0]
    assert (found["id"], found["planned_until"]) == ("control", None)


@pytest.mark.parametrize(
    "options, message",
    [
        (["--of", "emotion=Angre", "--against", "kind=neutral"], "did you mean `Anger`?"),
        (["--of", "emotion=Anger", "--against", "gender=male"], "can be in both groups"),
        (["--of", "kind=positive", "--against", "rest"], "no situation is positive"),
        (["--of", "Anger", "--against", "rest"], "write NAME=VALUE"),
        (["--of", "emotion=Anger"], "--against rest"),
        (["--of", "language=de", "--against", "language=en"], "nobody is asked in `de`"),
        (["--of", "gender=female", "--against", "gender=cat"], "is not an answer to `gender`"),
        (["--of", "rest", "--against", "rest"], "can only be the second group"),
        (["--of", "age=30", "--against", "rest"], "`30` is not an answer to `age`"),
        (["--of", "language=en", "--against", "rest"], "the rest would be empty"),
        (["--alpha", "2"], "--alpha must be"),
        (["--bounds", "-1"], "expected scale points above 0"),
    ],
)
def test_a_mistake_is_said_and_ends_with_2(filled, options, message):
    result = evoke("contrast", filled.folder, *SIMULATED, *options)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    # A group that is none is not a wrong use of options.
    assert options[0] != "--of" or len(options) == 2 or "Usage:" not in result.stderr


def test_controls_are_said_to_have_rows_of_their_own(filled):
    shown = " ".join(evoke("baseline", filled.folder, *SIMULATED, "--by", "gender").stdout.split())
    (overall,) = [
        row
        for row in json_of("baseline", filled.folder, *SIMULATED)["rows"]
        if row["level"] == "overall" and row["subscale"] == "negative_affect"
    ]
    assert f"Across {overall['n']} simulated participants, " in shown
    note = "as a control count in the rows of the control alone."
    assert shown.count(note) == 2
    plan = " ".join(evoke("check", filled.folder).stdout.split())
    assert "24 per factor, without those of the control" in plan


def test_a_study_that_cannot_be_filled_is_refused_with_its_line(study):
    study.add("contrasts:\n  - { id: a, of: emotion=Anger, against: kind=neutral }\n")
    result = evoke("check", study.folder)
    assert result.returncode == 2
    line = study.folder.joinpath("study.yaml").read_text().splitlines().index("contrasts:") + 2
    assert f"study.yaml:{line}:" in result.stderr and "no situation is neutral" in result.stderr


def test_contrasts_of_the_published_crowd_are_those_of_r(reference):
    """Figures of t.test, lm, anova, emmeans and lmerTest, by script/reference-figures/contrast.R."""
    with open(ROOT / "Tests/Fixtures/references/contrast-crowd.json") as file:
        expected = json.load(file)
    options = [
        text
        for contrast in expected["positive_affect"]
        for text in ("--of", contrast["of"], "--against", contrast["against"])
    ]
    document = json_of("contrast", reference / "emotionbench/crowd.xlsx", *options, "--bounds", 2)
    assert len(document["contrasts"]) == 3
    for number, contrast in enumerate(document["contrasts"]):
        assert contrast["dropout"] is None and not contrast["planned"]
        for row in contrast["rows"]:
            compare(row, expected[row["subscale"]][number])


def compare(row: dict, expected: dict) -> None:
    sd = expected["hedges"]["pooled"]
    for key, name in (("of", "first"), ("against", "second")):
        assert row[key]["n"] == expected[name]["n"]
        close(row[key]["default"]["mean"], expected[name]["default"])
        close(row[key]["change"]["mean"], expected[name]["change"], scale=sd)
        close(row[key]["change"]["sd"], expected[name]["sd"])
    close(row["difference"], expected["welch"]["difference"], scale=sd)
    for key in ("t", "df", "p"):
        close(row["welch"][key], expected["welch"][key])
    close(row["p_holm"], expected["welch"]["p_holm"])
    close(row["g"], expected["hedges"]["g"])
    for found, known in zip(row["ci95"], expected["welch"]["interval"], strict=True):
        close(found, known, scale=sd)
    # uniroot stops at 1e-13 of a noncentrality.
    for found, known in zip(row["g_ci95"], expected["hedges"]["interval"], strict=True):
        close(found, known, 1e-9, scale=1)
    for key in ("t_lower", "p_lower", "t_upper", "p_upper"):
        close(row["equivalence"][key], expected["equivalence"][key])
    for key in ("difference", "se", "df", "t", "p", "p_holm", "slope"):
        close(row["adjusted"][key], expected["adjusted"][key], scale=1e-3)
    close(row["adjusted"]["slopes_test"]["p"], expected["slopes"]["p"], 1e-9)
    assert row["random"]["situations"] == expected["random"]["situations"]
    # Mixed models are found by an iteration, and so are their df.
    for key, tolerance in (("difference", 1e-6), ("se", 1e-6), ("df", 1e-4), ("p", 1e-4), ("p_holm", 1e-4)):
        close(row["random"][key], expected["random"][key], tolerance, scale=1e-3)
    close(row["random"]["var_residual"], expected["random"]["var_residual"], 1e-6)


def test_an_export_keeps_the_control_apart(filled, tmp_path):
    package = tmp_path / "package"
    result = evoke(
        "export", filled.folder, package, *SIMULATED, "--k", 2, "--max-loss", 0.9, "--seed", 1
    )
    assert result.returncode == 0, result.stderr
    wide = next(package.rglob("*wide_data.csv"))
    rows = list(csv.DictReader(io.StringIO(wide.read_text())))
    kinds = {row["situation_kind"] for row in rows}
    assert kinds == {"negative", "neutral"}
    text = next(package.rglob("*baseline*.csv")).read_text()
    baseline = list(csv.DictReader(io.StringIO(text)))
    neutral = sum(row["situation_kind"] == "neutral" for row in rows)
    assert {row["n"] for row in baseline if row["level"] == "control" and not row["emotion"]} == {
        str(neutral)
    }
