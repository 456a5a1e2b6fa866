"""`evoke export` and what tells who somebody is: it stays, unless three things agree that it leaves."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pandas
import pyreadstat
import pytest

from helpers import validators
from helpers.study import Study, everything, evoke

WIDE = "data/description-wide_data.csv"
LIMITS = ("--kind", "simulated", "--max-suppression", "20%", "--max-loss", "0.9")
# Free text as people write it: long, over several lines, with a formula, with what nobody named.
WORDS = [
    'I saw the "old harbour", and my cousin Ottilie Canary waited there.',
    "Two lines:\r\nthe second, with a comma, and é, 你, \U0001f6a2",
    "=HYPERLINK(0) came to my mind, and then nothing else of this kind",
    "write to ottilie@canary.example.org or look at 192.0.2.77, 2001:db8::ff00:42:8329",
    "I am P17 and began at 2026-03-01 10:11, that is what I remember",
    "short",
    "x" * 40_000 + " the end",
]


def person(number: int) -> str:
    """Recruiting ids: short ones as a laboratory gives them, and long ones as a panel does."""
    return f"P{number}" if number % 2 else f"5f9c0ffee5f9c0ffee5f{number:04}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A study that asked 240 people what they imagined; every one of them was recruited."""
    study = Study(tmp_path_factory.mktemp("study") / "mood")
    study.add("imagining: { description: optional }\n")
    done = evoke("simulate", study.folder, "--participants", 240, "--seed", 3)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(study.database) as database:
        people = [row[0] for row in database.execute("SELECT id FROM respondent ORDER BY id")]
        for place, respondent in enumerate(people):
            database.execute(
                "INSERT INTO identity (respondent_id, panel, person, panel_study, panel_session,"
                " recorded_at) VALUES (?, 'PROLIFIC_PID', ?, 'canarystudy01', ?, 'now')",
                (respondent, person(place), f"canarysession{place:04}"),
            )
            words = WORDS[place] if place < len(WORDS) else f"A canary sang in garden {place} to me."
            database.execute(
                "INSERT OR REPLACE INTO question_answer (respondent_id, question, purpose, value)"
                " VALUES (?, 'imagined', 'situation', ?)",
                (respondent, words if place != 9 else None),
            )
    return study.folder


@pytest.fixture
def copy(folder, tmp_path):
    """A copy of the study with more text in its study.yaml."""

    def make(release: str = "") -> Study:
        copied = Study.__new__(Study)
        copied.folder = tmp_path / "copy"
        validators.run("cp", "-r", folder, copied.folder)
        if release:
            copied.add(f"release:\n{release}")
        return copied

    return make


def texts(folder: Path) -> str:
    """All that a person can read in the package, the SPSS file's cells among it."""
    table, _ = pyreadstat.read_sav(folder / "data/description-wide_data.sav", user_missing=True)
    return everything(folder).decode(errors="replace") + "\0".join(map(str, table.values.ravel()))


def times(study: Study, column: str) -> list[str]:
    return [row[0] for row in study.rows(f"SELECT {column} FROM respondent WHERE {column} NOT NULL")]


NAMED = "  identifying: [imagined, started_at, recruiting_id]\n"


def test_without_a_word_nothing_of_the_kind_leaves(copy, tmp_path):
    study = copy()
    done = evoke("export", study.folder, tmp_path / "out", *LIMITS)
    assert done.returncode == 0, done.stderr
    written = texts(tmp_path / "out") + done.stdout + done.stderr
    for text in [
        "Ottilie", "harbour", "canary", "Canary", "HYPERLINK", "192.0.2.77", "P17", "5f9c0ffee",
        *times(study, "started_at"), *times(study, "finished_at"),
    ]:  # fmt: skip
        assert text not in written
    table = pandas.read_csv(tmp_path / "out" / WIDE, dtype=str)
    assert not {"imagined", "started_at", "finished_at", "recruiting_id"} & set(table)
    assert "NOT ANONYMOUS" not in written


def test_being_named_in_the_study_alone_changes_nothing(copy, tmp_path):
    study = copy(NAMED)
    done = evoke("export", study.folder, tmp_path / "out", *LIMITS)
    assert done.returncode == 0, done.stderr
    assert "canary" not in texts(tmp_path / "out")


FIRST, SECOND = ("--release-identifying", "imagined"), ("--yes-release", "imagined")


