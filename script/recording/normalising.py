"""Replaces what differs from run to run, and writes binary files as text."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

# Views are part of the contract; tables are not.
VIEWS = ("participants", "responses_long", "scores", "responses_wide")
ROWS = 2000


class Normaliser:
    def __init__(self, work: Path, binary: Path, dates: set[str]):
        version = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout
        today = datetime.date.today()
        # A recording may run past midnight.
        days = {str(today), str(today + datetime.timedelta(days=1)), *dates}
        self.rules = [
            (re.escape(str(work)), "WORK"),
            (r"\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b", "UUID"),
            (r"\b20[0-2]\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", "TIME"),
            (r"\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b", "TIME"),
            ("|".join(rf"\b{day}\b" for day in sorted(days)), "DATE"),
            (r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", "CODE-CODE-CODE"),
            (r"(https?://(127\.0\.0\.1|localhost|\[::1\])):\d+", r"\1:PORT"),
            (r'(name="_session" value=")[^"]*', r"\1SESSION"),
            (r"(evoke_session=)[^;\s]*", r"\1SESSION"),
            (r"\(\d+ s\)", "(N s)"),
            (rf"\b{re.escape(version.strip())}\b", "VERSION"),
        ]

    def __call__(self, text: str, hashes: bool = False) -> str:
        """The text without times, ids, paths; in files that were written, without hashes either."""
        for pattern, replacement in self.rules:
            text = re.sub(pattern, replacement, text)
        return re.sub(r"\b[0-9a-f]{64}\b", "SHA256", text) if hashes else text


def contents(path: Path) -> str:
    """A file as text: a database by its views, another binary file by its hash."""
    data = path.read_bytes()
    if data.startswith(b"SQLite format 3\0"):
        return _views(path)
    if data.startswith(b"$FL"):
        # An SPSS file says when it was made.
        data = data[:84] + b" " * 17 + data[101:]
    try:
        return data.decode()
    except UnicodeDecodeError:
        return f"binary, {len(data)} bytes, sha256:{hashlib.sha256(data).hexdigest()[:16]}\n"


def _views(path: Path) -> str:
    """The views for people, rows sorted, without participants' ids and times."""
    out = io.StringIO()
    with closing(sqlite3.connect(path)) as database:
        for view in VIEWS:
            try:
                cursor = database.execute(f"SELECT * FROM {view}")
            except sqlite3.OperationalError as error:
                out.write(f"{view}: {error}\n")
                continue
            names = [column[0] for column in cursor.description]
            kept = [
                index for index, name in enumerate(names)
                if name != "participant" and not name.endswith("_at")
            ]  # fmt: skip
            rows = sorted(tuple(str(row[index]) for index in kept) for row in cursor)
            digest = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
            out.write(f"{view}: {', '.join(names)}; {len(rows)} rows, sha256:{digest}\n")
            csv.writer(out, lineterminator="\n").writerows(rows[:ROWS])
    return out.getvalue()
