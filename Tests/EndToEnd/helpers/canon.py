"""pyCANON (anonymity.k_anonymity and its like), which runs in a Python of its own.

It wants exact versions of NumPy and pandas that are not those of the other tests:
`script/bootstrap --tests` installs it into .venv-tests/pycanon.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import pandas

from helpers.study import ROOT

PYTHON = ROOT / ".venv-tests/pycanon/bin/python"
MEASURE = """
import json, sys
import pandas
from pycanon import anonymity
path, texts, measure, arguments = json.loads(sys.argv[1])
table = pandas.read_csv(path, dtype={name: str for name in texts}, keep_default_na=False)
print(json.dumps(float(getattr(anonymity, measure)(table, *arguments))))
"""


class anonymity:
    """The functions of pycanon.anonymity that the tests use, under their names."""

    @staticmethod
    def measure(name: str, table: pandas.DataFrame, *arguments) -> float:
        assert PYTHON.exists(), f"{PYTHON} is missing: run script/bootstrap --tests"
        texts = [column for column in table if not pandas.api.types.is_numeric_dtype(table[column])]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            table.to_csv(path, index=False)
            done = subprocess.run(
                [PYTHON, "-c", MEASURE, json.dumps([str(path), texts, name, arguments])],
                capture_output=True,
                text=True,
            )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @classmethod
    def k_anonymity(cls, table, quasi) -> float:
        return cls.measure("k_anonymity", table, quasi)

    @classmethod
    def l_diversity(cls, table, quasi, sensitive) -> float:
        return cls.measure("l_diversity", table, quasi, sensitive)

    @classmethod
    def entropy_l_diversity(cls, table, quasi, sensitive) -> float:
        return cls.measure("entropy_l_diversity", table, quasi, sensitive)

    @classmethod
    def t_closeness(cls, table, quasi, sensitive) -> float:
        return cls.measure("t_closeness", table, quasi, sensitive)
