"""The situations that Evoke ships: their form, and that each file is one that a study can take."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from helpers.study import ITEMS, ROOT, Study, evoke

NEGATIVE = ROOT / "Data/studies/emotionbench/situations.csv"
MORE = {"neutral": ROOT / "Data/situations/neutral.csv",
        "positive": ROOT / "Data/situations/positive.csv"}  # fmt: skip
#: The number within its factor.
NUMBERS = {"neutral": "6", "positive": "7"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)


def factors(path: Path) -> list[tuple[str, str]]:
    return list(dict.fromkeys((row["emotion"], row["factor"]) for row in rows(path)))


ALL = [NEGATIVE, *MORE.values()]


def test_the_template_has_five_negative_situations_of_each_factor():
    assert {row["kind"] for row in rows(NEGATIVE)} == {"negative"}
    numbers: dict[tuple, list] = {}
    for row in rows(NEGATIVE):
        numbers.setdefault((row["emotion"], row["factor"]), []).append(row["situation"])
    assert len(numbers) == 36
    assert set(map(tuple, numbers.values())) == {("1", "2", "3", "4", "5")}


@pytest.mark.parametrize("kind", MORE)
def test_there_is_one_of_each_factor_in_the_template_s_order(kind):
    assert factors(MORE[kind]) == factors(NEGATIVE)
    assert len(rows(MORE[kind])) == 36
    for row in rows(MORE[kind]):
        assert (row["kind"], row["situation"]) == (kind, NUMBERS[kind])
        assert re.fullmatch("Evoke, matched to [1-5]", row["source"])


def test_a_neutral_and_a_positive_situation_are_matched_to_the_same_negative_one():
    neutral, positive = (rows(path) for path in MORE.values())
    assert [row["source"] for row in neutral] == [row["source"] for row in positive]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_situations_have_one_form(path):
    for row in rows(path):
        text = row["text"]
        assert 24 <= len(words(text)) <= 40, text
        assert 1 <= len(re.findall(r'[.!?](?="|\s|$)', text)) <= 3, text
        assert re.search(r"\byou(r|rs)?\b", text, re.I), text


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_no_text_appears_twice(path):
    texts = [row["text"] for other in ALL for row in rows(other)]
    assert len(set(texts)) == len(texts) == 252


@pytest.mark.parametrize("kind", MORE)
def test_no_word_of_the_panas_is_in_a_neutral_or_positive_situation(kind):
    stems = {item[:-2] if item.endswith(("ed", "ic")) else item for item in ITEMS}
    for row in rows(MORE[kind]):
        found = [word for word in words(row["text"]) if word.lower().startswith(tuple(stems))]
        assert found == [], row["text"]


def test_both_files_can_be_added_to_the_template(tmp_path):
    study = Study(tmp_path / "study")
    added = "".join(path.read_text().split("\n", 1)[1] for path in MORE.values())
    situations = study.folder / "situations.csv"
    situations.write_text(NEGATIVE.read_text() + added)
    result = evoke("check", study.folder)
    assert result.returncode == 0, result.stderr
    assert "8 emotions, 36 factors, 252 situations" in result.stdout


def test_the_template_with_a_control_states_its_contrast(tmp_path):
    folder = tmp_path / "study"
    made = evoke("new", folder, "--template", "control")
    assert made.returncode == 0, made.stderr
    assert "180 negative and 36 neutral situations" in made.stdout
    checked = evoke("check", folder)
    assert checked.returncode == 0, checked.stderr
    assert "8 emotions, 36 factors, 216 situations" in checked.stdout
    groups = "control: kind=negative (n = 1,440) against kind=neutral (n = 288)"
    assert groups in " ".join(checked.stdout.split())
    unknown = evoke("new", tmp_path / "other", "--template", "controls")
    assert unknown.returncode == 2
    assert not (tmp_path / "other").exists()
