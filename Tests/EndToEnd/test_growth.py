"""A study that grew is released again: together, the packages keep k, and what is advised works."""

from __future__ import annotations

import re

import pytest

from helpers.study import Study, evoke
from test_export import QUASI, released, said, wide

LIMITS = {"--kind": "simulated", "--max-suppression": "10%", "--max-loss": "0.6"}
ARGUMENTS = [part for pair in LIMITS.items() for part in pair]


def simulate(study, participants):
    done = evoke("simulate", study.folder, "--participants", participants)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def grown(tmp_path):
    """A study of 120 people, released once; returns it and the table."""
    study = Study(tmp_path / "mood").add("release:\n  withheld: [year_of_birth, education]\n")
    simulate(study, 120)
    return study, released(study.folder, tmp_path / "first", *ARGUMENTS)


def smallest_group(*tables) -> int:
    """The smallest group of people who agree on all that the tables say of them.

    Rows are joined by the answers, as anyone can who has the tables.
    """
    answers = [name for name in tables[0] if re.fullmatch("panas_(default|evoked)_[a-z]+", name)]
    whole = None
    for number, table in enumerate(tables):
        known = [name for name in QUASI if name in table]
        part = table.set_index(answers)[known].add_suffix(f" {number}")
        part[f"there {number}"] = "yes"
        whole = part if whole is None else whole.join(part, how="outer")
    return whole.fillna("not there").groupby(list(whole.columns)).size().min()


def advice(done) -> list[str]:
    """The options that a refusal names."""
    assert done.returncode == 2, done.stdout
    return re.findall(r"^- (--[a-z-]+(?: [0-9.%]+)?):", done.stderr, re.M)


@pytest.mark.parametrize("newcomers", [3, 40])
def test_what_is_advised_is_never_refused(grown, tmp_path, newcomers):
    study, first = grown
    simulate(study, newcomers)
    done = evoke("export", study.folder, tmp_path / "second", *ARGUMENTS)
    kept = study.database.read_bytes()
    if done.returncode == 0:
        assert newcomers >= 5
        assert smallest_group(first, wide(tmp_path / "second")) >= 5
        assert "Together with earlier releases: k = " in said(done)
        return
    options = advice(done)
    assert options, done.stderr
    if newcomers < 5:
        assert f"{newcomers} participants joined since the last release" in done.stderr
        assert f"needs at least 5, {5 - newcomers} more" in done.stderr
        assert options[0] == "--hold-back"
    for number, option in enumerate(options):
        study.database.write_bytes(kept)
        name, *value = option.split()
        others = [part for pair in LIMITS.items() if pair[0] != name for part in pair]
        table = released(study.folder, tmp_path / f"{number}", *others, name, *value)
        k = int(value[0]) if name == "--k" else 5
        assert smallest_group(first, table) >= k, option


def test_who_is_held_back_is_counted_and_released_with_later_newcomers(grown, tmp_path):
    study, first = grown
    simulate(study, 3)
    done = evoke("export", study.folder, tmp_path / "second", *ARGUMENTS, "--hold-back")
    assert done.returncode == 0, done.stderr
    assert "3 participants held back" in said(done)
    second = wide(tmp_path / "second")
    assert len(second) == 120
    assert "too small a group: 3" in (tmp_path / "second/README.md").read_text()
    simulate(study, 4)
    third = released(study.folder, tmp_path / "third", "--kind", "simulated", "--max-loss", 1)
    assert len(third) == 127
    assert smallest_group(first, second, third) >= 5


def test_a_private_baseline_holds_no_one_back(grown, tmp_path):
    done = evoke("export", grown[0].folder, tmp_path / "x", "--epsilon", 1, "--hold-back")
    assert done.returncode == 2 and "--hold-back" in done.stderr
