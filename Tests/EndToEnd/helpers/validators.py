"""The validators of released packages: each returns what is wrong, and nothing where all is well.

A validator that is missing fails the test; `script/bootstrap --tests` installs them all.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas
import pyreadstat
from datacite import schema45

from helpers.study import ROOT

BIN = Path(sys.executable).parent
CFFCONVERT = ROOT / ".venv-tests/cffconvert/bin"


def run(*command, folder: Path | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=folder, timeout=300
    )


def problems_of(done: subprocess.CompletedProcess) -> str:
    return "" if done.returncode == 0 else done.stdout + done.stderr or f"exit {done.returncode}"


def sums(package: Path) -> str:
    listed = {line[66:] for line in (package / "SHA256SUMS").read_text().splitlines()}
    there = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    unlisted = there - listed - {"SHA256SUMS"}
    return problems_of(run("sha256sum", "-c", "--quiet", "SHA256SUMS", folder=package)) + (
        f"not in SHA256SUMS: {unlisted}" if unlisted else ""
    )


def frictionless(package: Path) -> str:
    return problems_of(run(BIN / "frictionless", "validate", "datapackage.json", folder=package))


def bids(package: Path) -> str:
    """As a stranger runs it, who lets it read 1,000 rows, and with every row."""
    command = (BIN / "bids-validator-deno", "--ignoreWarnings", package)
    return problems_of(run(*command)) + problems_of(run(*command, "--max-rows", -1))


def cffconvert(package: Path) -> str:
    return problems_of(run(CFFCONVERT / "cffconvert", "--validate", "-i", package / "CITATION.cff"))


def datacite(package: Path) -> str:
    metadata = json.loads((package / "datacite.json").read_text())
    return "\n".join(error.message for error in schema45.validator.iter_errors(metadata))


def psych_ds(package: Path) -> str:
    """The rules of the Psych-DS schema (1.5) that concern what Evoke writes.

    The project's own validator comes by npm alone. Its rules, as its schema states them: a
    description with a name, a text and variables, in JSON-LD of schema.org; tables in data/ whose
    names are keywords with values and end in _data.csv; every column listed as a variable.
    """
    found = []
    description = json.loads((package / "dataset_description.json").read_text())
    if "schema.org" not in description.get("@context", "") or description.get("@type") != "Dataset":
        found.append("dataset_description.json is no schema.org Dataset")
    for field in ("name", "description", "variableMeasured"):
        if not description.get(field):
            found.append(f"dataset_description.json has no {field}")
    named = {
        variable["name"] if isinstance(variable, dict) else variable
        for variable in description.get("variableMeasured", [])
    }
    tables = list((package / "data").glob("*.csv"))
    if not tables:
        found.append("no table in data/")
    for table in tables:
        if not re.fullmatch(r"([a-z]+-[a-zA-Z0-9]+)(_[a-z]+-[a-zA-Z0-9]+)*_data\.csv", table.name):
            found.append(f"{table.name} is no name of a table")
        with table.open(newline="") as file:
            missing = set(next(csv.reader(file))) - named
        if missing:
            found.append(f"{table.name}: not in variableMeasured: {missing}")
    return "\n".join(found)


def spss(package: Path) -> str:
    """The .sav file as pyreadstat reads it, held against the CSV and the codebook."""
    path = package / "data/description-wide_data.sav"
    try:
        values, meta = pyreadstat.read_sav(path, user_missing=True)
        plain, _ = pyreadstat.read_sav(path)
    except pyreadstat.ReadstatError as error:
        return str(error)
    codebook = json.loads((package / "codebook.json").read_text())
    tokens = {missing["reason"]: missing["token"] for missing in codebook["missing"]}
    variables = {variable["name"]: variable for variable in codebook["variables"]}
    table = pandas.read_csv(
        package / "data/description-wide_data.csv", dtype=str, keep_default_na=False
    )
    found = []
    if list(values.columns) != list(table.columns) or len(values) != len(table):
        return "other columns or rows than the CSV"
    for name in table:
        variable = variables[name]
        levels = variable.get("levels", [])
        isText = variable["type"] == "string" and not levels
        labels = meta.variable_value_labels.get(name, {})
        missing = variable.get("spss_missing_codes", {})
        if meta.column_names_to_labels[name] != variable["label"]:
            found.append(f"{name}: label {meta.column_names_to_labels[name]!r}")
        if meta.variable_measure[name] != variable["measure"]:
            found.append(f"{name}: measure {meta.variable_measure[name]}")
        ranges = meta.missing_ranges.get(name, [])
        for code in missing.values():
            if not any(end["lo"] <= code <= end["hi"] for end in ranges):
                found.append(f"{name}: {code} is not declared missing")
        for level in levels:
            code = level.get("spss_code", level["value"])
            if code is not None and labels.get(code) != level["label"]:
                found.append(f"{name}: {code} is labelled {labels.get(code)!r}")
        written = {float(code): tokens[reason] for reason, code in missing.items()}
        written |= {
            float(level["spss_code"]): level["value"] for level in levels if "spss_code" in level
        }
        for row, (value, cell) in enumerate(zip(values[name], table[name])):
            expected = value if isText else written.get(value, value)
            if isText:
                # No spreadsheet reads SPSS files: no apostrophe. And SPSS ends long texts.
                cell = re.sub(r"^'(?=[ ']*[=+@\t\r\n-])", "", cell).encode()[:32_766].decode()
            same = expected == cell if isinstance(expected, str) else expected == float(cell)
            if not same:
                found.append(f"{name}: row {row + 1} holds something else than the CSV")
                break
        absent = table[name].isin(list(tokens.values()))
        if missing and not (plain[name].isna() == absent).all():
            found.append(f"{name}: other values are missing than in the CSV")
    return "\n".join(found)
