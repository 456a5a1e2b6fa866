"""Reads the tables of this dataset into pandas.

load() returns a dictionary of data frames by the tables' names. A missing value is NA, whatever
the reason; load(reasons=True) keeps the reasons, and then every column is text.
"""

import json
import re
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent
# A text that a spreadsheet could treat as a formula was stored with an apostrophe before it.
GUARD = re.compile("^'(?=[ ']*[=+@\t\r\n＝＋－＠-])")


def load(reasons=False):
    codebook = json.loads((FOLDER / "codebook.json").read_text(encoding="utf-8"))
    variables = {variable["name"]: variable for variable in codebook["variables"]}
    tokens = [missing["token"] for missing in codebook["missing"]]
    tables = {}
    for table in codebook["tables"]:
        frame = pd.read_csv(
            FOLDER / table["path"],
            dtype=str,
            encoding="utf-8",
            keep_default_na=False,
            na_values=[] if reasons else ["", *tokens],
        )
        if not reasons:
            for name in frame.columns:
                frame[name] = typed(frame[name], variables[name])
        tables[table["name"]] = frame
    return tables


def typed(column, variable):
    if variable["type"] == "integer":
        return pd.to_numeric(column).astype("Int64")
    if variable["type"] == "number":
        return pd.to_numeric(column)
    levels = [level["value"] for level in variable.get("levels", []) if level["value"] is not None]
    levels = [GUARD.sub("", level) for level in levels]
    column = column.str.replace(GUARD, "", regex=True)
    if levels:
        ordered = variable["measure"] == "ordinal"
        return column.astype(pd.CategoricalDtype(list(dict.fromkeys(levels)), ordered))
    return column


if __name__ == "__main__":
    for name, frame in load().items():
        print(f"{name}: {len(frame)} rows, {len(frame.columns)} columns")
