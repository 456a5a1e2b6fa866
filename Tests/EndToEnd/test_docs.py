"""README and docs against the binary: commands, options, links, and the commands that they show."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers.study import BINARY, ROOT, evoke

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = ROOT / "docs/commands.md"
#: Options of every command.
COMMON = {"--help", "--version"}
#: Options of other programs that the pages speak of.
FOREIGN = {"--deploy-hook"}


def page_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def commands() -> dict[str, set[str]]:
    """The options of each command, by its help page."""
    listed = evoke("--help").stdout.split("SUBCOMMANDS:")[1]
    names = re.findall(r"^  ([a-z]+) ", listed, re.M)
    return {
        name: set(re.findall(r"^  (?:-\w, )?(--[a-z][a-z-]*)", evoke("help", name).stdout, re.M))
        for name in names
    }


def prose(text: str) -> str:
    """The page without its code blocks."""
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


# The reference of commands


def test_the_reference_of_commands_is_what_the_help_says():
    printed = subprocess.run(
        [sys.executable, ROOT / "script/commands-reference", BINARY, "--print"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert REFERENCE.read_text() == printed, "run script/commands-reference"


@pytest.mark.parametrize("name", sorted(commands()) if BINARY.exists() else [])
def test_each_command_and_option_stands_in_the_reference(name):
    sections = re.split(r"^## evoke ", REFERENCE.read_text(), flags=re.M)[1:]
    (section,) = [text for text in sections if text.split("\n")[0] == name]
    documented = set(re.findall(r"^\| `\[?(--[a-z][a-z-]*)", section, re.M))
    assert documented | COMMON == commands()[name] | COMMON


def test_each_command_is_shown_in_use():
    pages = "\n".join(path.read_text() for path in PAGES if path != REFERENCE)
    assert [name for name in commands() if not re.search(rf"\bevoke {name}\b", pages)] == []


# What the pages show


def shown_commands(text: str) -> list[str]:
    """The command lines that a page shows, in blocks of code and within its sentences."""
    found = []
    for block in re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.M | re.S):
        lines = block.replace("\\\n", " ").splitlines()
        found += [line.removeprefix("$ ") for line in lines]
    found += [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(text))]
    return [command for line in found for command in re.split(r"\s(?:&&|\||;)\s", line)
            if re.match(r"(\S*/)?evoke [a-z]", command.strip())]  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_in_a_page_exist_with_their_options(page):
    wrong = []
    for line in shown_commands(page.read_text()):
        words = shlex.split(line.replace("…", "").replace("'", "’"), comments=True)
        name = words[1]
        if name == "help":
            continue
        if name not in commands():
            wrong.append(f"no command {name}: {line}")
            continue
        used = {word.split("=")[0] for word in words[2:] if re.match(r"\[?--[a-z]", word)}
        used = {word.strip("[]") for word in used} - COMMON
        wrong += [f"no {option}: {line}" for option in sorted(used - commands()[name])]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_options_named_in_a_page_belong_to_a_command(page):
    known = set().union(*commands().values()) | COMMON | FOREIGN
    named = set()
    for span in re.findall(r"`(--[a-z][^`]*)`", prose(page.read_text())):
        named |= set(re.findall(r"(?<!\S)--[a-z][a-z-]*", span))
    scripts = "".join(
        path.read_text(errors="replace") for path in (ROOT / "script").iterdir() if path.is_file()
    )
    assert sorted(option for option in named - known if option not in scripts) == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_scripts_named_in_a_page_exist(page):
    named = set(re.findall(r"(?<![\w/.])script/[a-z][\w-]*", page.read_text()))
    # A name may be the beginning of several, as in `script/python-requirements*.txt`.
    assert sorted(name for name in named if not list(ROOT.glob(f"{name}*"))) == []


# Links


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in re.findall(r"^#+ (.*)$", prose(path.read_text()), re.M):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        number = found.get(anchor, 0)
        found[anchor] = number + 1
        if number:
            found[f"{anchor}-{number}"] = 1
    return set(found)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_each_relative_link_leads_somewhere(page):
    broken = []
    text = prose(page.read_text())
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or not file.is_relative_to(ROOT):
            broken.append(target)
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            broken.append(target)
    assert broken == []


def test_each_page_of_the_docs_is_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text()):
            if not re.match(r"[a-z]+:", target):
                waiting.append((page.parent / target).resolve())
    assert [page_id(page) for page in PAGES if page not in seen] == []
