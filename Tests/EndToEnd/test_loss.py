"""Information loss and suppression of a release, worked out from the files and the workbook alone.

Non-uniform entropy: a record whose value v is shared by n(v) people, and is released under a label
that stands for n(g) people, loses -log2(n(v) / n(g)) bits; of a suppressed cell the label stands for
everybody. An attribute's loss is the sum over its records, over what it is when every cell is
suppressed; the dataset's is the mean over the attributes. A removed attribute loses everything.
"""

from __future__ import annotations

import collections
import json
import math

import openpyxl
import pandas
import pytest
import yaml

from helpers import workbook
from helpers.study import ITEMS, evoke

# A name in the published workbook that recipes write otherwise.
SPELLINGS = {"Korea, Republic of (South Korea)": "South Korea"}
QUASI = ["gender", "year_of_birth", "country", "employment", "education"]
SUPPRESSED = "(suppressed)"


def people_of(path) -> tuple[dict[tuple, dict], dict[str, list[str]]]:
    """Everybody's answers to the five questions by their 40 answers, and the columns of these."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row[2:] for row in book["Raw"].iter_rows(min_row=2, max_row=46, values_only=True)]
    book.close()
    questions = {name: [str(cell) for cell in rows[place]] for place, name in enumerate(QUASI)}
    vectors = list(zip(*([int(cell) for cell in row] for row in rows[5:45])))
    assert len(set(vectors)) == len(vectors), "two people gave the same answers"
    return {
        vector: {name: questions[name][place] for name in QUASI}
        for place, vector in enumerate(vectors)
    }, questions


def labels_of(recipe: dict, name: str, values: set[str]) -> dict[str, str]:
    """Which label the recipe says that each value has."""
    column = recipe["columns"][name]
    if "bands" in column:
        ends = column["bands"]

        def band(year: int) -> str:
            place = sum(end < year for end in ends)
            if place == 0:
                return f"{ends[0]} or earlier"
            if place == len(ends):
                return f"{ends[-1] + 1} or later"
            first, last = ends[place - 1] + 1, ends[place]
            return f"{first}" if first == last else f"{first} to {last}"

        return {value: band(int(value)) for value in values}
    if "groups" in column:
        members = {
            str(member): label for label, group in column["groups"].items() for member in group
        }
        return {value: members.get(SPELLINGS.get(value, value), "(declined)") for value in values}
    return {value: value for value in values}


def measured(path, folder) -> dict[str, float]:
    """Loss and the share of suppressed cells of a package made from a workbook."""
    original, columns = people_of(path)
    n = len(original)
    table = pandas.read_csv(
        folder / "data/description-wide_data.csv", dtype=str, keep_default_na=False
    )
    assert len(table) == n
    recipe = yaml.safe_load((folder / "recipe.yaml").read_text())
    vectors = [f"panas_{occasion}_{item}" for occasion in ("default", "evoked") for item in ITEMS]
    persons = [original[tuple(map(int, row))] for row in table[vectors].itertuples(index=False)]
    losses, suppressed = [], 0
    for name in QUASI:
        counts = collections.Counter(columns[name])
        whole = -sum(count * math.log2(count / n) for count in counts.values())
        if name not in table:
            assert recipe["columns"][name]["level"] == "removed"
            losses.append(1.0)
            continue
        labels = labels_of(recipe, name, set(counts))
        sizes = collections.Counter()
        for value, count in counts.items():
            sizes[labels[value]] += count
        bits = 0.0
        for person, cell in zip(persons, table[name]):
            value = person[name]
            if cell == SUPPRESSED:
                suppressed += 1
                bits -= math.log2(counts[value] / n)
            else:
                # The released label is the recipe's, whatever it calls those who declined.
                assert cell == labels[value] or value == "Prefer not to say", (name, value, cell)
                bits -= math.log2(counts[value] / sizes[labels[value]])
        losses.append(bits / whole)
    return {"loss": sum(losses) / len(QUASI), "suppressed": suppressed / (n * len(QUASI))}


def released(path, folder, *arguments) -> dict[str, float]:
    done = evoke("export", path, folder, *arguments)
    assert done.returncode == 0, done.stderr
    found = measured(path, folder)
    stated = json.loads((folder / "risk/risk.json").read_text())
    assert stated["information_loss"] == pytest.approx(found["loss"], rel=1e-9)
    assert stated["suppressed_cells"] == pytest.approx(found["suppressed"], rel=1e-9)
    return found


@pytest.mark.parametrize(
    "arguments, loss, suppressed",
    [
        (("--k", 5), 0.29, 0.05),
        (("--k", 10, "--max-suppression", "7%"), 0.35, 0.07),
    ],
)
def test_the_published_crowd_loses_no_more_than_it_may(
    reference, tmp_path, arguments, loss, suppressed
):
    crowd = reference / "emotionbench/crowd.xlsx"
    found = released(crowd, tmp_path / "out", *arguments)
    assert found["loss"] <= loss
    assert found["suppressed"] <= suppressed


def test_of_the_published_crowd_the_marginals_are_those_stated(reference):
    golden = json.loads((reference / "golden/risk.json").read_text())["marginals"]
    _, columns = people_of(reference / "emotionbench/crowd.xlsx")
    for name, key in zip(QUASI, ("gender", "yob", "country", "employment", "education")):
        assert collections.Counter(columns[name]) == golden[key]


@pytest.mark.parametrize("k", [3, 6])
def test_loss_and_suppression_of_made_people_are_as_stated(tmp_path, k):
    path = workbook.write(tmp_path / "crowd.xlsx", workbook.people(300))
    found = released(path, tmp_path / "out", "--k", k, "--max-suppression", "30%", "--max-loss", 0.9)
    assert 0 < found["loss"] < 0.9 and found["suppressed"] <= 0.3