@pytest.mark.parametrize(
    "release, arguments, missing",
    [
        (NAMED, FIRST, ["--yes-release imagined is missing"]),
        (NAMED, SECOND, ["--release-identifying imagined is missing"]),
        ("", FIRST + SECOND, ["study.yaml does not list it"]),
        ("  identifying: [started_at]\n", FIRST + SECOND, ["study.yaml does not list it"]),
        ("", FIRST, ["study.yaml does not list it", "--yes-release imagined is missing"]),
        (
            NAMED,
            (*FIRST, "--yes-release", "imagined,started_at"),
            ["`started_at`: --release-identifying started_at is missing"],
        ),
        (NAMED, (*FIRST, "--yes-release", "imagine"), ["--yes-release imagined is missing"]),
        (
            NAMED,
            ("--release-identifying", "finished_at", "--yes-release", "finished_at"),
            ["`finished_at`: study.yaml does not list it"],
        ),
        (
            NAMED,
            ("--release-identifying", "session_token", "--yes-release", "session_token"),
            ["`session_token` is never released"],
        ),
    ],
)  # fmt: skip
def test_one_of_three_missing_is_a_refusal_that_says_which(
    copy, tmp_path, release, arguments, missing
):
    study = copy(release)
    done = evoke("export", study.folder, tmp_path / "out", *LIMITS, *arguments)
    assert done.returncode == 2
    for text in missing:
        assert text in done.stderr
    assert "Nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    assert study.value("SELECT count(*) FROM release") == 0


@pytest.mark.parametrize(
    "release, line, message",
    [
        ("  identifying: [imagind]", 1, "did you mean `imagined`?"),
        ("  identifying: [session_token]", 1, "`session_token` is never released"),
        ("  identifying: [receipt_code]", 1, "`receipt_code` is never released"),
        ("  identifying: [ip_address]", 1, "`ip_address` is never released"),
        ("  withheld: [gender]\n  identifying: [gender]", 2, "`gender` appears twice"),
    ],
)
def test_a_mistake_in_the_study_is_named_with_its_place(copy, tmp_path, release, line, message):
    study = copy(release + "\n")
    lines = (study.folder / "study.yaml").read_text().splitlines()
    done = evoke("export", study.folder, tmp_path / "out", *LIMITS)
    assert done.returncode == 2 and message in done.stderr
    assert f"study.yaml:{lines.index('release:') + 1 + line}:" in done.stderr


def test_words_that_the_study_does_not_ask_for_cannot_be_named(tmp_path):
    study = Study(tmp_path / "plain").add("release:\n  identifying: [imagined]\n")
    done = evoke("check", study.folder)
    assert done.returncode == 2
    assert "does not ask what participants imagined" in done.stderr


