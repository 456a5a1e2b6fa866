"""Rules for excluding participants: for whom they were stated in advance, and what they look at."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing

import pytest

from helpers.figures import json_of
from helpers.study import evoke

SIMULATED = ["--kind", "simulated"]


def take_part(study, participants: int, seed: int) -> None:
    result = evoke("simulate", study.folder, "--participants", participants, "--seed", seed)
    assert result.returncode == 0, result.stderr


def state(study, *rules: str) -> None:
    path = study.folder / "study.yaml"
    text = re.sub(r"^exclusions:\n(  - .*\n?)*", "", path.read_text(), flags=re.M)
    lines = "".join(f"  - {rule}\n" for rule in rules)
    path.write_text(text + (f"\nexclusions:\n{lines}" if rules else ""))


def read_for(study, seconds: dict[str, int]) -> None:
    """Says when each participant was shown the situation and left it."""
    with closing(sqlite3.connect(study.database)) as database, database:
        for table in ("page_served", "page_received"):
            database.execute(f"DROP TRIGGER IF EXISTS {table}_is_not_deleted")
            database.execute(f"DELETE FROM {table} WHERE page = 'situation'")
        for uuid, long in seconds.items():
            (number,) = database.execute("SELECT id FROM respondent WHERE uuid = ?", [uuid]).fetchone()
            database.execute(
                "INSERT INTO page_served (respondent_id, page, at) VALUES (?, 'situation', ?)",
                [number, "2026-01-01T00:00:00.000Z"],
            )
            database.execute(
                "INSERT INTO page_received (respondent_id, page, outcome, at) "
                "VALUES (?, 'situation', 'recorded', ?)",
                [number, f"2026-01-01T00:0{long // 60}:{long % 60:02}.000Z"],
            )


def completed(study) -> list[str]:
    return [
        uuid
        for (uuid,) in study.rows(
            "SELECT uuid FROM respondent WHERE status = 'completed' ORDER BY id"
        )
    ]


@pytest.fixture
def mended(study):
    """66 participants; a word of the situations was mended after half of them, and 5 hurried."""
    study.keep_situations(2).change(quota=33)
    state(study, "read_too_fast")
    take_part(study, 33, seed=1)
    path = study.folder / "situations.csv"
    path.write_text(path.read_text().replace(" the ", " this ", 2))
    take_part(study, 33, seed=2)
    people = completed(study)
    assert len(people) == 66
    assert study.value("SELECT count(DISTINCT study_version_id) FROM respondent") == 2
    hurried = {people[number] for number in (3, 9, 20, 40, 65)}
    read_for(study, {person: 0 if person in hurried else 120 for person in people})
    return study


def test_a_typo_that_was_mended_leaves_reading_times_as_they_were(mended):
    document = json_of("baseline", mended.folder, *SIMULATED, "--exclude", "study")
    (rule,) = document["exclusions"]["rules"]
    assert (rule["rule"], rule["left_out"], rule["unknown"]) == ("read_too_fast", 5, 0)
    assert rule["not_stated"] == 0
    assert rule["stated_since"] == mended.value("SELECT min(first_used_at) FROM study_version")
    assert document["rows"][0]["n"] == 61


def test_rules_written_after_the_last_answer_exclude_no_one(study):
    study.keep_situations(2).change(quota=20)
    state(study)
    take_part(study, 40, seed=3)
    state(study, "longstring_above: 1")
    document = json_of("baseline", study.folder, *SIMULATED, "--exclude", "study")
    (rule,) = document["exclusions"]["rules"]
    assert (rule["left_out"], rule["not_stated"], rule["stated_since"]) == (0, 40, None)
    assert document["rows"][0]["n"] == 40
    careless = json_of("careless", study.folder, *SIMULATED)
    assert not any(row["flags"] for row in careless["rows"])
    assert all(row["not_stated"] == ["longstring_above: 1"] for row in careless["rows"])
    for command in ("baseline", "reliability"):
        for form in ("table", "csv", "markdown", "html", "latex"):
            result = evoke(command, study.folder, *SIMULATED, "--exclude", "study", "--format", form)
            assert result.returncode == 0, result.stderr
            text = " ".join(result.stdout.replace("\\_", "_").split())
            assert "not stated in advance for 40 respondents" in text


def test_a_rule_that_was_added_is_for_those_who_were_told_and_says_since_when(study):
    study.keep_situations(2).change(quota=20)
    state(study, "seconds_below: 1")
    take_part(study, 20, seed=4)
    state(study, "longstring_above: 1")
    take_part(study, 20, seed=5)
    document = json_of("careless", study.folder, *SIMULATED)
    rules = {rule["rule"]: rule for rule in document["rules"]}
    assert rules.keys() == {"longstring_above: 1", "seconds_below: 1"}
    (first,), (second,) = study.rows("SELECT first_used_at FROM study_version ORDER BY id")
    added, dropped = rules["longstring_above: 1"], rules["seconds_below: 1"]
    assert (added["stated_since"], added["stated_until"], added["not_stated"]) == (second, None, 20)
    assert (dropped["stated_since"], dropped["stated_until"], dropped["not_stated"]) == (first, second, 20)
    flagged = [row["participant"] for row in document["rows"] if "longstring_above: 1" in row["flags"]]
    striking = {
        row["participant"]
        for row in document["rows"]
        if max(row["default"]["longstring"], row["evoked"]["longstring"]) > 1
    }
    assert set(flagged) == striking & set(completed(study)[20:])
    note = f"Added in the version of {second[:16].replace('T', ' ')} UTC."
    assert note in " ".join(evoke("careless", study.folder, *SIMULATED).stdout.split())
    # A rule that the caller names is for everyone, and said not to be stated.
    named = json_of("careless", study.folder, *SIMULATED, "--rules", "longstring_above:1")
    assert sum("longstring_above: 1" in row["flags"] for row in named["rows"]) == len(striking)


def test_a_changed_rate_of_reading_is_said(study):
    study.keep_situations(2).change(quota=20, reading_words_per_minute=300)
    take_part(study, 4, seed=4)
    study.change(reading_words_per_minute=200)
    take_part(study, 4, seed=5)
    (_,), (second,) = study.rows("SELECT first_used_at FROM study_version ORDER BY id")
    document = json_of("baseline", study.folder, *SIMULATED, "--exclude", "read_too_fast")
    moment = second[:16].replace("T", " ")
    assert document["exclusions"]["notes"][0].endswith(
        f"Changed from 300 to 200 words per minute in the version of {moment} UTC."
    )


def test_participants_about_whom_a_rule_cannot_decide_are_named(mended):
    people = completed(mended)
    read_for(mended, {person: 120 for person in people[2:]})
    source = [mended.folder, *SIMULATED]
    document = json_of("baseline", *source, "--exclude", "study")
    (rule,) = document["exclusions"]["rules"]
    assert (rule["left_out"], rule["unknown"]) == (0, 2)
    assert rule["unknown_participants"] == people[:2]
    for arguments in (["baseline", *source, "--exclude", "study"], ["careless", *source]):
        for form in ("table", "csv", "markdown", "html", "latex"):
            text = evoke(*arguments, "--format", form).stdout
            assert all(person in text for person in people[:2]), form
    rows = csv.DictReader(io.StringIO(evoke("careless", *source, "--format", "csv").stdout))
    undecided = {row["participant"] for row in rows if row["undecided"] == "read_too_fast"}
    assert undecided == set(people[:2])
