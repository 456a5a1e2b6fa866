"""Compares two recordings."""

from __future__ import annotations

import difflib
import json
from pathlib import Path


def compare(old: Path, new: Path, only: str = "", lines: int = 40) -> int:
    """Prints the calls that differ, each with its differences; 1 if there are any, else 0."""
    names = sorted({path.parent.name for side in (old, new) for path in side.glob("*/command")})
    names = [name for name in names if only in name]
    differing, codes, missing = 0, 0, 0
    for name in names:
        sides = [_files(side / name) for side in (old, new)]
        if not all(sides):
            missing += 1
            print(f"== {name}: only in {old if sides[0] else new}\n")
            continue
        found = list(_differences(*sides))
        if not found:
            continue
        differing += 1
        codes += sides[0]["code"] != sides[1]["code"]
        print(f"== {name}: {sides[0]['command'].strip()}")
        for file, difference in found:
            shown = difference if lines == 0 else difference[:lines]
            print(f"-- {file}")
            print("\n".join(shown))
            if len(shown) < len(difference):
                print(f"   … {len(difference) - len(shown)} more lines")
        print()
    print(
        f"{len(names)} calls: {len(names) - differing - missing} equal, {differing} differ "
        f"({codes} in their exit code), {missing} only on one side"
    )
    return int(differing + missing > 0)


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _differences(old: dict[str, str], new: dict[str, str]):
    for file in sorted(old.keys() | new.keys()):
        if file not in old or file not in new:
            yield file, [f"only in the {'old' if file in old else 'new'} recording"]
        elif old[file] != new[file]:
            before, after = _lines(old[file]), _lines(new[file])
            difference = list(difflib.unified_diff(before, after, "old", "new", "", "", 1, ""))[2:]
            yield file, difference or ["the same values, laid out in another way"]


def _lines(text: str) -> list[str]:
    """The text's lines; JSON is laid out anew, so that one value is one line."""
    if text.startswith(("{", "[")):
        try:
            text = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
        except ValueError:
            pass
    return text.splitlines()
