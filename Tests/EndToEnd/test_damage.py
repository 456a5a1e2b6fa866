"""What `evoke doctor` says of a sound database and of a damaged one. `script/torture` has many more of
the damaged."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from helpers.study import Study, evoke


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Study:
    """A study with simulated participants, whose database is one sound file."""
    study = Study(tmp_path_factory.mktemp("damage") / "study")
    made = evoke("simulate", study.folder, "--participants", 40, "--seed", 5)
    assert made.returncode == 0, made.stderr
    with sqlite3.connect(study.database) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return study


def test_a_sound_database_is_called_sound(answered):
    examined = evoke("doctor", answered.folder)
    assert examined.returncode == 0, examined.stdout + examined.stderr
    assert "is sound." in " ".join(examined.stdout.split())
    report = json.loads(evoke("doctor", answered.database, "--format", "json").stdout)
    assert report["sound"] is True
    assert report["respondents"] == 40 and report["administrations"] == 80
    assert [version["respondents"] for version in report["study_versions"]] == [40]
    for form in ("csv", "markdown", "latex", "html"):
        assert evoke("doctor", answered.folder, "--format", form).returncode == 0


def test_a_damaged_row_is_named_by_doctor_and_by_analyses(answered, tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(answered.folder, folder)
    with sqlite3.connect(folder / "responses.sqlite") as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("UPDATE respondent SET step = -1, situation_id = 999 WHERE id = 7")
        database.execute("UPDATE subscale_score SET score = 50 WHERE respondent_id = 3")
    examined = evoke("doctor", folder)
    assert examined.returncode == 2
    assert "is damaged" in examined.stdout and "What to do:" in examined.stdout
    report = json.loads(evoke("doctor", folder, "--format", "json").stdout)
    found = {finding["part"]: finding["finding"] for finding in report["findings"]}
    assert {"references", "rows", "scores"} <= set(found)
    assert "respondent_id 3" in found["scores"]
    failed = evoke("baseline", folder, "--kind", "simulated")
    assert failed.returncode == 2
    assert "the table respondent with id 7" in failed.stderr and "evoke doctor" in failed.stderr
