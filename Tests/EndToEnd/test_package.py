"""What `evoke export` writes: real validators pass it, and find the fault in a spoiled copy."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

from helpers import validators
from helpers import workbook
from helpers.study import Study, evoke

RELEASE = """
release:
  title: "Moods: before & after"
  description: How people felt before and after they imagined a situation.
  keywords: [emotion, PANAS]
  licence: CC-BY-4.0
  version: 1.1.0
  doi: 10.5281/zenodo.123
  url: https://example.org/moods
  publisher: A University
  authors:
    - { given: Ada, family: Lovelace, orcid: 0000-0002-1825-0097, affiliation: Analytical Society }
    - { group: "The Émigrés' Lab" }
  changes: [Ages are coarser.]
"""


def released(source, folder: Path, *arguments) -> Path:
    done = evoke("export", source, folder, *arguments)
    assert done.returncode == 0, done.stderr
    return folder


def a_study(folder: Path) -> Study:
    """A study with the answers of 400 people from a workbook, and a description of its release."""
    study = Study(folder / "study")
    with (study.folder / "study.yaml").open("a") as file:
        file.write(RELEASE)
    file = workbook.write(folder / "crowd.xlsx", workbook.people(400))
    imported = evoke("import", file, "--into", study.folder)
    assert imported.returncode == 0, imported.stderr
    return study


@pytest.fixture(scope="module", params=["study", "published workbook"])
def packages(request, tmp_path_factory) -> dict[str, Path]:
    """The same people in both layouts."""
    folder = tmp_path_factory.mktemp("packages")
    if request.param == "study":
        source = a_study(folder).folder
        limits = ("--max-suppression", "20%", "--max-loss", "0.9")
    else:
        source = request.getfixturevalue("reference") / "emotionbench/crowd.xlsx"
        limits = ()
    # The second release of a study has to mask everybody as the first did.
    psychds = released(source, folder / "psychds", *limits)
    recipe = ("--recipe", psychds / "recipe.yaml")
    return {
        "psychds": psychds,
        "bids": released(source, folder / "bids", "--layout", "bids", *recipe),
    }


@pytest.fixture
def spoiled(packages, tmp_path):
    """A copy of a package in which a text is replaced by another, once."""

    def spoil(layout: str, path: str, pattern: str, replacement: str) -> Path:
        copy = tmp_path / "spoiled"
        shutil.copytree(packages[layout], copy)
        text = (copy / path).read_bytes().decode()
        changed, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1, f"nothing to spoil in {path}"
        (copy / path).write_bytes(changed.encode())
        return copy

    return spoil


# A layout, a validator, what is spoiled, and what the validator then says.
WIDE = "data/description-wide_data.csv"
ANSWER = r",[1-5],(?=[1-5],[1-5],)"
SPOILED = [
    ("psychds", validators.sums, WIDE, r"\r\np", "\r\nq", "FAILED"),
    ("psychds", validators.frictionless, WIDE, ANSWER, ",9,", "constraint"),
    ("psychds", validators.frictionless, WIDE, r"\r\np", "\r\nq", "hash"),
    (
        "psychds",
        validators.cffconvert,
        "CITATION.cff",
        "\ntitle: .*",
        "",
        "(?i)missing|required|invalid",
    ),
    ("psychds", validators.datacite, "datacite.json", r'"titles"', '"title"', "'titles' is a requ"),
    ("psychds", validators.psych_ds, "dataset_description.json", '"name": "gender"', '"name": "x"', "gender"),
    (
        "psychds",
        validators.spss,
        WIDE,
        ANSWER,
        ",9,",
        "something else than the CSV",
    ),
    ("psychds", validators.spss, "codebook.json", '"label": "Interested', '"label": "Bored', "label"),
    ("bids", validators.sums, "participants.tsv", "\nsub-p", "\nsub-q", "FAILED"),
    ("bids", validators.bids, "participants.tsv", "\nsub-p", "\nsub-q", "PARTICIPANT_ID_MISMATCH"),
    ("bids", validators.bids, "phenotype/panas.tsv", "^participant_id", "participant", "participant_id"),
    ("bids", validators.bids, "dataset_description.json", '"Name"', '"Nam"', "Name"),
    ("bids", validators.cffconvert, "CITATION.cff", "cff-version: .*", 'cff-version: "0"', "."),
    ("bids", validators.datacite, "datacite.json", r'"Dataset"', '"Data"', "Data"),
]
PAIRS = sorted({(layout, check) for layout, check, *_ in SPOILED}, key=lambda pair: (
    pair[0], pair[1].__name__))


@pytest.mark.parametrize(
    "layout, validator", PAIRS, ids=[f"{layout}-{check.__name__}" for layout, check in PAIRS]
)
def test_the_validators_pass_the_package(packages, layout, validator):
    assert validator(packages[layout]) == ""


@pytest.mark.parametrize(
    "layout, validator, path, pattern, replacement, message",
    SPOILED,
    ids=[f"{row[0]}-{row[1].__name__}-{row[2]}" for row in SPOILED],
)
def test_a_spoiled_copy_is_found(spoiled, layout, validator, path, pattern, replacement, message):
    found = validator(spoiled(layout, path, pattern, replacement))
    assert re.search(message, found), found


# The baseline's row of one factor as R computes it, from what haven and load.R read.
RECOMPUTE = """
library(haven)
arguments <- commandArgs(TRUE)
source(file.path(arguments[1], "load.R"))
sav <- read_sav(file.path(arguments[1], "data/description-wide_data.sav"))
words <- function(column) if (is.labelled(column)) as.character(as_factor(column)) else column
figures <- function(table) {
  rows <- words(table$emotion) == arguments[2] & words(table$factor) == arguments[3]
  before <- as.numeric(table$panas_default_negative_affect[rows])
  after <- as.numeric(table$panas_evoked_negative_affect[rows])
  test <- t.test(after, before, paired = TRUE)
  c(length(before), mean(before), sd(before), mean(after), sd(after), mean(after - before),
    sd(after - before), median(after - before), test$conf.int, test$statistic, test$p.value)
}
loaded <- wide
for (name in c("emotion", "factor")) loaded[[name]] <- as.character(loaded[[name]])
scored <- rowSums(sapply(strsplit(arguments[4], ",")[[1]], function(item)
  wide[[paste0("panas_default_", item)]]))
