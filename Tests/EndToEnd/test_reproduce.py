"""`evoke reproduce`: printed tables against what follows from the scores."""

from __future__ import annotations

import pytest

from helpers import runfile, workbook
from helpers.figures import json_of
from helpers.study import evoke


def reproduce(source, published, *arguments) -> dict:
    return json_of("reproduce", source, "--published", published, *arguments)


def table(document: dict, name: str) -> dict:
    (found,) = [entry for entry in document["tables"] if entry["id"] == name]
    return found


def test_38_of_the_90_figures_of_table_8_do_not_follow(reference):
    document = reproduce(reference / "emotionbench/crowd.xlsx", "emotionbench-2024")
    eighth = table(document, "8")
    assert eighth["cells"] == 90
    assert eighth["value_mismatches"] == 38
    explained = [
        row for row in document["rows"] if row["table"] == "8" and row["value_matches"] is False
    ]
    assert all(row["explanation"] for row in explained)
    # Beside the 90 changes the table prints its default measure: of it the SD is wrong.
    defaults = [row for row in explained if row["row"].startswith("default")]
    assert [(row["published"], row["subscale"]) for row in defaults] == [(8.7, "positive_affect")]
    assert len(explained) - len(defaults) == 38
    # The workbook's people are the ones whose figures Evoke brings.
    bundled = reproduce("emotionbench-2024", "emotionbench-2024")
    assert table(bundled, "8")["value_mismatches"] == 38


def test_runs_that_are_not_given_are_not_checked(reference):
    crowd = reference / "emotionbench/crowd.xlsx"
    run = reference / "emotionbench/models/gpt-4-PANAS-testing.csv"
    without = reproduce(crowd, "emotionbench-2024", "--table", "2")
    given = reproduce(crowd, "emotionbench-2024", "--table", "2", "--run", f"gpt-4={run}")
    before, after = table(without, "2"), table(given, "2")
    assert before["cells"] == after["cells"] > 0
    assert after["not_checked"] < before["not_checked"]


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "latex", "html"])
def test_every_format_counts_the_mismatches(form):
    result = evoke(
        "reproduce", "emotionbench-2024", "--published", "emotionbench-2024", "--format", form
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.strip()
    if form == "table":
        assert max(map(len, result.stdout.splitlines())) <= 80
        assert "38" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{crowd}"], "published"),
        (["{crowd}", "--published", "nowhere.json"], "nowhere.json"),
        (["{crowd}", "--published", "{broken}"], "broken.json"),
        (["{crowd}", "--published", "emotionbench-2024", "--run", "gpt-4"], "gpt-4"),
        (["{crowd}", "--published", "emotionbench-2024", "--run", "gpt-9={run}"], "gpt-9"),
        (["{crowd}", "--published", "emotionbench-2024", "--table", "99"], "99"),
    ],
)
def test_a_mistake_is_said_with_exit_code_2(tmp_path, arguments, words):
    crowd = workbook.write(tmp_path / "crowd.xlsx", workbook.people(200))
    run = runfile.write(tmp_path / "model.csv", runfile.columns())
    broken = tmp_path / "broken.json"
    broken.write_text('{"tables": [')
    filled = [
        argument.format(crowd=crowd, run=run, broken=broken) for argument in arguments
    ]
    result = evoke("reproduce", *filled)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
