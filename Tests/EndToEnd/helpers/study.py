"""A study's folder made by `evoke new`, its server, and what its database holds."""

from __future__ import annotations

import csv
import io
import os
import re
import select
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("EVOKE_BINARY", ROOT / ".build/release/evoke"))

# The key of PANAS (Watson, Clark and Tellegen 1988): positions from 1 of Positive Affect's items.
ITEMS = (
    "interested distressed excited upset strong guilty scared hostile enthusiastic proud "
    "irritable alert ashamed inspired nervous determined attentive jittery active afraid"
).split()
POSITIVE = {ITEMS[position - 1] for position in (1, 3, 5, 9, 10, 12, 14, 16, 17, 19)}


def evoke(*arguments, **options) -> subprocess.CompletedProcess:
    """Runs the command to its end; output as text."""
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        **options,
    )


def everything(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


class Study:
    """A study's folder, made from the template and changed for the test at hand."""

    def __init__(self, folder: Path):
        self.folder = folder
        made = evoke("new", folder)
        assert made.returncode == 0, made.stderr

    @classmethod
    def at(cls, folder: Path) -> "Study":
        """The study that is in a folder already."""
        study = cls.__new__(cls)
        study.folder = folder
        return study

    @property
    def database(self) -> Path:
        return self.folder / "responses.sqlite"

    def change(self, **values) -> "Study":
        """Sets top-level keys of study.yaml that stand in one line, or adds them."""
        path = self.folder / "study.yaml"
        text = path.read_text()
        for key, value in values.items():
            line = f"{key}: {value}"
            text, count = re.subn(rf"^{key}:.*$", lambda _: line, text, flags=re.M)
            if count == 0:
                text += f"\n{line}\n"
        path.write_text(text)
        return self

    def keep_situations(self, count: int) -> "Study":
        path = self.folder / "situations.csv"
        rows = list(csv.reader(io.StringIO(path.read_text())))
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows[: count + 1])
        return self

    def add(self, text: str) -> "Study":
        """Adds keys to study.yaml."""
        path = self.folder / "study.yaml"
        path.write_text(path.read_text() + "\n" + text)
        return self

    def ask_for_a_number(self) -> "Study":
        """Adds a question that is answered by typing."""
        path = self.folder / "study.yaml"
        question = "  - id: number\n    text: Which number?\n    number: { min: 0, max: 999999 }\n"
        path.write_text(path.read_text().replace("demographics:\n", f"demographics:\n{question}"))
        return self

    # What is stored

    def rows(self, sql: str, *arguments) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(sql, arguments).fetchall()

    def value(self, sql: str, *arguments):
        ((value,),) = self.rows(sql, *arguments)
        return value

    def write(self, sql: str, *arguments) -> None:
        """Changes the database behind the server's back."""
        with closing(sqlite3.connect(self.database, timeout=10)) as database:
            with database:
                database.execute(sql, arguments)

    def participant(self, visitor) -> str:
        """The participant behind a visitor's session."""
        return self.value(
            "SELECT uuid FROM respondent JOIN session ON session.respondent_id = respondent.id "
            "WHERE token_sha256 = ?",
            visitor.token_hash,
        )

    def responses(self, participant: str, occasion: str) -> dict[str, str]:
        """Item values as the form would name them."""
        return {
            item: str(value)
            for item, value in self.rows(
                "SELECT item, value FROM responses_long WHERE participant = ? AND occasion = ?",
                participant,
                occasion,
            )
        }

    def demographics(self, participant: str) -> dict[str, str | None]:
        return dict(
            self.rows(
                "SELECT question, value FROM question_answer "
                "JOIN respondent ON respondent.id = respondent_id WHERE uuid = ?",
                participant,
            )
        )

    def saved(self) -> dict[str, str | None]:
        """Answers that were saved before their page was sent, the last of each field."""
        return dict(self.rows("SELECT field, option FROM answer_change ORDER BY id"))

    def status(self, participant: str) -> str:
        return self.value("SELECT status FROM participants WHERE participant = ?", participant)

    def assert_stored(self, participant: str, sent: dict[str, dict[str, str]]) -> None:
        """Everything sent is stored, nothing else is, and the scores follow from it."""
        declined = {
            question: None if value == "prefer_not_to_say" else value
            for question, value in sent.get("demographics", {}).items()
        }
        assert self.demographics(participant) == declined
        for occasion in ("default", "evoked"):
            answers = sent.get(occasion, {})
            assert self.responses(participant, occasion) == answers
            scores = dict(
                self.rows(
                    "SELECT subscale, score FROM scores WHERE participant = ? AND occasion = ?",
                    participant,
                    occasion,
                )
            )
            assert scores == (expected_scores(answers) if answers else {})


def expected_scores(answers: dict[str, str]) -> dict[str, int]:
    positive = sum(int(value) for item, value in answers.items() if item in POSITIVE)
    return {
        "positive_affect": positive,
        "negative_affect": sum(map(int, answers.values())) - positive,
    }


class Server:
    """A running `evoke serve`."""

    def __init__(self, study: Study, *arguments, port: int = 0, wrapper: list[str] = []):
        self.study = study
        self.log = study.folder.parent / f"{study.folder.name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*wrapper, BINARY, "serve", study.folder, "--port", str(port), *arguments],
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self.url = self._listening()
        self.port = urlsplit(self.url).port

    def _listening(self) -> str:
        # Unbuffered reads: select() knows nothing of what a buffer holds.
        descriptor = self.process.stdout.fileno()
        line, deadline = b"", time.monotonic() + 30
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([descriptor], [], [], max(0, deadline - time.monotonic()))
            part = os.read(descriptor, 1000) if ready else b""
            if not part:
                self.kill()
                raise AssertionError(f"the server did not start: {self.log.read_text()}")
            line += part
        match = re.fullmatch(rb"listening on (https?://\S+:\d+(?:/\S*)?)\n", line)
        assert match, line
        return match[1].decode()

    def stop(self, with_signal: int = signal.SIGTERM, within: float = 5) -> int:
        """Asks the server to stop and returns its exit code."""
        self.process.send_signal(with_signal)
        try:
            return self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server was still there {within} s after {with_signal!r}")
        finally:
            self.process.stdout.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def errors(self) -> str:
        """What the log says beside the study's own warnings."""
        lines = self.log.read_text().splitlines()
        return "\n".join(line for line in lines if " warning: " not in line)
