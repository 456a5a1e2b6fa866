"""The files that recorded calls read: published ones, studies, and databases made once."""

from __future__ import annotations

import csv
import datetime
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("EVOKE_REFERENCE", ROOT.parent / "shared/reference"))

MOOD = """\
id: mood
version: "1"
title: A short scale of mood
citation: Made for a recording.
licence: { terms: Free to use., evidence: Written for a recording. }
instruction: { default: How is your mood?, evoked: How is your mood after the situation? }
scales:
  - id: agreement
    points:
      - { value: 1, label: Not at all }
      - { value: 2, label: Partly }
      - { value: 3, label: Mostly }
      - { value: 4, label: Completely }
items:
  - { id: cheerful, text: Cheerful, scale: agreement }
  - { id: gloomy, text: Gloomy, scale: agreement, reverse: true }
  - { id: content, text: Content, scale: agreement }
  - { id: tired, text: Tired, scale: agreement, reverse: true }
  - { id: awake, text: Awake, scale: agreement }
subscales:
  - { id: pleasure, title: Pleasure, score: mean, items: [cheerful, gloomy, content], range: [1, 4] }
  - { id: energy, title: Energy, score: mean, items: [tired, awake], range: [1, 4] }
missing: { prorate: 0.5 }
tests:
  - { name: top, answers: [4, 1, 4, 1, 4], scores: { pleasure: 4, energy: 4 } }
"""

CALM = """\
id: calm
version: "1"
title: A short scale of calm
citation: Made for a recording.
licence: { terms: Free to use., evidence: Written for a recording. }
instruction: { default: How calm are you?, evoked: How calm are you after the situation? }
scales:
  - id: extent
    points: [{ value: 0, label: No }, { value: 1, label: Some }, { value: 2, label: Much }]
items:
  - { id: at_ease, text: At ease, scale: extent }
  - { id: restless, text: Restless, scale: extent, reverse: true }
  - { id: quiet, text: Quiet, scale: extent }
  - { id: still, text: Still, scale: extent }
subscales:
  - { id: calm, title: Calm, score: sum, items: [at_ease, restless, quiet, still], range: [0, 8] }
"""

OWN = """\
title: Mood and calm
language: en
consent: consent.md
debrief: debrief.md
screening:
  - id: fluent
    text: Do you read English without effort?
    options: [{ value: yes, label: Yes }, { value: mostly, label: Mostly }, { value: no, label: No }]
    accept: [yes, mostly]
    outcome: flag
demographics:
  - id: gender
    text: Which describes you best?
    options: [{ value: female, label: Woman }, { value: male, label: Man }]
  - id: year_of_birth
    text: In which year were you born?
    year_of_birth: { youngest: 18, oldest: 100 }
  - id: country
    text: In which country do you live?
    country: true
  - id: siblings
    text: How many brothers and sisters do you have?
    number: { min: 0, max: 3 }
design: mood, calm -> imagine situation -> mood, calm
situations: situations.csv
quota: 30
attention:
  - id: check_a
    text: Choose "Partly" here.
    instrument: mood
    occasion: default
    after: content
    expect: 2
presentation: { skipping: true }
imagining: { vividness: optional }
exclusions:
  - failed_attention
  - failed_screening
  - identical_answers
  - longstring_above: 4
recruiting:
  completion_codes: { complete: C1ABC, left: C2DEF, screened_out: C3GHI }
release:
  licence: CC-BY-4.0
  authors: [{ given: Ada, family: Lovelace }]
  withheld: [siblings]
  quasi_identifiers: [gender, year_of_birth, country]
"""

TABLE = """\
region,sex,age,income,score,item_1,item_2
north,f,31,high,12,1,2
north,f,31,high,15,1,3
north,m,45,low,11,2,2
south,m,45,low,30,5,5
south,f,52,low,28,4,4
south,f,52,high,22,4,3
west,,19,high,9,1,1
"""


