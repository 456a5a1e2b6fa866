"""The command line: help, mistakes and their exit codes, `new`, `check` and `status`."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess

import pytest

from helpers.form import Visitor
from helpers.study import BINARY, ROOT, evoke

COMMANDS = (
    "new check links serve ask status close free withdraw doctor backup restore import baseline contrast "
    "judge reproduce reliability careless power risk export simulate"
).split()


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command):
    result = evoke(command, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("OVERVIEW: ")
    assert f"USAGE: evoke {command}" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    # Each argument and option has its words.
    options = re.findall(r"^  (-\S.*|<\S.*)$", result.stdout, re.M)
    assert len(options) >= 2


def test_help_names_every_command():
    result = evoke("--help")
    assert result.returncode == 0
    listed = re.findall(r"^  ([a-z]+)  ", result.stdout.split("SUBCOMMANDS:")[1], re.M)
    assert listed == COMMANDS
    assert evoke().stdout == result.stdout


def test_the_version_is_one_number():
    result = evoke("--version")
    assert result.returncode == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_written_is_a_failure(option):
    with open("/dev/full", "w") as full:
        result = subprocess.run([BINARY, option], stdout=full, stderr=subprocess.PIPE, text=True)
    assert result.returncode == 2
    assert result.stderr == "the output could not be written: No space left on device\n"


def test_a_mistyped_command_is_guessed():
    result = evoke("basline")
    assert result.returncode == 2
    assert "no command `basline`; did you mean `baseline`?" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["help", "frobnicate"],
        ["--frobnicate"],
        ["new"],
        ["check", "a", "b"],
        ["serve", "--port", "x"],
        ["serve", "--port", "70000"],
        ["simulate", "--participants", "0"],
        ["simulate", "--participants", "-3"],
        ["simulate", "--participants", "many"],
        ["simulate", "--participants", "1", "--url", "ftp://x"],
        ["simulate", "--participants", "1", "--concurrency", "0"],
        ["status", "--kind", "robot"],
        ["import", "x.xlsx"],
    ],
    ids=" ".join,
)
def test_a_mistyped_command_line_exits_with_2(arguments, tmp_path):
    result = evoke(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "rror" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["check", "serve", "status", "simulate"])
def test_a_missing_study_is_said_with_what_to_do(command, tmp_path):
    extra = ["--participants", "1"] if command == "simulate" else []
    result = evoke(command, tmp_path / "nowhere", *extra)
    assert (result.returncode, result.stdout) == (2, "")
    assert "nowhere/study.yaml" in result.stderr
    assert "evoke new" in result.stderr
    assert list(tmp_path.iterdir()) == []


# New


def test_new_makes_a_study_that_checks_and_is_ready_to_serve(study, serve):
    result = evoke("check", study.folder)
    assert result.returncode == 0
    # What the researcher is to fill in is no mistake, but is pointed out.
    warnings = result.stderr.splitlines()
    assert warnings
    assert all(re.match(r"\S+\.md:\d+:\d+: warning: ", line) for line in warnings)
    assert "1,440 = 180 cells × quota 8" in result.stdout
    assert "8 emotions, 36 factors, 180 situations" in result.stdout
    assert "consent → demographics → default → situation → evoked → debrief" in result.stdout
    assert "minutes" in result.stdout
    assert "Power" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert Visitor(serve(study)).finish().name == "debrief"


def test_the_template_asks_for_the_age_first(tmp_path):
    assert evoke("new", tmp_path / "mood").returncode == 0
    result = evoke("check", tmp_path / "mood")
    assert "consent → demographics → default → situation" in result.stdout


@pytest.mark.parametrize("name", ["notes.txt", ".hidden"])
def test_new_leaves_a_folder_that_is_not_empty_as_it_is(tmp_path, name):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine")
    result = evoke("new", folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "not empty" in result.stderr
    assert [path.name for path in folder.iterdir()] == [name]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_new_leaves_a_file_as_it_is(tmp_path):
    file = tmp_path / "mine"
    file.write_text("mine")
    result = evoke("new", file)
    assert (result.returncode, result.stdout) == (2, "")
    assert file.read_text() == "mine"


def test_new_under_a_limit_of_the_file_size_leaves_nothing(tmp_path):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    result = subprocess.run(
        [BINARY, "new", tmp_path / "mood"], preexec_fn=limit, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert result.stderr.endswith(": file too large\n")
    assert list(tmp_path.iterdir()) == []


def test_new_takes_an_empty_folder_and_makes_those_above(tmp_path):
    (tmp_path / "empty").mkdir()
    assert evoke("new", tmp_path / "empty").returncode == 0
    assert evoke("new", tmp_path / "a/b/c").returncode == 0
    assert (tmp_path / "a/b/c/study.yaml").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "empty"]


def test_the_binary_works_when_it_is_moved(tmp_path):
    moved = shutil.copy(BINARY, tmp_path / "elsewhere")
    subprocess.run([moved, "new", tmp_path / "study"], check=True, capture_output=True)
    subprocess.run([moved, "check", tmp_path / "study"], check=True, capture_output=True)


# Check


def test_check_reports_every_mistake_with_its_place_in_one_go(study):
    path = study.folder / "study.yaml"
    text = path.read_text()
    for right, wrong in (
        ("debrief: debrief.md", "debrief: debreif.md"),
        ("quota: 8", "quota: none"),
        ("reservation_minutes: 60", "reservation_minuts: 60"),
        ("leaving: ask", "leaving: never"),
        ("youngest: 18, oldest: 100", "youngest: 100, oldest: 18"),
        ("{ value: female, label: Woman }", "{ value: Female!, label: Woman }"),
        ("{ value: student, label: Studying }", "{ value: student, lable: Studying }"),
        ("    text: In which country do you live?\n", ""),
        ("  - identical_answers", "  - identical_answer"),
        ("design: panas ->", "design: pansa ->"),
    ):
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    path.write_text(text)
    situations = study.folder / "situations.csv"
    lines = situations.read_text().splitlines()
    lines[3] = lines[3].replace(",3,negative,", ",three,gloomy,")
    lines[5] = lines[4]
    situations.write_text("\n".join(lines) + "\n")

    result = evoke("check", study.folder)
    assert (result.returncode, result.stdout) == (2, "")
    found = {}
    for line in result.stderr.splitlines():
        match = re.fullmatch(rf"{study.folder}/([\w.]+):(\d+):(\d+): error: (.+)", line)
        assert match, line
        found[match[1], int(match[2]), int(match[3])] = match[4]

    def place(words: str) -> tuple[str, int, int]:
        """Where the words stand in study.yaml; a bar marks the character that is meant."""
        start = text.index(words.replace("|", "")) + words.index("|")
        return "study.yaml", text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)

    def cell(line: int, words: str) -> tuple[str, int, int]:
        return "situations.csv", line, lines[line - 1].index(words) + 2

    expected = {
        place("debrief: |debreif"): "debreif.md",
        place("quota: |none"): "whole number",
        place("|reservation_minuts"): "did you mean `reservation_minutes`",
        place("leaving: |never"): "ask",
        place("|{ youngest"): "above",
        place("|Female!"): "lower-case",
        place("|lable"): "did you mean `label`",
        place("|identical_answer\n"): "identical_answers",
        place("design: |pansa"): "did you mean `panas`",
        cell(4, ",three,"): "whole number",
        cell(4, ",gloomy,"): "gloomy",
        cell(6, ",4,negative"): "twice",
    }
    for where, words in expected.items():
        assert where in found, (where, sorted(found))
        assert words in found[where]
    # The question without its text, and the option without its label.
    assert sum("needs `text`" in message for message in found.values()) == 1
    assert sum("needs `label`" in message for message in found.values()) == 1
    assert len(found) == len(expected) + 2


def test_check_reports_mistakes_of_an_instrument(study):
    instruments = study.folder / "instruments"
    instruments.mkdir()
    study.change(design="mood -> imagine situation -> mood")
    (instruments / "mood.yaml").write_text(
        """\
