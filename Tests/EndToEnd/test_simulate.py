"""`evoke simulate`: synthetic people through the real server, or straight into the store."""

from __future__ import annotations

import json

import pexpect
import pytest

from helpers.form import Visitor
from helpers.study import BINARY, Study, evoke


@pytest.mark.parametrize("way", ["by url", "into the store"])
def test_everything_sent_is_stored_and_never_taken_for_human(study, serve, way):
    server = serve(study) if way == "by url" else None
    url = ["--url", server.url] if server else []
    result = evoke("simulate", study.folder, "--participants", 50, "--seed", 3, *url)
    assert (result.returncode, result.stderr) == (0, "")
    assert "50 participants, 2,000 responses: all stored as sent" in result.stdout
    stored = study.rows("SELECT kind, channel, status, count(*) FROM participants GROUP BY 1, 2, 3")
    assert stored == [("simulated", "web", "completed", 50)]
    values = study.rows("SELECT value, count(*) FROM responses_long GROUP BY 1 ORDER BY 1")
    assert [value for value, _ in values] == [1, 2, 3, 4, 5]
    assert sum(count for _, count in values) == 2000

    # They enter no figure unless they are asked for.
    default = evoke("baseline", study.folder)
    assert (default.returncode, default.stdout) == (2, "")
    assert "human" in default.stderr
    asked = evoke("baseline", study.folder, "--kind", "simulated", "--format", "json")
    assert json.loads(asked.stdout)["source"]["participants"] == 50
    server = server or serve(study)
    Visitor(server).finish()
    mixed = json.loads(evoke("baseline", study.folder, "--format", "json").stdout)
    assert mixed["source"]["participants"] == 1
    assert {row["n"] for row in mixed["rows"]} == {1}


def test_another_call_goes_on_after_those_who_are_stored(tmp_path):
    def answers(folder, *numbers):
        study = Study(folder)
        for number in numbers:
            assert evoke("simulate", folder, "--participants", number).returncode == 0
        rows = study.rows(
            "SELECT participant, value FROM responses_long ORDER BY 1, occasion, item"
        )
        people = {}
        for person, value in rows:
            people.setdefault(person, []).append(value)
        return sorted(people.values())

    twice = answers(tmp_path / "twice", 3, 2)
    assert twice == answers(tmp_path / "once", 5)
    assert len({tuple(person) for person in twice}) == 5


def test_status_names_those_whom_it_does_not_count(study):
    assert evoke("simulate", study.folder, "--participants", 2).returncode == 0
    shown = evoke("status", study.folder)
    assert "No participants have started yet." in shown.stdout
    assert "Not counted here: 2 simulated (`--kind simulated`)." in shown.stdout
    others = json.loads(evoke("status", study.folder, "--format", "json").stdout)["others"]
    assert others == [{"kind": "simulated", "imported": False, "people": 2}]
    assert "Not counted" not in evoke("status", study.folder, "--kind", "simulated").stdout


def test_what_is_not_stored_as_sent_is_said(study):
    assert evoke("simulate", study.folder, "--participants", 1).returncode == 0
    study.write(
        "CREATE TRIGGER changed AFTER INSERT ON response BEGIN "
        "DELETE FROM response WHERE administration_id = new.administration_id; END"
    )
    result = evoke("simulate", study.folder, "--participants", 3)
    assert (result.returncode, result.stdout) == (2, "")
    assert "3 of 3 participants" in result.stderr


def test_progress_is_written_over_in_one_line_at_a_terminal(study):
    command = ["simulate", str(study.folder), "--participants", "3"]
    terminal = pexpect.spawn(str(BINARY), command, dimensions=(24, 120), timeout=60)
    progress, result = terminal.read().decode().split("\r\n")[:2]
    terminal.wait()
    assert progress.split("\r")[1] == "simulated 0 of 3 participants"
    assert progress.split("\r")[-1] == "simulated 3 of 3 participants"
    assert "3 participants, 120 responses" in result


def test_no_more_are_sent_at_a_time_than_asked_for(study, serve):
    result = evoke(
        "simulate", study.folder, "--participants", 6, "--concurrency", 1,
        "--url", serve(study).url,
    )
    assert result.returncode == 0
    times = study.rows("SELECT started_at, finished_at FROM participants ORDER BY started_at")
    assert len(times) == 6
    assert all(finished <= started for (_, finished), (started, _) in zip(times, times[1:]))


def test_simulated_people_feel_worse_after_a_situation(study):
    assert evoke("simulate", study.folder, "--participants", 50).returncode == 0
    asked = evoke("baseline", study.folder, "--kind", "simulated", "--format", "json")
    overall = {
        row["subscale"]: row["arrow"]
        for row in json.loads(asked.stdout)["rows"]
        if row["level"] == "overall"
    }
    assert overall == {"positive_affect": "down", "negative_affect": "up"}


@pytest.mark.parametrize("way", ["by url", "into the store"])
def test_a_neutral_situation_changes_simulated_people_little(study, serve, way):
    path = study.folder / "situations.csv"
    path.write_text(path.read_text().replace(",negative,", ",neutral,"))
    url = ["--url", serve(study).url] if way == "by url" else []
    assert evoke("simulate", study.folder, "--participants", 50, *url).returncode == 0
    means = study.rows(
        "SELECT occasion, subscale, avg(score) FROM scores GROUP BY 1, 2 ORDER BY 2, 1"
    )
    assert len(means) == 4
    for (_, subscale, before), (_, _, after) in zip(means[::2], means[1::2]):
        assert abs(before - after) < 1.5, subscale


def test_the_seed_decides_the_answers(study, tmp_path):
    def answers(folder: str, seed: int) -> list:
        made = Study(tmp_path / folder)
        result = evoke(
            "simulate", made.folder, "--participants", 8, "--seed", seed, "--concurrency", 1
        )
        assert result.returncode == 0
        return made.rows(
            "SELECT occasion, item, value FROM responses_long "
            "JOIN respondent ON uuid = participant ORDER BY respondent.id, occasion, item"
        )

    assert answers("a", 5) == answers("b", 5)
    assert answers("c", 6) != answers("d", 5)


def test_a_study_that_fills_up_is_said(study):
    study.keep_situations(2).change(quota=3)
    result = evoke("simulate", study.folder, "--participants", 10)
    assert result.returncode == 0
    assert "6 participants, 240 responses: all stored as sent" in result.stdout
    assert "4 more found the study full" in result.stdout
    assert study.value("SELECT count(*) FROM participants WHERE status = 'completed'") == 6


def test_a_server_of_another_study_is_sent_nothing(study, serve):
    other = Study(study.folder.parent / "other")
    server = serve(other)
    serve(study)
    result = evoke("simulate", study.folder, "--participants", 5, "--url", server.url)
    assert result.returncode == 2
    assert "nothing was recorded there" in result.stderr
    assert other.value("SELECT count(*) FROM participants") == 0


def test_a_server_that_is_not_there_is_said_plainly(study, serve):
    serve(study).stop()
    # Nothing listens on the port for "discard".
    url = "http://127.0.0.1:9"
    result = evoke("simulate", study.folder, "--participants", 3, "--url", url)
    assert (result.returncode, result.stdout) == (2, "")
    assert "no answer" in result.stderr
    assert "evoke serve" in result.stderr