class Fixtures:
    """Folders and files by the name that a call's arguments give them."""

    def __init__(self, folder: Path, binary: Path):
        self.folder = folder
        if not (folder / "made").exists():
            if not REFERENCE.is_dir():
                raise SystemExit(f"record-outputs: no published files at {REFERENCE}")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self.binary = binary
            self._make()
            (folder / "made").write_text(f"{datetime.date.today()}\n")

    @property
    def date(self) -> str:
        return (self.folder / "made").read_text().strip()

    def copy(self, arguments: list[str], into: Path) -> None:
        """Puts what the arguments name into the folder that a call runs in."""
        for argument in arguments:
            name = argument.split("=")[-1].split("/")[0]
            source = self.folder / name
            if not name or not source.exists() or (into / name).exists():
                continue
            if source.is_dir():
                shutil.copytree(source, into / name)
            else:
                shutil.copy(source, into / name)

    def _evoke(self, *arguments) -> str:
        done = subprocess.run(
            [self.binary, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def _make(self) -> None:
        self._published()
        self._studies()
        self._databases()
        (self.folder / "table.csv").write_text(TABLE)
        (self.folder / "words.txt").write_text("No data here.\n")
        (self.folder / "broken.json").write_text('{"rows": [\n')
        (self.folder / "broken.csv").write_text("question-0,order-0,general\nPrompt,You,x\n")
        for form in ("json", "csv"):
            self._evoke("baseline", "crowd.xlsx", "--format", form, "--output", f"crowd-baseline.{form}")

    def _published(self) -> None:
        emotionbench = REFERENCE / "emotionbench"
        shutil.copy(emotionbench / "crowd.xlsx", self.folder)
        for run in [*emotionbench.glob("models/*.csv"), *emotionbench.glob("challenging/*.csv")]:
            shutil.copy(run, self.folder / run.name.replace("-testing", ""))
        shutil.copy(ROOT / "Data/published/emotionbench-2024.json", self.folder / "tables.json")
        for path in self.folder.iterdir():
            path.chmod(0o644)

    def _studies(self) -> None:
        self._evoke("new", "template")
        own = self.folder / "own"
        shutil.copytree(self.folder / "template", own)
        (own / "study.yaml").write_text(OWN)
        (own / "instruments").mkdir()
        (own / "instruments/mood.yaml").write_text(MOOD)
        (own / "instruments/calm.yaml").write_text(CALM)
        self._keep(own, lambda row: row["emotion"] in ("Anger", "Fear") and row["situation"] in "12")

        # One situation, so that every visit is the same.
        small = self.folder / "small"
        shutil.copytree(own, small)
        self._keep(small, lambda row: row["situation"] == "1", count=1)

        short = self.folder / "short-template"
        shutil.copytree(self.folder / "template", short)
        self._keep(short, lambda row: True, count=1)

        german = self.folder / "german"
        shutil.copytree(small, german)
        self._replace(german, "language: en", "language: en\nlanguages: [en, de]")
        (german / "study.de.yaml").write_text("title: Stimmung und Ruhe\n")

        # A mistake each, and several at once.
        for name, before, after in [
            ("unknown-key", "quota: 30", "quota: 30\nqouta: 3"),
            ("no-instrument", "design: mood, calm ->", "design: mod, calm ->"),
            ("bad-yaml", "title: Mood and calm", "title: [Mood"),
            ("bad-values", "quota: 30", "quota: none\nleaving: perhaps\nreservation_minutes: 0"),
            ("bad-rule", "  - longstring_above: 4", "  - longstring_abov: 4"),
            ("bad-check", "after: content", "after: contents"),
        ]:
            shutil.copytree(small, self.folder / name)
            self._replace(self.folder / name, before, after)
        shutil.copytree(small, self.folder / "bad-instrument")
        path = self.folder / "bad-instrument/instruments/calm.yaml"
        path.write_text(path.read_text().replace("reverse: true", "reversed: true"))
        shutil.copytree(small, self.folder / "no-situations")
        (self.folder / "no-situations/situations.csv").unlink()
        shutil.copytree(small, self.folder / "no-key")
        path = self.folder / "no-key/situations.csv"
        path.write_text(path.read_text().replace("emotion,", "feeling,", 1))

    def _keep(self, study: Path, wanted, count: int | None = None) -> None:
        path = study / "situations.csv"
        with path.open(newline="") as file:
            rows = csv.DictReader(file)
            kept = [row for row in rows if wanted(row)][:count]
            names = rows.fieldnames
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)

    def _replace(self, study: Path, before: str, after: str) -> None:
        path = study / "study.yaml"
        text = path.read_text()
        assert before in text, before
        path.write_text(text.replace(before, after, 1))

    def _databases(self) -> None:
        """Simulated people, and the same as humans and as a model."""
        self._simulate("own", "simulated", 240)
        self._simulate("template", "simulated-template", 360)
        self._as("simulated", "people", "UPDATE respondent SET kind = 'human'")
        self._as("simulated-template", "people-template", "UPDATE respondent SET kind = 'human'")
        self._as(
            "simulated-template", "model",
            "INSERT INTO run (id, name, model) VALUES (1, 'made', 'none')",
            "UPDATE respondent SET kind = 'model', run_id = 1",
        )  # fmt: skip
        shutil.copy(self.folder / "people/responses.sqlite", self.folder / "people.sqlite")
        # A study whose people skipped an item, so that scores are prorated or missing.
        self._as(
            "people",
            "skipped",
            "UPDATE response SET value = NULL, option = NULL, missing = 'skipped' WHERE "
            "administration_id IN (SELECT id FROM administration WHERE occasion = 'default' "
            "ORDER BY id LIMIT 9) AND item_id IN (SELECT id FROM item WHERE item IN "
            "('content', 'quiet'))",
        )
        self._evoke("import", "crowd.xlsx", "--into", "imported.sqlite")
        self._settle("imported.sqlite")
        shutil.copytree(self.folder / "people", self.folder / "closed")
        self._evoke("close", "closed")

    def _simulate(self, study: str, name: str, people: int) -> None:
        shutil.copytree(self.folder / study, self.folder / name)
        # One at a time: then places, and so all figures, follow from the seed.
        self._evoke("simulate", name, "--participants", people, "--seed", 7, "--concurrency", 1)

    def _as(self, name: str, other: str, *statements: str) -> None:
        """Copies a study and changes its database."""
        shutil.copytree(self.folder / name, self.folder / other)
        with closing(sqlite3.connect(self.folder / other / "responses.sqlite")) as database:
            with database:
                for statement in statements:
                    database.execute(statement)
        self._settle(other)

    def _settle(self, name: str) -> None:
        """Leaves no log beside a database, so that the file alone can be copied."""
        path = self.folder / name
        path = path / "responses.sqlite" if path.is_dir() else path
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