id: mood
version: "1"
language: en
title: Mood
citation: Made for this test.
licence: { terms: none needed, evidence: it is ours }
instruction: { default: Now?, evoked: And now? }
scales:
  - id: three
    points:
      - { value: 1, label: low }
      - { value: 2, label: middle }
      - { value: 3, label: high }
items:
  - { id: glad, text: Glad, scale: three }
  - { id: glad, text: Sad, scale: thre }
  - { id: calm, text: Calm, scale: three, reversed: true }
subscales:
  - { id: mood, title: Mood, items: [glad, clam] }
  - { id: calmness, title: Calmness, items: [calm], range: [1, 5] }
"""
    )
    result = evoke("check", study.folder)
    assert (result.returncode, result.stdout) == (2, "")
    errors = result.stderr.splitlines()
    assert all(f"{instruments}/mood.yaml:" in line for line in errors)
    for line, words in (
        (16, "did you mean `three`"),
        (16, "`glad` is defined twice"),
        (17, "did you mean `reverse`"),
        (19, "did you mean `calm`"),
        (20, "1 to 3"),
    ):
        assert any(f"mood.yaml:{line}:" in error and words in error for error in errors), words


def test_test_vectors_of_an_instrument_are_run(study):
    instruments = study.folder / "instruments"
    instruments.mkdir()
    panas = (ROOT / "Data/instruments/panas.yaml").read_text()
    right = "positive_affect: 31, negative_affect: 29"
    wrong = panas.replace(right, "positive_affect: 29, negative_affect: 31")
    assert wrong != panas
    (instruments / "panas.yaml").write_text(wrong)
    result = evoke("check", study.folder)
    assert result.returncode == 2
    assert "`positive_affect` is scored 31, expected 29" in result.stderr
    assert "`negative_affect` is scored 29, expected 31" in result.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"title: [", "not YAML"),
        (b"title: a\ntitle: b\n", "`title`"),
        (b"- a\n- b\n", "key: value"),
        (b"title: caf\xe9\n", "UTF-8"),
    ],
)
def test_what_is_no_study_is_said_with_its_place(study, content, words):
    (study.folder / "study.yaml").write_bytes(content)
    for command in ("check", "serve"):
        result = evoke(command, study.folder)
        assert (result.returncode, result.stdout) == (2, "")
        assert re.search(r"study\.yaml:\d+:\d+: error: ", result.stderr)
        assert words in result.stderr


@pytest.mark.parametrize("path", ["../outside.md", "/etc/hostname", "instruments/../../outside.md"])
def test_a_study_reads_nothing_outside_its_folder(study, path):
    study.folder.parent.joinpath("outside.md").write_text("# Outside\n")
    study.change(consent=path)
    result = evoke("check", study.folder)
    assert result.returncode == 2
    assert "there is no file" in result.stderr


def test_a_database_that_is_not_ours_is_not_written_to(study):
    study.database.write_text("my notes, long enough to be no empty file")
    for command in (["serve", study.folder], ["status", study.folder], ["baseline", study.folder]):
        result = evoke(*command)
        assert (result.returncode, result.stdout) == (2, "")
        assert "responses.sqlite" in result.stderr
    assert study.database.read_text().startswith("my notes")


# Status


def test_status_shows_how_far_the_study_has_come(study, serve):
    assert "No participants have started yet" in evoke("status", study.folder).stdout
    server = serve(study)
    for seed, page in enumerate(["debrief", "debrief", "evoked", "default"]):
        Visitor(server, seed).go_to(page)
    declining = Visitor(server, 9)
    declining.next(declining.arrive(), consent="no")
    result = evoke("status", study.folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "2 completed" in result.stdout
    assert "2 active" in result.stdout
    assert "1 declined" in result.stdout
    assert "Facing Self-Opinioned People" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    # The server goes on, and was not disturbed.
    assert Visitor(server, 10).finish().name == "debrief"
