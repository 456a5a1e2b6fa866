"""Analyses of a study that is being filled in: each is of one moment, and counts nobody in part."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest

from helpers.study import BINARY, evoke

ROUNDS = 6
ANALYSES = {
    "split": ["baseline", "--by", "gender"],
    "excluding": ["baseline", "--exclude", "identical_answers,failed_attention"],
    "reliability": ["reliability", "--exclude", "identical_answers"],
    "careless": ["careless", "--rules", "identical_answers"],
}


@pytest.fixture
def recording(study):
    """A study with a few people, one of whom answered alike twice, while others complete it."""
    study.change(quota=1000)
    assert evoke("simulate", study.folder, "--participants", 40, "--quiet").returncode == 0
    with closing(sqlite3.connect(study.database)) as database, database:
        (alike,) = database.execute(
            "SELECT uuid FROM respondent WHERE status = 'completed' ORDER BY id LIMIT 1 OFFSET 20"
        ).fetchone()
        database.execute(
            """
            UPDATE response SET (option, value) = (
                SELECT before.option, before.value FROM response AS before
                JOIN administration AS first ON first.id = before.administration_id
                JOIN administration AS second USING (respondent_id)
                WHERE first.occasion = 'default' AND second.id = response.administration_id
                  AND before.item_id = response.item_id)
            WHERE administration_id = (
                SELECT administration.id FROM administration
                JOIN respondent ON respondent.id = respondent_id
                WHERE uuid = ? AND occasion = 'evoked')
            """,
            (alike,),
        )
    people = subprocess.Popen(
        [BINARY, "simulate", study.folder, "--participants", "100000", "--seed", "2", "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield study, alike
    assert people.poll() is None, "nobody was recorded meanwhile"
    people.send_signal(signal.SIGTERM)
    people.wait(timeout=60)


def document(study, command, *options) -> dict:
    result = evoke(
        command, study.folder, "--kind", "simulated", "--format", "json", *options
    )
    assert result.returncode == 0, (command, result.returncode, result.stderr)
    return json.loads(result.stdout)


def counts(rows, **fields) -> set[int]:
    return {
        row["n"] for row in rows if all(row.get(key) == value for key, value in fields.items())
    }


def test_an_analysis_beside_people_who_answer_is_of_one_moment(recording):
    study, alike = recording
    seen = []
    for _ in range(ROUNDS):
        split = document(study, *ANALYSES["split"])
        people = split["source"]["participants"]
        assert counts(split["rows"], level="overall") == {people}
        for subscale in ("positive_affect", "negative_affect"):
            groups = [
                row["n"]
                for row in split["rows"]
                if row["level"] == "demographic" and row["subscale"] == subscale
            ]
            assert sum(groups) == people
        seen.append(people)

        excluding = document(study, *ANALYSES["excluding"])
        people = excluding["source"]["participants"]
        rules = {rule["rule"]: rule for rule in excluding["exclusions"]["rules"]}
        assert rules["identical_answers"]["left_out"] == 1
        assert rules["identical_answers"]["unknown"] == 0
        assert counts(excluding["rows"], level="overall") == {
            people - excluding["exclusions"]["left_out"]
        }
        assert counts(excluding["rows_without_exclusions"], level="overall") == {people}
        seen.append(people)

        reliability = document(study, *ANALYSES["reliability"])
        people = reliability["source"]["participants"]
        assert reliability["exclusions"]["left_out"] == 1
        assert counts(reliability["rows"]) == {people - 1}
        assert counts(reliability["rows_without_exclusions"]) == {people}
        seen.append(people)

        careless = document(study, *ANALYSES["careless"])
        people = careless["source"]["participants"]
        flagged = [
            row["participant"] for row in careless["rows"] if "identical_answers" in row["flags"]
        ]
        assert flagged == [alike]
        assert len(careless["rows"]) == len({row["participant"] for row in careless["rows"]})
        assert len(careless["rows"]) == people
        seen.append(people)
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
