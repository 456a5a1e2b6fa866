"""Run files of EmotionBench's form, made for the tests: a column per repetition."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from helpers.study import ITEMS
from helpers.workbook import EMOTIONS


def names(defaults: int, repetitions: int) -> list[str]:
    """Header names of the default measures, then of every situation's repetitions, from 0."""
    found = [f"General_test-{test}_order-0" for test in range(defaults)]
    for emotion, factors in EMOTIONS.values():
        for factor, situations in enumerate(factors):
            for situation in range(situations):
                place = f"{emotion}-{factor}_scenario-{situation}"
                found += [f"{place}_test-{test}_order-0" for test in range(repetitions)]
    return found


def columns(defaults: int = 10, repetitions: int = 3, seed: int = 1) -> dict[str, list[str]]:
    """Answers by header name: calm before, upset after."""
    rng = random.Random(seed)
    weights = {True: [5, 3, 2, 1, 1], False: [2, 3, 3, 3, 2]}
    return {
        name: [str(rng.choices(range(1, 6), weights[name.startswith("General")])[0]) for _ in ITEMS]
        for name in names(defaults, repetitions)
    }


def write(path: Path, answers: dict[str, list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["question-0", "order-0", *answers])
        writer.writerow(["Prompt: \"rate\"", "You can only reply", *answers])
        for index, item in enumerate(ITEMS):
            row = [values[index] for values in answers.values()]
            writer.writerow([f"{index + 1}. {item.capitalize()}", index + 1, *row])
    return path
