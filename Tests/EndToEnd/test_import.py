"""`evoke import` of published workbooks: all of a file, or nothing and the cell that is wrong."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing

import pytest

from helpers import workbook
from helpers.form import Visitor
from helpers.study import ITEMS, evoke, expected_scores


@pytest.fixture
def crowd():
    return workbook.people(180)


@pytest.fixture
def published(tmp_path, crowd):
    return workbook.write(tmp_path / "crowd.xlsx", crowd)


def set_cell(reference, value):
    def change(sheet):
        sheet[reference] = value

    return change


def test_every_participant_is_imported_with_all_answers(study, published, crowd):
    result = evoke("import", published, "--into", study.folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "imported 180 participants" in result.stdout
    people = study.rows(
        "SELECT uuid, participants.kind, participants.channel, participants.status, emotion, "
        "situation, imported_key FROM participants JOIN respondent ON uuid = participant "
        "ORDER BY respondent.id"
    )
    assert len(people) == 180
    assert people[0][-1] == "C"
    assert people[-1][-1] == "FZ"
    long = study.rows("SELECT participant, occasion, item, value FROM responses_long")
    stored = {(who, occasion, item): value for who, occasion, item, value in long}
    assert len(stored) == 180 * 40
    scores = {
        (who, occasion, subscale): score
        for who, occasion, subscale, score in study.rows(
            "SELECT participant, occasion, subscale, score FROM scores"
        )
    }
    for (uuid, *row, _), person in zip(people, crowd):
        assert row == ["human", "import", "completed", person.emotion, person.situation]
        for occasion, values in (("default", person.before), ("evoked", person.after)):
            answers = dict(zip(ITEMS, values))
            assert {item: stored[uuid, occasion, item] for item in ITEMS} == answers
            for subscale, score in expected_scores(
                {item: str(value) for item, value in answers.items()}
            ).items():
                assert scores[uuid, occasion, subscale] == score
        gender, year, country, employment, education = person.questions
        assert study.demographics(uuid) == {
            "gender": None if gender == "Prefer not to say" else gender,
            "year_of_birth": str(year),
            "country": country,
            "employment": employment,
            "education": education,
        }


def test_the_same_file_adds_nothing_twice(study, published, tmp_path):
    assert evoke("import", published, "--into", study.folder).returncode == 0
    renamed = tmp_path / "copy.xlsx"
    renamed.write_bytes(published.read_bytes())
    for file in (published, renamed):
        result = evoke("import", file, "--into", study.folder)
        assert result.returncode == 0
        assert "nothing added" in result.stdout
        assert study.value("SELECT count(*) FROM participants") == 180


def test_a_file_saved_anew_or_with_more_people_adds_the_new_ones_alone(study, tmp_path, crowd):
    first = workbook.write(tmp_path / "first.xlsx", crowd[:20])
    assert evoke("import", first, "--into", study.folder).returncode == 0
    saved = workbook.write(tmp_path / "saved.xlsx", crowd[:20], set_cell("A60", "saved again"))
    assert saved.read_bytes() != first.read_bytes()
    result = evoke("import", saved, "--into", study.folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing added" in result.stdout
    assert "stored before, with the same details and answers: 20" in result.stdout
    # In another order, with three more.
    more = workbook.write(tmp_path / "more.xlsx", crowd[22:10:-1] + crowd[:11])
    result = evoke("import", more, "--into", study.folder, "--format", "json")
    said = json.loads(result.stdout)
    assert (said["added"], said["known"], said["doubtful"]) == (3, 20, [])
    assert said["imported_at"] is None
    assert study.value("SELECT count(*) FROM participants") == 23
    assert study.value("SELECT sum(respondents) FROM imported_file") == 23


def test_people_who_stand_in_a_file_twice_are_named_and_wait_for_a_word(study, tmp_path, crowd):
    twice = workbook.write(tmp_path / "twice.xlsx", crowd[:20] + crowd[3:5])
    result = evoke("import", twice, "--into", study.folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "2 participants of 22 not yet stored gave the same answers" in result.stderr
    assert ": W, X." in result.stderr
    assert "--doubtful skip" in result.stderr
    assert not study.database.exists()
    assert evoke("import", twice, "--into", study.folder, "--doubtful", "skip").returncode == 0
    assert study.value("SELECT count(*) FROM participants") == 20
    # The same answers of somebody with another year of birth.
    other = workbook.write(tmp_path / "other.xlsx", crowd[:3], set_cell("C3", 1961))
    result = evoke("import", other, "--into", study.folder)
    assert result.returncode == 2
    assert ": C." in result.stderr
    assert study.value("SELECT count(*) FROM participants") == 20
    result = evoke("import", other, "--into", study.folder, "--doubtful", "add")
    assert "imported 1 participant" in result.stdout
    assert "as another participant: C" in result.stdout
    assert study.value("SELECT count(*) FROM participants") == 21


def test_a_baseline_names_people_who_stand_in_its_source_twice(tmp_path, crowd):
    twice = workbook.write(tmp_path / "twice.xlsx", crowd[:20] + crowd[3:5])
    shown = " ".join(evoke("baseline", twice).stdout.split())
    assert "4 participants gave the same answers to all items as another (F and W, G and X)." in shown
    groups = json.loads(evoke("baseline", twice, "--format", "json").stdout)["same_answers"]
    assert groups == [{"participants": ["F", "W"]}, {"participants": ["G", "X"]}]
    for command in (["risk", twice], ["export", twice, tmp_path / "out", "--k", "2"]):
        assert "2 of the people gave the same answers" in evoke(*command).stderr
    once = workbook.write(tmp_path / "once.xlsx", crowd[:20])
    assert "gave the same answers" not in evoke("risk", once).stderr
    assert "same_answers" not in json.loads(evoke("baseline", once, "--format", "json").stdout)


def test_a_database_is_made_where_a_file_is_named(published, tmp_path):
    database = tmp_path / "crowd.sqlite"
    assert evoke("import", published, "--into", database).returncode == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM participants").fetchone() == (180,)


def test_a_database_in_a_folder_that_is_not_there_is_not_made(published, tmp_path):
    result = evoke("import", published, "--into", tmp_path / "none" / "crowd.sqlite")
    assert result.returncode == 2
    assert f"{tmp_path / 'none'}: no such folder" in result.stderr
    assert not (tmp_path / "none").exists()


def test_an_import_takes_no_place_of_the_study(study, published, serve):
    study.keep_situations(1).change(quota=1)
    assert evoke("import", published, "--into", study.folder).returncode == 0
    server = serve(study)
    visitor = Visitor(server)
    assert visitor.finish().name == "debrief"
    assert Visitor(server, 2).arrive().name == "full"


# What is wrong with a file

ROW = workbook.FIRST_RESPONSE_ROW


BROKEN_SHEETS = {
    "a code of another emotion": (set_cell("C1", "Boredom_F1S1"), ["C1"]),
    "a code that is none": (set_cell("E1", "Angry F1 S1"), ["E1"]),
    "a factor that does not exist": (set_cell("D1", "Angry_F6S1"), ["D1"]),
    "a situation nobody was given": (set_cell("D1", "Jealous_F3S3"), ["D1"]),
    "a column without its code": (set_cell("G1", None), ["G1"]),
    "a header that is something else": (lambda sheet: sheet.delete_rows(1), ["C1"]),
    "a value of six": (set_cell(f"F{ROW + 3}", 6), [f"F{ROW + 3}"]),
    "a value of nought": (set_cell("AB40", 0), ["AB40"]),
    "a value between two": (set_cell("AB40", 2.5), ["AB40"]),
    "a text for a value": (set_cell("AB40", "3"), ["AB40"]),
    "a blank value": (set_cell("AB40", None), ["AB40"]),
    "a year of birth that is no year": (set_cell("H3", "MCMLX"), ["H3"]),
    "two values of six and a blank": (
        lambda sheet: [
            set_cell(cell, value)(sheet) for cell, value in (("C9", 6), ("D9", 6), ("E30", None))
        ],
        ["C9", "D9", "E30"],
    ),
    "a missing row": (lambda sheet: sheet.delete_rows(ROW + 4), [f"B{ROW + 4}"]),
    "a missing demographic row": (lambda sheet: sheet.delete_rows(4), ["B4"]),
    "an unknown label": (set_cell(f"B{ROW + 1}", "… - Bewildered"), [f"B{ROW + 1}"]),
}


@pytest.mark.parametrize("name", BROKEN_SHEETS)
def test_a_broken_sheet_is_refused_with_its_cells(study, crowd, tmp_path, name):
    change, cells = BROKEN_SHEETS[name]
    file = workbook.write(tmp_path / "broken.xlsx", crowd, change)
    result = evoke("import", file, "--into", study.folder)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "broken.xlsx" in result.stderr
    found = re.findall(r"sheet Raw, cell ([A-Z]+\d+):", result.stderr)
    assert set(cells) <= set(found), result.stderr
    if len(cells) == 1 and not name.startswith("a header"):
        assert found == cells
    assert_untouched(study)
    # The analysis reads the same file, and refuses it in the same words.
    analysed = evoke("baseline", file)
    assert (analysed.returncode, analysed.stderr) == (2, result.stderr)


def truncated(good: bytes) -> bytes:
    return good[: len(good) // 2]


def with_damaged_sheet(good: bytes) -> bytes:
    start = good.index(b"xl/worksheets/sheet1.xml") + 2000
    flipped = bytes(byte ^ 0x55 for byte in good[start : start + 64])
    return good[:start] + flipped + good[start + 64 :]


BROKEN_FILES = {
    "truncated": (truncated, "truncated"),
    "damaged inside": (with_damaged_sheet, "sheet1.xml"),
    "empty": (lambda good: b"", "empty"),
    "a text": (lambda good: b"Info,Angry_F1S1\nGender:,Male\n", "not an .xlsx workbook"),
    "an old workbook": (lambda good: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, ".xls"),
}


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_a_file_that_is_no_workbook_is_refused(study, published, tmp_path, name):
    damage, words = BROKEN_FILES[name]
    file = tmp_path / "broken.xlsx"
    file.write_bytes(damage(published.read_bytes()))
    result = evoke("import", file, "--into", study.folder)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "broken.xlsx" in result.stderr
    assert words in result.stderr
    assert_untouched(study)


def test_another_zip_archive_is_refused(study, tmp_path):
    file = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    result = evoke("import", file, "--into", study.folder)
    assert result.returncode == 2
    assert "zip archive, but not an .xlsx workbook" in result.stderr
    assert_untouched(study)


def test_a_workbook_without_the_sheet_is_refused_by_name(study, crowd, tmp_path):
    file = tmp_path / "broken.xlsx"
    workbook.sheet_of(crowd, title="Rohdaten").save(file)
    result = evoke("import", file, "--into", study.folder)
    assert result.returncode == 2
    assert "sheet Raw" in result.stderr
    assert "Rohdaten" in result.stderr
    assert_untouched(study)


def test_a_failed_import_leaves_what_was_there(study, published, crowd, tmp_path):
    assert evoke("import", published, "--into", study.folder).returncode == 0
    broken = workbook.write(tmp_path / "broken.xlsx", crowd, set_cell("FZ46", 9))
    assert evoke("import", broken, "--into", study.folder).returncode == 2
    assert study.value("SELECT count(*) FROM participants") == 180
    assert study.value("SELECT count(*) FROM imported_file") == 1


@pytest.mark.parametrize(
    ("file", "into", "words"),
    [
        ("nowhere.xlsx", "study", "nowhere.xlsx: no such file"),
        ("crowd.xlsx", "nowhere", "nowhere"),
        ("crowd.xlsx", "crowd.xlsx", "not an SQLite database"),
        ("crowd.xlsx", "other.sqlite", "not one of Evoke's"),
    ],
)
def test_a_mistaken_place_is_said_plainly(study, published, tmp_path, file, into, words):
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE mine (secret TEXT)")
        other.commit()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    result = evoke("import", tmp_path / file, "--into", tmp_path / into)
    assert result.returncode == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def assert_untouched(study) -> None:
    if study.database.exists():
        assert study.value("SELECT count(*) FROM participants") == 0
        assert study.value("SELECT count(*) FROM responses_long") == 0


# The published file


def test_the_published_workbook_is_imported_whole(study, reference):
    file = reference / "emotionbench/crowd.xlsx"
    result = evoke("import", file, "--into", study.folder)
    assert result.returncode == 0
    assert "imported 1,266 participants" in result.stdout
    assert study.value("SELECT count(*) FROM responses_long WHERE value BETWEEN 1 AND 5") == 50_640
    by_emotion = Counter(dict(study.rows("SELECT emotion, count(*) FROM participants GROUP BY 1")))
    assert by_emotion.total() == 1266
    assert set(by_emotion) == {emotion for emotion, _ in workbook.EMOTIONS.values()}
    cells = study.rows("SELECT DISTINCT emotion, factor, situation FROM participants")
    assert len(cells) == 175
    answered = dict(
        study.rows("SELECT question, count(value) FROM question_answer GROUP BY question")
    )
    assert set(answered) == {"gender", "year_of_birth", "country", "employment", "education"}
    assert min(answered.values()) > 1200
    assert "nothing added" in evoke("import", file, "--into", study.folder).stdout