stopifnot(isTRUE(all.equal(scored, as.numeric(wide$panas_default_negative_affect))))
options(digits = 17)
cat(format(figures(sav), digits = 17), "\\n")
cat(format(figures(loaded), digits = 17), "\\n")
"""


def differences_in_r(package: Path) -> list[str]:
    """Where R's figures of a factor are not those of baseline.json, to 1e-10 relative."""
    baseline = json.loads((package / "baseline.json").read_text())
    row = next(
        row
        for row in baseline["rows"]
        if row["level"] == "factor" and row["subscale"] == "negative_affect"
    )
    codebook = json.loads((package / "codebook.json").read_text())
    subscales = codebook["instruments"][0]["subscales"]
    items = next(scale["items"] for scale in subscales if scale["id"] == "negative_affect")
    change = row["change"]
    expected = [row["n"]]
    expected += [row[occasion][key] for occasion in ("default", "evoked") for key in ("mean", "sd")]
    expected += [change["mean"], change["sd"], change["median"], *change["ci95"]]
    expected += [row["paired_t"]["t"], row["paired_t"]["p"]]
    names = ",".join(part["item"] for part in items)
    done = validators.run(
        "Rscript", "-e", RECOMPUTE, package, row["emotion"], row["factor"], names, folder=Path("/")
    )
    if done.returncode != 0:
        return [done.stderr]
    found = []
    for line in done.stdout.splitlines():
        figures = [float(text) for text in line.split()]
        if figures != pytest.approx(expected, rel=1e-10):
            found.append(f"{figures} instead of {expected}")
    assert len(done.stdout.splitlines()) == 2
    return found


def test_r_recomputes_a_row_of_the_baseline(packages):
    assert differences_in_r(packages["psychds"]) == []


