"""The tutorial and the recipes, followed as printed: each file is written, each command is run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from helpers.form import Visitor
from helpers.study import BINARY, ROOT, Server, Study, evoke

PAGES = [ROOT / "docs/study-tutorial.md", ROOT / "docs/study-recipes.md"]
FILE = re.compile(r"`([a-z]+/[\w./-]+\.(?:yaml|csv|md))`")


def blocks(page: Path):
    """Each block of code with its language, and the file that the words before it named last."""
    text, file = page.read_text(), None
    for words, language, code in re.findall(r"(.*?)^```(\w*)\n(.*?)^```$", text, re.M | re.S):
        named = FILE.findall(words)
        file = named[-1] if named else file
        yield language, code, file


def put(path: Path, code: str, language: str) -> None:
    """Writes a file that is printed whole; else puts each key, or each row, where it belongs."""
    path.parent.mkdir(exist_ok=True)
    if path.name == "study.yaml" and not code.startswith("title:"):
        text = path.read_text()
        for part in re.split(r"^(?=\w)", code, flags=re.M)[1:]:
            key, rest = part.split("\n", 1)
            if not re.search(rf"^{re.escape(key.split(':')[0])}:", text, re.M):
                text += "\n" + part
            elif rest:
                text = text.replace(f"{key}\n", part, 1)
            else:
                name = key.split(":")[0]
                text = re.sub(rf"^{name}:.*$", lambda _, key=key: key, text, flags=re.M)
        path.write_text(text)
    elif path.name == "situations.csv" and not code.startswith("emotion,"):
        path.write_text(path.read_text() + code)
    else:
        path.write_text(code)


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    """Runs one line in a shell that knows `evoke`; a server is stopped once it listens."""
    shell = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    if command.startswith("evoke serve"):
        command = f"timeout --preserve-status 2 {command} --port 0"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=shell, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """The folder in which both pages were followed, and what each command said."""
    folder = tmp_path_factory.mktemp("followed")
    (folder / "bin").mkdir()
    (folder / "bin/evoke").symlink_to(BINARY)
    said: list[tuple[str, subprocess.CompletedProcess]] = []
    shown: list[tuple[str, str]] = []
    for page in PAGES:
        for language, code, file in blocks(page):
            if language == "sh":
                said += [(line, run(line, folder)) for line in code.splitlines()]
            elif language:
                put(folder / file, code, language)
            else:
                shown.append((said[-1][0], code))
    return folder, said, shown


def at(folder: Path) -> Study:
    study = object.__new__(Study)
    study.folder = folder
    return study


def test_every_command_works(followed):
    folder, said, _ = followed
    assert len(said) > 30
    for command, result in said:
        if "has completed the study yet" in result.stderr:
            # What is for the answers of people is tried on those of the rehearsal.
            words = command.split()[1:]
            words[1] = str(folder / "rehearsal")
            result = evoke(*words, "--kind", "simulated")
        if command.startswith("evoke withdraw"):
            assert "P07" in command  # a participant takes part below
        elif command.startswith("evoke ask"):  # stops at the end of its empty input
            assert "standard input" in result.stderr or result.returncode in (0, 2), command
        elif command.startswith("evoke serve"):
            assert "listening on http://127.0.0.1:" in result.stdout, command + result.stderr
        else:
            assert result.returncode == 0, command + "\n" + result.stderr


def test_what_the_pages_print_is_what_the_commands_say(followed):
    _, said, shown = followed
    printed = dict(said)
    plans = [(command, code) for command, code in shown if command == "evoke check mood"]
    assert plans
    for command, code in plans:
        assert code in printed[command].stdout
    power = printed["evoke power --d 0.5 --alpha 0.01"].stdout
    assert "With 51 participants" in power


def test_a_check_says_what_the_recipe_says_it_does(followed):
    _, said, _ = followed
    missing = dict(said)["evoke check two || true"].stderr
    for file in ("study.de.yaml", "situations.de.csv", "consent.de.md", "calm.de.yaml"):
        assert f"two/{file}" in missing or f"two/instruments/{file}" in missing
    assert "says 20 feelings" in dict(said)["evoke check two"].stderr


@pytest.mark.parametrize("name", ["mood", "two", "lab", "panel"])
def test_the_study_has_nothing_to_mend_but_its_placeholders(followed, name):
    folder, _, _ = followed
    result = evoke("check", folder / name)
    assert result.returncode == 0, result.stderr
    left = [line for line in result.stderr.splitlines() if "replace the placeholder" not in line]
    # The recipe keeps the template's text, and says what is to be mended in it.
    assert name == "two" or left == []


def test_the_rehearsal_is_full(followed):
    folder, _, _ = followed
    assert at(folder / "rehearsal").value(
        "SELECT count(*) FROM participants WHERE status = 'completed'") == 506  # fmt: skip


def test_the_number_of_the_lab_is_the_participant_s_and_withdraws(followed):
    folder, _, _ = followed
    study = at(folder / "lab")
    server = Server(study)
    try:
        first, next_one = Visitor(server, 1), Visitor(server, 2)
        first.next(first.get("/?lab_id=P07").page)
        next_one.cookie = first.cookie
        assert next_one.follow(next_one.get("/?lab_id=P08")).page.name == "consent"
        next_one.next(next_one.get("/?lab_id=P08").page)
        again = Visitor(server, 3)
        assert again.follow(again.get("/?lab_id=P07")).page.name == "demographics"
        wrong = Visitor(server, 4)
        wrong.next(wrong.get("/?lab_id=7").page)
    finally:
        server.stop()
    assert study.rows("SELECT person FROM identity ORDER BY person") == [("P07",), ("P08",)]
    assert "does not match" in server.log.read_text()
    result = evoke("withdraw", study.folder, "--panel-id", "P07")
    assert result.returncode == 0, result.stderr
    assert study.rows("SELECT person FROM identity") == [("P08",)]


def test_the_panel_s_link_is_one_that_the_study_takes(followed):
    folder, _, _ = followed
    (link,) = re.findall(r"http://127.0.0.1:8080(/\?PROLIFIC_PID=\w+\S*?)`", PAGES[1].read_text())
    study = at(folder / "panel")
    assert evoke("close", "--reopen", study.folder).returncode == 0
    server = Server(study)
    try:
        visitor = Visitor(server)
        visitor.next(visitor.get(link).page)
    finally:
        server.stop()
    assert study.value("SELECT person FROM identity") == "0123456789abcdef01234567"