@pytest.fixture(scope="module")
def named(folder, tmp_path_factory):
    """A package with words, times and ids: the study names them and the command was told twice."""
    copied = Study.__new__(Study)
    copied.folder = tmp_path_factory.mktemp("named") / "copy"
    validators.run("cp", "-r", folder, copied.folder)
    copied.add(f"release:\n{NAMED}")
    out = copied.folder.parent / "out"
    columns = "imagined,started_at,recruiting_id"
    done = evoke(
        "export", copied.folder, out, *LIMITS, "--release-identifying", columns, "--yes-release",
        columns,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return copied, out, done


class TestNamedColumnsLeave:
    def test_the_columns_hold_what_was_recorded(self, named):
        study, out, _ = named
        table = pandas.read_csv(out / WIDE, dtype=str, keep_default_na=False)
        assert sorted(table["started_at"]) == sorted(times(study, "started_at"))
        assert sorted(table["recruiting_id"]) == sorted(map(person, range(240)))
        row = table.set_index("recruiting_id").loc
        assert row[person(0)]["imagined"] == WORDS[0]
        assert row[person(1)]["imagined"] == WORDS[1]
        assert row[person(2)]["imagined"] == "'" + WORDS[2]
        assert row[person(5)]["imagined"] == "short"
        assert row[person(6)]["imagined"] == WORDS[6]
        assert row[person(9)]["imagined"] == "(declined)"

    def test_what_nobody_named_is_taken_out_of_words(self, named):
        _, out, _ = named
        table = pandas.read_csv(out / WIDE, dtype=str, keep_default_na=False)
        row = table.set_index("recruiting_id").loc
        assert row[person(3)]["imagined"] == "write to [removed] or look at [removed], [removed]"
        assert row[person(4)]["imagined"] == (
            "I am [removed] and began at [removed], that is what I remember"
        )

    def test_the_other_canaries_hold(self, named):
        study, out, done = named
        written = texts(out) + done.stdout + done.stderr
        for text in [
            "canarysession", "canarystudy", "192.0.2.77", "2001:db8", "ottilie@canary",
            *(set(times(study, "finished_at")) - set(times(study, "started_at"))),
            *[row[0] for row in study.rows("SELECT uuid FROM respondent")],
            *[row[0] for row in study.rows("SELECT token_sha256 FROM session")],
        ]:  # fmt: skip
            assert text not in written

    def test_what_was_named_stands_in_the_tables_alone(self, named):
        study, out, done = named
        for path in out.rglob("*"):
            if path.is_file() and path.name not in (
                "description-wide_data.csv", "description-wide_data.sav"
            ):  # fmt: skip
                text = path.read_text()
                assert "Ottilie" not in text and "5f9c0ffee" not in text and "P17" not in text
                assert not any(time in text for time in times(study, "started_at"))
        assert "5f9c0ffee" not in done.stdout + done.stderr

    def test_every_document_says_so_loudly(self, named):
        _, out, done = named
        assert "NOT ANONYMOUS" in done.stderr and "NOT ANONYMOUS" in done.stdout
        readme = (out / "README.md").read_text()
        assert "NOT ANONYMOUS" in " ".join(readme.split())
        assert "## Read this first: people can be found in this dataset" in readme
        assert "- `imagined`:" in readme
        for name in ("risk/report.md", "risk/report.html", "codebook.md"):
            text = " ".join((out / name).read_text().replace("\\_", "_").split())
            assert "NOT ANONYMOUS" in text and "imagined, started_at, recruiting_id" in text, name
        for name in ("datapackage.json", "dataset_description.json"):
            assert "NOT ANONYMOUS" in json.loads((out / name).read_text())["description"]
        assert "NOT ANONYMOUS" in (out / "CITATION.cff").read_text().replace("\n", " ")
        assert json.loads((out / "dataset_description.json").read_text())["privacyPolicy"] == "private"
        package = json.loads((out / "datapackage.json").read_text())
        fields = package["resources"][0]["schema"]["fields"]
        marked = [field["name"] for field in fields if field.get("identifying")]
        assert marked == ["imagined", "started_at", "recruiting_id"]
        codebook = json.loads((out / "codebook.json").read_text())
        assert codebook["anonymisation"]["identifying_columns"] == marked
        roles = {row["name"]: row["role"] for row in codebook["variables"]}
        assert [name for name in roles if roles[name] == "identifying"] == marked

    def test_the_report_counts_who_is_told_apart(self, named):
        _, out, _ = named
        figures = json.loads((out / "risk/risk.json").read_text())["identifying"]
        table = pandas.read_csv(out / WIDE, dtype=str, keep_default_na=False)
        for name, found in figures.items():
            given = table[name][table[name] != "(declined)"]
            counts = given.value_counts()
            assert found["given"] == len(given)
            assert found["distinct"] == len(counts)
            assert found["unique"] == (counts == 1).sum()
            assert found["k"] == 1
        assert figures["imagined"]["pieces_removed"] == 5
        report = (out / "risk/report.md").read_text()
        assert "PRESENT: the id from recruiting" in report
        assert "PRESENT: the exact time" in report and "MAY APPEAR in participants' own words" in report

    def test_the_ledger_and_the_log_name_them(self, named):
        study, _, _ = named
        record = json.loads(study.value("SELECT record FROM release"))
        assert record["identifying"] == ["imagined", "started_at", "recruiting_id"]
        detail = study.value("SELECT detail FROM action_log WHERE action = 'released'")
        assert "with identifying columns (imagined, started_at, recruiting_id)" in detail

    @pytest.mark.parametrize(
        "validator",
        [
            validators.frictionless, validators.cffconvert, validators.datacite,
            validators.psych_ds, validators.spss, validators.sums,
        ],
    )  # fmt: skip
    def test_the_validators_pass_it(self, named, validator):
        assert validator(named[1]) == ""

    def test_the_loaders_give_the_words_back(self, named):
        _, out, _ = named
        asked = (
            "import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1]);"
            "from load import load; w = load()['wide'].set_index('recruiting_id');"
            "print(w.loc['P1']['imagined'].encode(), w.loc[sys.argv[2]]['imagined'])"
        )
        done = validators.run(sys.executable, "-c", asked, out, person(2), folder=Path("/"))
        assert done.stdout == f"{WORDS[1].encode()} {WORDS[2]}\n", done.stderr
        done = validators.run(
            "Rscript", "-e",
            "source(file.path(commandArgs(TRUE)[1], 'load.R'));"
            "cat(nrow(wide), sum(is.na(wide$imagined)), wide$imagined[wide$recruiting_id == 'P1'])",
            out, folder=Path("/"),
        )  # fmt: skip
        assert done.stdout.startswith("240 1 Two lines:"), done.stderr

    def test_a_later_release_says_what_the_earlier_one_held(self, named, tmp_path):
        study, out, _ = named
        done = evoke(
            "export", study.folder, tmp_path / "later", "--kind", "simulated", "--recipe",
            out / "recipe.yaml",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "contained imagined, started_at, recruiting_id" in " ".join(done.stdout.split())
        assert "contained imagined" in (tmp_path / "later/risk/report.md").read_text()
        assert "Ottilie" not in texts(tmp_path / "later")


def test_the_bids_layout_holds_them_too(copy, tmp_path):
    study = copy(NAMED)
    done = evoke(
        "export", study.folder, tmp_path / "out", *LIMITS, "--layout", "bids",
        "--release-identifying", "imagined", "--yes-release", "imagined",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = pandas.read_csv(
        tmp_path / "out/participants.tsv", sep="\t", dtype=str, keep_default_na=False
    )
    assert WORDS[1].replace("\r\n", " ") in set(table["imagined"])
    assert not {"recruiting_id", "started_at"} & set(table)
    assert b"5f9c0ffee" not in everything(tmp_path / "out")
    assert "NOT ANONYMOUS" in " ".join((tmp_path / "out/README.md").read_text().split())
    assert validators.bids(tmp_path / "out") == ""


def test_a_demographic_question_can_leave_as_it_was_answered(copy, tmp_path):
    study = copy("  identifying: [employment]\n")
    study.write(
        "UPDATE question_answer SET value = 'Keeper of Canaries' WHERE question = 'employment'"
        " AND respondent_id = (SELECT min(id) FROM respondent)"
    )
    plain = evoke("export", study.folder, tmp_path / "plain", *LIMITS)
    assert plain.returncode == 0, plain.stderr
    assert "employment" not in pandas.read_csv(tmp_path / "plain" / WIDE)
    named = ("--release-identifying", "employment", "--yes-release", "employment")
    done = evoke("export", study.folder, tmp_path / "out", *LIMITS, *named)
    assert done.returncode == 0, done.stderr
    table = pandas.read_csv(tmp_path / "out" / WIDE, dtype=str)
    assert "Keeper of Canaries" in set(table["employment"])


def test_a_published_workbook_has_nobody_to_name_columns(reference, tmp_path):
    done = evoke(
        "export", reference / "emotionbench/crowd.xlsx", tmp_path / "out",
        "--release-identifying", "imagined", "--yes-release", "imagined",
    )  # fmt: skip
    assert done.returncode == 2 and "no study.yaml to list it" in done.stderr


class TestShortIds:
    """An id such as P12 stands in other words by chance; it is looked for as a word of its own."""

    @pytest.mark.parametrize(
        "release, holds",
        [
            ("  changes: [P11 was taken out, who asked for it]\n", True),
            ("  keywords: [emotion, P11]\n", True),
            ('  title: "A study (P11)"\n', True),
            ("  changes: [P1107 stands for the protocol]\n", False),
            ("  changes: [XP11 stands for the protocol]\n", False),
            ("  changes: [12 people asked about it]\n", False),
        ],
    )
    def test_an_id_that_slipped_into_a_text_is_found(self, copy, tmp_path, release, holds):
        study = copy(release)
        done = evoke("export", study.folder, tmp_path / "out", *LIMITS)
        if not holds:
            assert done.returncode == 0, done.stderr
            return
        assert done.returncode == 2
        assert "contains an identity" in done.stderr and "P11" not in done.stdout + done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["copy"]

    def test_ids_that_are_words_or_numbers_stop_nothing(self, copy, tmp_path):
        study = copy()
        with sqlite3.connect(study.database) as database:
            for place, (respondent,) in enumerate(
                database.execute("SELECT respondent_id FROM identity").fetchall()
            ):
                words = ["anna", "In", "Will", "GB", "k", "h2", "R", "male", "student", "A"]
                database.execute(
                    "UPDATE identity SET person = ? WHERE respondent_id = ?",
                    (words[place] if place < len(words) else f"{place}", respondent),
                )
        done = evoke("export", study.folder, tmp_path / "out", *LIMITS)
        assert done.returncode == 0, done.stderr