def test_r_finds_a_baseline_that_does_not_follow(packages, tmp_path):
    copy = tmp_path / "spoiled"
    shutil.copytree(packages["psychds"], copy)
    baseline = json.loads((copy / "baseline.json").read_text())
    for row in baseline["rows"]:
        row["change"]["mean"] += 1e-6
    (copy / "baseline.json").write_text(json.dumps(baseline))
    assert len(differences_in_r(copy)) == 2


def test_the_loaders_work_from_anywhere(packages, tmp_path):
    moved = tmp_path / "a folder, moved"
    shutil.copytree(packages["psychds"], moved)
    table = pandas.read_csv(moved / WIDE, dtype=str, keep_default_na=False)
    answers = sum(
        1 for name in table for cell in table[name] if re.fullmatch("panas_.*", name) and cell
    ) - 4 * len(table)
    expected = (
        f"wide: {len(table)} rows, {len(table.columns)} columns\n"
        f"long: {answers} rows, 5 columns\n"
    )
    for command in ([sys.executable, moved / "load.py"], ["Rscript", moved / "load.R"]):
        done = validators.run(*command, folder=tmp_path)
        assert (done.stdout, done.stderr) == (expected, "")


def test_python_loads_types_labels_and_missing_values(packages):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from load import load; w = load()['wide']; r = load(reasons=True)['wide'];"
            "print(w.dtypes['emotion'], w.dtypes['panas_default_upset'],"
            " int(w.isna().sum().sum()), int(r.isin(['(suppressed)', '(declined)']).sum().sum()))",
        ],
        cwd=packages["psychds"],
        env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    emotion, answer, absent, reasons = done.stdout.split()
    assert (emotion, answer) == ("category", "Int64")
    assert int(absent) == int(reasons) > 0


def test_both_tables_hold_the_same_answers(packages):
    folder = packages["psychds"]
    wide = pandas.read_csv(folder / WIDE, dtype=str, keep_default_na=False)
    long = pandas.read_csv(
        folder / "data/description-long_data.csv", dtype=str, keep_default_na=False
    )
    assert len(long) == len(wide) * 40
    wide = wide.set_index("participant")
    by_participant = wide.to_dict("index")
    for row in long.itertuples():
        column = f"{row.instrument}_{row.occasion}_{row.item}"
        assert by_participant[row.participant][column] == row.value


def test_the_csv_is_rfc_4180(packages):
    for table in (packages["psychds"] / "data").glob("*.csv"):
        text = table.read_bytes()
        assert not text.startswith(b"\xef\xbb\xbf")
        assert text.endswith(b"\r\n") and text.count(b"\n") == text.count(b"\r\n")
        rows = list(csv.reader(text.decode().splitlines(), strict=True))
        assert len({len(row) for row in rows}) == 1


def test_the_two_layouts_hold_the_same_people(packages):
    bids = packages["bids"]
    people = pandas.read_csv(bids / "participants.tsv", sep="\t", dtype=str, keep_default_na=False)
    answers = pandas.read_csv(
        bids / "phenotype/panas.tsv", sep="\t", dtype=str, keep_default_na=False
    )
    joined = people.merge(answers, on="participant_id", validate="1:1")
    wide = pandas.read_csv(packages["psychds"] / WIDE, dtype=str, keep_default_na=False)
    tokens = ["(declined)", "(skipped)", "(not reached)"]
    columns = list(wide.columns[1:])
    assert set(joined.columns[1:]) == set(columns)
    assert sorted(map(tuple, joined[columns].values)) == sorted(
        map(tuple, wide[columns].replace(tokens, "n/a").values)
    )


def test_the_same_release_is_the_same_on_every_clock(tmp_path, monkeypatch):
    file = workbook.write(tmp_path / "crowd.xlsx", workbook.people(400))
    folders = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        folders.append(
            released(
                file, tmp_path / zone.replace("/", "-"), "--seed", 5, "--max-suppression", "20%",
                "--max-loss", "0.9",
            )
        )
    sums = [(folder / "SHA256SUMS").read_text() for folder in folders]
    assert sums[0] == sums[1]
