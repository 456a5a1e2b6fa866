"""Invented translations of the template: every text with the tag in front, good for tests only."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import yaml

# A letter of each language's script, so that direction and width are those of real texts.
MARKS = {"de": "Ä", "ar": "نص", "zh-Hans": "文字", "fr": "é", "es": "ñ"}
ROOT = Path(__file__).resolve().parents[3]


def mark(text: str, tag: str) -> str:
    return f"{MARKS[tag]} {text}"


def translate(study, *tags: str) -> None:
    """Declares the languages, English first, and writes a sibling of every file."""
    folder = study.folder
    study_yaml = folder / "study.yaml"
    text = study_yaml.read_text().replace("language: en", f"languages: [en, {', '.join(tags)}]")
    study_yaml.write_text(text)
    original = yaml.safe_load(text)
    panas = yaml.safe_load((ROOT / "Data/instruments/panas.yaml").read_text())
    situations = list(csv.DictReader(io.StringIO((folder / "situations.csv").read_text())))
    (folder / "instruments").mkdir(exist_ok=True)
    for tag in tags:
        write(
            folder / f"study.{tag}.yaml",
            {
                "title": mark(original["title"], tag),
                **{key: questions(original[key], tag) for key in ("screening", "demographics")
                   if key in original},
                **({"attention": [
                    {"id": check["id"], "text": mark(check["text"], tag)}
                    for check in original["attention"]
                ]} if "attention" in original else {}),
            },
        )
        write(
            folder / f"instruments/panas.{tag}.yaml",
            {
                "citation": "Invented for a test; no translation of the PANAS.",
                "instruction": {
                    key: mark(value, tag) for key, value in panas["instruction"].items()
                },
                "scales": [
                    {"id": scale["id"], "points": [
                        {"value": point["value"], "label": mark(point["label"], tag)}
                        for point in scale["points"]
                    ]}
                    for scale in panas["scales"]
                ],
                "items": [
                    {"id": item["id"], "text": mark(item["text"], tag)} for item in panas["items"]
                ],
            },
        )
        for name in ("consent", "debrief"):
            (folder / f"{name}.{tag}.md").write_text(f"# {MARKS[tag]} {name}\n\nText.\n")
        with (folder / f"situations.{tag}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, ["emotion", "factor", "situation", "text"])
            writer.writeheader()
            for row in situations:
                writer.writerow(
                    {key: row[key] for key in ("emotion", "factor", "situation")}
                    | {"text": mark(row["text"], tag)}
                )


def questions(original: list[dict], tag: str) -> list[dict]:
    return [
        {"id": question["id"], "text": mark(question["text"], tag)}
        | ({"options": [
            {"value": option["value"], "label": mark(option["label"], tag)}
            for option in question["options"]
        ]} if "options" in question else {})
        for question in original
    ]


def write(path: Path, content: dict) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
