"""Workbooks of the published form, made for the tests: a column per participant on sheet Raw."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from helpers.study import ITEMS

# EmotionBench's emotions in the workbook's spelling, the study's, and situations of each factor.
EMOTIONS = {
    "Angry": ("Anger", [5] * 5),
    "Anxiety": ("Anxiety", [5] * 4),
    "Depression": ("Depression", [5] * 6),
    "Frustration": ("Frustration", [5] * 4),
    "Jealous": ("Jealousy", [5, 5, 2, 3]),
    "Guilt": ("Guilt", [5] * 4),
    "Fear": ("Fear", [5] * 5),
    "Embarrassment": ("Embarrassment", [5] * 4),
}
QUESTIONS = [
    ("Gender:", ["Male", "Female", "Prefer not to say"]),
    ("Year of Birth: - Year - Please Select:", [1960, 1985, 2001]),
    ("Which country are you from?", ["United Kingdom", "South Africa"]),
    ("Employment Status:", ["Employed", "Student"]),
    ("Education attainment", ["Primary school", "University - Bachelors"]),
]
BEFORE = "How strong is each feeling at the moment: - "
AFTER = "How strong is each feeling once you have imagined it: - "
FIRST_RESPONSE_ROW = 7
ROWS = 46


@dataclass
class Participant:
    code: str
    emotion: str
    factor: int
    situation: int
    questions: list
    before: list[int]
    after: list[int]


def people(count: int, seed: int = 1) -> list[Participant]:
    """Participants of all cells in turn, who feel worse after their situation."""
    rng = random.Random(seed)
    cells = [
        (name, emotion, factor, situation)
        for name, (emotion, factors) in EMOTIONS.items()
        for factor, situations in enumerate(factors, 1)
        for situation in range(1, situations + 1)
    ]
    found = []
    for number in range(count):
        name, emotion, factor, situation = cells[number % len(cells)]
        found.append(
            Participant(
                f"{name}_F{factor}S{situation}",
                emotion,
                factor,
                situation,
                [rng.choice(answers) for _, answers in QUESTIONS],
                [rng.choices(range(1, 6), [4, 3, 3, 2, 1])[0] for _ in ITEMS],
                [rng.choices(range(1, 6), [2, 3, 3, 3, 2])[0] for _ in ITEMS],
            )
        )
    return found


def sheet_of(participants: list[Participant], title: str = "Raw") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    labels = [label for label, _ in QUESTIONS]
    labels += [f"{BEFORE}{item.capitalize()}" for item in ITEMS]
    labels += [f"{AFTER}{item.capitalize()}" for item in ITEMS]
    sheet.append([None, "Info", *(person.code for person in participants)])
    columns = [person.questions + person.before + person.after for person in participants]
    for index, (label, values) in enumerate(zip(labels, zip(*columns))):
        sheet.append([index, label, *values])
    return workbook


def write(path: Path, participants: list[Participant], change=None) -> Path:
    """Writes the workbook; `change` gets the sheet beforehand."""
    workbook = sheet_of(participants)
    if change:
        change(workbook["Raw"])
    workbook.save(path)
    return path
