"""Copies of the database and the way back to them; answers that were changed or deleted."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from helpers.form import Visitor, code_on
from helpers.study import BINARY, Server, Study, everything, evoke
from helpers.waiting import wait_for

# Rounds of kill -9, spread over the time that the command takes.
ROUNDS = 12


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory) -> Path:
    """The folder of a study with 40 simulated participants."""
    study = Study(tmp_path_factory.mktemp("backup") / "study")
    made = evoke("simulate", study.folder, "--participants", 40, "--seed", 5)
    assert made.returncode == 0, made.stderr
    return study.folder


@pytest.fixture
def answered(rehearsed, study) -> Study:
    """A study of one's own with 40 simulated participants."""
    shutil.rmtree(study.folder)
    shutil.copytree(rehearsed, study.folder)
    return study


def copies(study: Study) -> list[Path]:
    return sorted((study.folder / "backups").glob("responses-*.sqlite"))


def examine(path: Path) -> dict:
    examined = evoke("doctor", path, "--format", "json")
    return json.loads(examined.stdout) | {"code": examined.returncode}


def damage(report: dict) -> list[str]:
    return [finding["finding"] for finding in report["findings"] if finding["damage"]]


def respondents(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM respondent").fetchone()[0]


# Changed answers


def test_thirty_of_thirty_changed_answers_are_found(answered):
    sound = answered.database.read_bytes()
    chance = random.Random(17)
    with closing(sqlite3.connect(answered.database)) as database:
        rows = database.execute(
            "SELECT respondent_id, administration_id, ordinal, item_id, response.value, "
            "  (SELECT group_concat(value) FROM response r JOIN item i ON i.id = r.item_id "
            "   WHERE administration_id = administration.id) "
            "FROM response JOIN administration ON administration.id = administration_id"
        ).fetchall()
    for person, administration, ordinal, item, value, _ in chance.sample(rows, 30):
        answered.database.write_bytes(sound)
        other = value + 1 if value < 5 else value - 1
        # The score goes with the answer, so nothing else than the mark can tell.
        with closing(sqlite3.connect(answered.database)) as database, database:
            database.execute(
                "UPDATE response SET value = ?, option = ? "
                "WHERE administration_id = ? AND item_id = ?",
                (other, str(other), administration, item),
            )
            positive = database.execute(
                "SELECT item IN ('interested', 'excited', 'strong', 'enthusiastic', 'proud', "
                "'alert', 'inspired', 'determined', 'attentive', 'active') FROM item WHERE id = ?",
                (item,),
            ).fetchone()[0]
            database.execute(
                "UPDATE subscale_score SET score = score + ? WHERE administration_id = ? AND "
                "subscale_id = (SELECT id FROM subscale WHERE subscale = ?)",
                (
                    other - value,
                    administration,
                    "positive_affect" if positive else "negative_affect",
                ),
            )
        report = examine(answered.folder)
        assert report["code"] == 2
        (found,) = damage(report)
        assert f"respondent_id {person}, ordinal {ordinal}: " in found


def test_without_the_key_nothing_is_called_changed(answered):
    key = answered.folder / "responses.key"
    assert key.stat().st_mode & 0o777 == 0o600 and len(key.read_bytes()) == 32
    key.rename(key.with_name("elsewhere"))
    report = examine(answered.folder)
    assert report["code"] == 0 and report["sound"] is True
    assert ["key"] == [finding["part"] for finding in report["findings"]]
    assert "responses.key is missing" in report["findings"][0]["finding"]


def test_the_key_is_in_no_release_and_no_repository(answered, tmp_path):
    key = (answered.folder / "responses.key").read_bytes()
    ignored = (answered.folder / ".gitignore").read_text().splitlines()
    assert {"responses.*", "responses-*", "backups/"} <= set(ignored)
    assert evoke("simulate", answered.folder, "--participants", 200).returncode == 0
    made = evoke(
        "export", answered.folder, tmp_path / "release", "--kind", "simulated",
        "--max-suppression", "20%", "--max-loss", "0.9",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    released = everything(tmp_path / "release")
    assert key not in released and key.hex().encode() not in released.lower()


# Copies


def test_copies_made_while_people_answer_are_whole(study):
    server = Server(study)
    done = threading.Event()
    visitors: list[Visitor] = []

    def walk(seed: int) -> None:
        chance = random.Random(seed)
        while not done.is_set():
            visitor = Visitor(server, chance.randrange(1 << 30))
            assert visitor.finish().name == "debrief"
            visitors.append(visitor)

    threads = [threading.Thread(target=walk, args=[seed]) for seed in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(6):
            made = evoke("backup", study.folder, "--keep", 3)
            assert made.returncode == 0, made.stderr
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert server.stop() == 0 and server.errors == ""
    assert len(copies(study)) == 3
    counts = []
    for copy in copies(study):
        report = examine(copy)
        assert damage(report) == []
        assert copy.stat().st_mode & 0o777 == 0o600
        assert copy.with_suffix(".key").read_bytes() == (
            study.folder / "responses.key"
        ).read_bytes()
        counts.append(report["respondents"])
    assert counts == sorted(counts) and counts[-1] > 0
    for visitor in visitors:
        study.assert_stored(study.participant(visitor), visitor.sent)
    assert damage(examine(study.folder)) == []


def test_a_copy_that_is_killed_in_the_middle_is_none(answered):
    before = time.monotonic()
    assert evoke("backup", answered.folder).returncode == 0
    whole = time.monotonic() - before
    for round_ in range(ROUNDS):
        copying = subprocess.Popen(
            [BINARY, "backup", answered.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(whole * round_ / ROUNDS / 2)
        copying.send_signal(signal.SIGKILL)
        copying.wait()
    for copy in copies(answered):
        assert damage(examine(copy)) == [] and copy.with_suffix(".key").exists()
    last = evoke("backup", answered.folder, "--keep", 1)
    assert last.returncode == 0
    assert len(copies(answered)) == 1
    assert not list((answered.folder / "backups").glob("*.copying*"))


def test_a_server_makes_copies_and_survives_those_that_fail(study):
    server = Server(study, "--backup-every", "1s", "--backup-keep", "2")
    first = Visitor(server)
    assert first.finish().name == "debrief"
    wait_for(lambda: server.log.read_text().count("backup: ") >= 3, what="three copies")
    wait_for(lambda: len(copies(study)) <= 2, what="rotation")
    # A file is where the folder should be.
    shutil.rmtree(study.folder / "backups")
    (study.folder / "backups").write_text("in the way")
    wait_for(lambda: "no backup was made" in server.log.read_text(), what="a failure")
    assert Visitor(server, 2).finish().name == "debrief"
    (study.folder / "backups").unlink()
    wait_for(lambda: len(copies(study)) >= 1, what="a copy after the failure")
    assert server.stop() == 0
    assert respondents(copies(study)[-1]) == 2
    for line in server.errors.splitlines():
        assert re.search(r"^backup: \S+ \(\d+ respondents, |no backup was made", line), line


def test_an_interval_must_be_one(study):
    for text in ("15", "0m", "m", "-1m", "1y"):
        refused = evoke("serve", study.folder, "--backup-every", text)
        assert refused.returncode == 2 and "--backup-every" in refused.stderr


# The way back


def kept(study: Study) -> dict[Path, bytes]:
    """All files but those that SQLite makes for whoever reads."""
    return {
        path: path.read_bytes()
        for path in study.folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def withdraw_the_first(study: Study) -> str:
    participant = study.value("SELECT uuid FROM respondent WHERE id = 1")
    gone = evoke("withdraw", study.folder, "--participant", participant)
    assert gone.returncode == 0, gone.stderr
    return participant


def test_nobody_who_withdrew_comes_back_and_nothing_is_lost_unsaid(study):
    server = Server(study)
    visitors = [Visitor(server, seed) for seed in range(3)]
    for visitor in visitors[:2]:
        visitor.finish()
    assert evoke("backup", study.folder).returncode == 0
    (copy,) = copies(study)
    visitors[2].finish()
    participant = withdraw_the_first(study)
    refused = evoke("restore", study.folder, copy)
    assert refused.returncode == 2 and "stop the server" in refused.stderr
    assert server.stop() == 0
    before = kept(study)
    trial = json.loads(
        evoke("restore", study.folder, copy, "--dry-run", "--format", "json").stdout
    )
    assert trial["restored"] is False
    assert (trial["respondents"], trial["respondents_in_copy"]) == (3, 2)
    assert (trial["respondents_lost"], trial["administrations_lost"]) == (1, 2)
    assert trial["withdrawn_since"] == 1
    assert kept(study) == before
    done = json.loads(evoke("restore", study.folder, copy, "--format", "json").stdout)
    assert done["restored"] is True
    assert study.rows("SELECT id, status FROM respondent ORDER BY id") == [
        (1, "withdrawn"),
        (2, "completed"),
    ]
    assert study.responses(participant, "default") == {}
    assert respondents(Path(done["put_aside"])) == 3
    assert damage(examine(study.folder)) == []
    assert damage(examine(Path(done["put_aside"]))) == []
    # The study goes on, at the same site.
    again = Server(study)
    assert Visitor(again, 9).finish().name == "debrief"
    assert again.stop() == 0 and again.errors == ""


def test_after_total_loss_nobody_who_withdrew_comes_back(study):
    server = Server(study)
    for seed in range(2):
        Visitor(server, seed).finish()
    assert evoke("backup", study.folder).returncode == 0
    withdraw_the_first(study)
    server.kill()
    for path in study.folder.glob("responses.sqlite*"):
        path.unlink()
    (copy,) = copies(study)
    done = evoke("restore", study.folder, copy)
    assert done.returncode == 0, done.stderr
    assert "There was no database" in " ".join(done.stdout.split())
    assert study.rows("SELECT status FROM respondent ORDER BY id") == [
        ("withdrawn",),
        ("completed",),
    ]
    assert damage(examine(study.folder)) == []


def test_a_restoration_that_is_killed_leaves_the_one_or_the_other(answered):
    assert evoke("backup", answered.folder).returncode == 0
    (copy,) = copies(answered)
    more = evoke("simulate", answered.folder, "--participants", 5, "--seed", 6)
    assert more.returncode == 0, more.stderr
    present = answered.database.read_bytes()
    before = time.monotonic()
    assert evoke("restore", answered.folder, copy, "--dry-run").returncode == 0
    assert evoke("restore", answered.folder, copy).returncode == 0
    whole = time.monotonic() - before
    assert respondents(answered.database) == 40
    found = set()
    for round_ in range(ROUNDS):
        for path in answered.folder.glob("responses.sqlite-*"):
            path.unlink()
        answered.database.write_bytes(present)
        restoring = subprocess.Popen(
            [BINARY, "restore", answered.folder, copy],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(whole * round_ / ROUNDS / 2)
        restoring.send_signal(signal.SIGKILL)
        restoring.wait()
        found.add(respondents(answered.database))
        assert damage(examine(answered.folder)) == []
    assert found <= {40, 45} and 45 in found
    assert evoke("restore", answered.folder, copy).returncode == 0
    assert respondents(answered.database) == 40
    assert not list(answered.folder.glob("*.restoring"))


# Deleted words


WORD = "canary-8c02"


def is_on_disk(study: Study) -> bool:
    return any(WORD.encode() in path.read_bytes() for path in study.folder.glob("responses*"))


def answer_with_the_word(study: Study, server: Server) -> tuple[str, str]:
    """Returns the UUID and the receipt of a participant who has the word among the answers."""
    visitor = Visitor(server)
    receipt = code_on(visitor.finish())
    participant = study.participant(visitor)
    study.write(
        "UPDATE question_answer SET value = ? WHERE question = "
        "(SELECT min(question) FROM question_answer)",
        WORD,
    )
    assert is_on_disk(study)
    return participant, receipt


def begin_to_read(study: Study) -> sqlite3.Connection:
    reader = sqlite3.connect(f"file:{study.database}?mode=ro", uri=True, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM response").fetchone()
    return reader


def test_words_deleted_beside_a_reader_leave_the_disk_when_it_ends(study):
    server = Server(study)
    _, receipt = answer_with_the_word(study, server)
    reader = begin_to_read(study)
    person = Visitor(server, 2)
    page = person.post("/withdraw", {"code": receipt}).page
    start = time.monotonic()
    assert person.post(page.action, page.hidden).location == "/withdrawn"
    # Neither this page nor a newcomer's waits for the reader.
    assert Visitor(server, 3).finish().name == "debrief"
    assert time.monotonic() - start < 8
    assert is_on_disk(study)
    reader.execute("COMMIT")
    wait_for(lambda: not is_on_disk(study), what="the end of the deleted words")
    reader.close()
    assert server.stop() == 0 and server.errors == ""


def test_a_command_says_which_deleted_words_are_still_there(study):
    server = Server(study)
    participant, _ = answer_with_the_word(study, server)
    assert server.stop() == 0
    assert is_on_disk(study)
    reader = begin_to_read(study)
    gone = evoke("withdraw", study.folder, "--participant", participant)
    assert gone.returncode == 0
    assert "deleted answers can still be read" in gone.stderr
    assert is_on_disk(study)
    reader.execute("COMMIT")
    reader.close()
    assert evoke("close", study.folder).returncode == 0
    assert not is_on_disk(study)
