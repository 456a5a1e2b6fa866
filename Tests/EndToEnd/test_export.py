"""`evoke export`: k in the files on the disk, equal baselines, whole or not there, no canary."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import time

import pandas
import pytest

from helpers.canon import anonymity
from helpers.study import Study, everything, evoke

QUASI = ["gender", "year_of_birth", "country", "employment", "education"]


def wide(folder) -> pandas.DataFrame:
    """The table with a row a participant, every cell as text."""
    for path in sorted(folder.glob("**/*.csv")) + sorted(folder.glob("**/*.tsv")):
        separator = "\t" if path.suffix == ".tsv" else ","
        table = pandas.read_csv(path, dtype=str, keep_default_na=False, sep=separator)
        if {"emotion", "panas_default_upset", "panas_evoked_upset"} <= set(table.columns):
            return table
    raise AssertionError(f"no wide table in {list(folder.rglob('*'))}")


def export(source, folder, *arguments):
    return evoke("export", source, folder, *arguments)


def said(done) -> str:
    """What the command printed, on one line."""
    return " ".join(done.stdout.split())


def released(source, folder, *arguments):
    done = export(source, folder, *arguments)
    assert done.returncode == 0, done.stderr
    return wide(folder)


@pytest.fixture(scope="session")
def crowd(reference):
    return reference / "emotionbench/crowd.xlsx"


@pytest.fixture(scope="session")
def golden(reference):
    return json.loads((reference / "golden/risk.json").read_text())


@pytest.fixture(scope="session", params=[(5, 0.05), (10, 0.07)], ids=["k5", "k10"])
def package(request, crowd, tmp_path_factory):
    k, suppressed = request.param
    folder = tmp_path_factory.mktemp("release") / f"k{k}"
    table = released(crowd, folder, "--k", k, "--max-suppression", f"{suppressed:.0%}")
    return k, folder, table


class TestThePublishedWorkbook:
    def test_k_is_reached_as_pycanon_reads_the_files(self, package):
        k, _, table = package
        quasi = [name for name in QUASI if name in table]
        assert anonymity.k_anonymity(table, quasi) >= k
        assert len(table) == 1266

    def test_every_baseline_is_exactly_that_of_the_full_answers(self, package, golden):
        table = package[2].copy()
        names = {"pa": "positive_affect", "na": "negative_affect"}
        occasions = {"pre": "default", "post": "evoked"}
        emotions = {"Anger": "Angry", "Jealousy": "Jealous"}
        table["emotion"] = table["emotion"].replace(emotions)

        def check(rows, expected):
            for key, figures in expected.items():
                subscale, occasion = key.split("_")
                column = rows[f"panas_{occasions[occasion]}_{names[subscale]}"].astype(int)
                assert len(column) == figures["n"]
                assert column.sum() == figures["sum"]
                assert (column**2).sum() == figures["sumsq"]

        check(table, golden["baselines_full_data"]["overall"])
        for emotion, expected in golden["baselines_full_data"]["by_emotion"].items():
            check(table[table["emotion"] == emotion], expected)

    def test_bands_are_words_that_no_spreadsheet_takes_for_dates(self, package):
        values = set(package[2]["year_of_birth"]) - {"(suppressed)", "(declined)"}
        assert values and all(
            " to " in value or value.endswith(("or earlier", "or later")) for value in values
        )

    def test_the_recipe_run_again_gives_the_same_masks(self, package, crowd, tmp_path):
        _, folder, table = package
        again = released(crowd, tmp_path / "again", "--recipe", folder / "recipe.yaml")
        columns = [name for name in table if name != "participant"]
        same = [sorted(map(tuple, frame[columns].values)) for frame in (table, again)]
        assert same[0] == same[1]
        assert (tmp_path / "again/recipe.yaml").read_text() == (folder / "recipe.yaml").read_text()

    def test_ids_and_order_are_new_in_every_release(self, package, crowd, tmp_path):
        _, folder, table = package
        again = released(crowd, tmp_path / "again", "--recipe", folder / "recipe.yaml")
        assert not set(table["participant"]) & set(again["participant"])
        assert list(table["panas_default_upset"]) != list(again["panas_default_upset"])
        assert table["participant"].is_unique

    def test_the_report_answers_in_plain_language(self, package):
        k, folder, _ = package
        report = (folder / "risk/report.md").read_text()
        assert f"with at least {k - 1} others" in " ".join(report.split())
        for part in ("Singling out", "Linking", "Inference", "Safe Harbor", "Residual", "Assumption"):
            assert part in report or part.lower() in report
        page = (folder / "risk/report.html").read_text()
        assert page.startswith("<!doctype html>") and "http" not in page.split("<body>")[0]


class TestTheSummary:
    def test_it_fits_a_terminal_of_80_columns(self, package, crowd, tmp_path):
        done = export(crowd, tmp_path / "out", "--ledger", tmp_path / "ledger")
        assert done.returncode == 0, done.stderr
        again = export(
            crowd, tmp_path / "again", "--ledger", tmp_path / "ledger",
            "--recipe", tmp_path / "out/recipe.yaml",
        )  # fmt: skip
        assert "1,266 participants, k = 5" in said(done)
        assert "Together with earlier releases: k = 5." in said(again)
        for line in (done.stdout + again.stdout).splitlines():
            # A path is never cut.
            assert len(line) <= 80 or line.startswith(f"{tmp_path}/"), line

    def test_it_has_formats_and_a_file_of_its_own(self, crowd, tmp_path):
        file = tmp_path / "summary.json"
        done = export(crowd, tmp_path / "out", "--format", "json", "--output", file, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        summary = json.loads(file.read_text())
        assert summary["folder"] == str(tmp_path / "out")
        assert (summary["participants"], summary["kind"], summary["k"]) == (1266, "human", 5)
        assert summary["identifying"] == [] and summary["in_ledger"] is False
        figures = json.loads((tmp_path / "out/risk/risk.json").read_text())
        assert summary["uniques_before"] == figures["before"]["uniques"]
        for name in ("suppressed_cells", "information_loss", "dropped_rows"):
            assert summary[name] == figures[name]
        recipe = (tmp_path / "out/recipe.yaml").read_text()
        assert set(summary["levels"]) == set(QUASI)
        for column, level in summary["levels"].items():
            assert re.search(rf"^  {column}:\n    level: {re.escape(level)}$", recipe, re.M)
        done = export(crowd, tmp_path / "means", "--epsilon", 2, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert [row["epsilon"] for row in rows] == ["2"]
        assert rows[0]["k"] == rows[0]["information_loss"] == ""
        assert 0 < float(rows[0]["mean_error"]) < 10


def test_k_that_costs_too_much_is_refused_and_leaves_nothing(crowd, tmp_path):
    done = export(crowd, tmp_path / "out", "--k", 200)
    assert done.returncode == 2
    assert "k = 200 is not reached" in done.stderr
    assert "--max-loss" in done.stderr and "- --k 30" in done.stderr
    assert "classes are below 200" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def mood(tmp_path_factory):
    """A study with the answers of 240 simulated people."""
    study = Study(tmp_path_factory.mktemp("study") / "mood")
    done = evoke("simulate", study.folder, "--participants", 240, "--seed", 3)
    assert done.returncode == 0, done.stderr
    return study


class TestAStudy:
    def copy(self, mood, tmp_path, release: str = "") -> Study:
        folder = tmp_path / "copy"
        subprocess.run(["cp", "-r", mood.folder, folder], check=True)
        copy = Study.__new__(Study)
        copy.folder = folder
        with (folder / "study.yaml").open("a") as file:
            file.write(release)
        return copy

    ARGUMENTS = ("--kind", "simulated", "--max-suppression", "20%", "--max-loss", "0.9")

    def test_a_study_is_released_with_k(self, mood, tmp_path):
        copy = self.copy(mood, tmp_path)
        table = released(copy.folder, tmp_path / "out", *self.ARGUMENTS)
        quasi = [name for name in QUASI if name in table]
        assert len(table) == 240 and quasi
        assert anonymity.k_anonymity(table, quasi) >= 5
        # An item whose options all have a value of their own needs no column of options.
        assert not [name for name in table if name.endswith("_option")]

    def test_names_that_look_like_formulas_are_released_and_run_nowhere(self, tmp_path):
        study = Study(tmp_path / "mood")
        path = study.folder / "situations.csv"
        path.write_text(path.read_text().replace("\nAnger,", '\n"=cmd|calc",'))
        done = evoke("simulate", study.folder, "--participants", 60, "--seed", 3)
        assert done.returncode == 0, done.stderr
        table = released(study.folder, tmp_path / "out", *self.ARGUMENTS, "--k", "2")
        assert "'=cmd|calc" in set(table["emotion"])
        for command in ("baseline", "careless"):
            text = evoke(command, study.folder, "--kind", "simulated", "--format", "csv").stdout
            assert not re.search(r"(^|,)\"?[=+@]", text, re.MULTILINE)
        assert "panas,emotion,'=cmd|calc," in evoke(
            "baseline", study.folder, "--kind", "simulated", "--format", "csv"
        ).stdout

    @pytest.mark.parametrize("limit, value", [("--l", 3), ("--t", 0.6)])
    def test_l_and_t_are_kept(self, mood, tmp_path, limit, value):
        copy = self.copy(mood, tmp_path, "\nrelease:\n  sensitive: [emotion]\n")
        table = released(copy.folder, tmp_path / "out", *self.ARGUMENTS, limit, value)
        quasi = [name for name in QUASI if name in table]
        if limit == "--l":
            assert anonymity.l_diversity(table, quasi, ["emotion"]) >= value
        else:
            assert anonymity.t_closeness(table, quasi, ["emotion"]) <= value + 1e-9

    def test_rows_can_be_left_out_instead(self, mood, tmp_path):
        copy = self.copy(mood, tmp_path)
        table = released(copy.folder, tmp_path / "out", *self.ARGUMENTS, "--suppress", "rows")
        assert len(table) < 240
        assert not (table == "(suppressed)").any(axis=None)
        said = (tmp_path / "out/README.md").read_text() + (
            tmp_path / "out/risk/report.md"
        ).read_text()
        assert "participants were excluded, " in said and f"{240 - len(table)} participants were excluded" in (
            " ".join(said.split())
        )
        assert "suppressed, " not in said and "masked completely" not in said
        figures = json.loads((tmp_path / "out/risk/risk.json").read_text())
        vector = table[[name for name in table if re.fullmatch("panas_(default|evoked)_[a-z]+", name)]]
        answers = vector.drop_duplicates(keep=False)
        all_items = figures["after"]["residual_linkability"]
        assert next(iter(all_items.values()))["unique"] == len(answers)
        assert anonymity.k_anonymity(table, [name for name in QUASI if name in table]) >= 5

    def test_what_is_withheld_stays(self, mood, tmp_path):
        copy = self.copy(
            mood, tmp_path, "\nrelease:\n  withheld: [country]\n  attributes: [employment]\n"
        )
        done = export(copy.folder, tmp_path / "out", *self.ARGUMENTS)
        assert done.returncode == 0
        assert "warning: employment is released as answered" in done.stderr
        table = wide(tmp_path / "out")
        assert "country" not in table and "employment" in table
        # What the report says of k holds with the attribute known as well.
        known = [name for name in (*QUASI, "employment") if name in table]
        figures = json.loads((tmp_path / "out/risk/risk.json").read_text())["with_attributes"]
        assert figures["columns"] == ["employment"]
        assert figures["k"] == anonymity.k_anonymity(table, list(dict.fromkeys(known)))
        report = " ".join((tmp_path / "out/risk/report.md").read_text().split())
        assert "Released as answered" in report

    def test_answers_that_no_person_gave_are_called_so_wherever_the_dataset_is_named(
        self, mood, tmp_path
    ):
        copy = self.copy(mood, tmp_path)
        released(copy.folder, tmp_path / "out", *self.ARGUMENTS)
        for name in (
            "README.md", "CITATION.cff", "datapackage.json", "dataset_description.json",
            "datacite.json", "codebook.md",
        ):
            assert "simulated" in (tmp_path / "out" / name).read_text(), name

    def test_times_are_as_coarse_as_asked(self, mood, tmp_path):
        copy = self.copy(mood, tmp_path)
        table = released(copy.folder, tmp_path / "out", *self.ARGUMENTS, "--time", "year")
        values = set(table["collected"]) if "collected" in table else set()
        assert values <= {str(time.gmtime().tm_year), "(suppressed)"}

    def test_the_second_release_must_not_undo_the_first(self, mood, tmp_path):
        copy = self.copy(mood, tmp_path)
        released(copy.folder, tmp_path / "first", *self.ARGUMENTS, "--k", 5)
        released(
            copy.folder, tmp_path / "same", "--kind", "simulated", "--recipe",
            tmp_path / "first/recipe.yaml",
        )  # fmt: skip
        done = export(copy.folder, tmp_path / "second", *self.ARGUMENTS, "--k", 7)
        assert done.returncode == 2
        assert "together with the earlier releases" in done.stderr
        assert not (tmp_path / "second").exists()
        assert copy.value("SELECT count(*) FROM release") == 2
        assert copy.value("SELECT count(*) FROM action_log WHERE action = 'released'") == 2

    def test_nothing_planted_leaves(self, mood, tmp_path):
        copy = self.copy(mood, tmp_path)
        canaries = [
            "5f9c0ffee5f9c0ffee5f9c0f",
            "192.0.2.77",
            "ada.canary@example.org",
            "Ada Canary Lovelace",
            "=HYPERLINK(0)",
            "+1-555-canary",
        ]
        with sqlite3.connect(copy.database) as database:
            people = [row[0] for row in database.execute("SELECT id FROM respondent")]
            for person in people:
                database.execute(
                    "INSERT INTO identity (respondent_id, panel, person, panel_study, panel_session,"
                    " recorded_at) VALUES (?, 'PROLIFIC_PID', ?, 'canarystudy01', ?, 'now')",
                    (person, f"5f9c0ffee5f9c0ffee5f{person:04}", f"canarysession{person:04}"),
                )
            # Answers that no question offers, as a foreign import could bring them.
            for person, canary in zip(people, canaries):
                for question in ("gender", "employment", "country"):
                    database.execute(
                        "UPDATE question_answer SET value = ? WHERE respondent_id = ?"
                        " AND question = ?",
                        (canary, person, question),
                    )
            times = [row[0] for row in database.execute("SELECT started_at FROM respondent")]
            uuids = [row[0] for row in database.execute("SELECT uuid FROM respondent")]
        done = export(copy.folder, tmp_path / "out", *self.ARGUMENTS)
        assert done.returncode == 0, done.stderr
        refused = export(copy.folder, tmp_path / "no", "--kind", "simulated", "--k", 200)
        assert refused.returncode == 2
        written = everything(tmp_path / "out")
        said = (done.stdout + done.stderr + refused.stdout + refused.stderr).encode()
        planted = canaries + times + uuids + ["5f9c0ffee", "canarysession", "canarystudy"]
        for text in planted:
            assert text.encode() not in written + said
        table = wide(tmp_path / "out")
        assert any("Not listed" in set(table[name]) for name in ("gender", "employment") if name in table)


@pytest.mark.parametrize("k, is_refused", [(1, True), (2, False)])
def test_k_is_at_least_2(tmp_path, k, is_refused):
    done = export(tmp_path / "missing.xlsx", tmp_path / "out", "--k", k)
    assert done.returncode == 2
    assert ("--k must be at least 2" in done.stderr) == is_refused


def test_times_of_imported_answers_are_not_known(crowd, tmp_path):
    done = export(crowd, tmp_path / "out", "--time", "month")
    assert done.returncode == 2 and "the time of imported answers is unknown" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def recipe_of_five(crowd, tmp_path_factory):
    folder = tmp_path_factory.mktemp("five") / "out"
    released(crowd, folder)
    return (folder / "recipe.yaml").read_text()


@pytest.mark.parametrize(
    "pattern, replacement, message",
    [
        ("^k: 5", "k: five", "recipe.yaml:5:4: error: `k` must be a whole number"),
        ("^k: 5", "k: 1", "recipe.yaml:5:4: error: `k` must be a whole number"),
        ("^suppress:", "supress:", "did you mean `suppress`?"),
        ("bands: .*", "bands: [1964, 1954]", "in ascending order"),
        ("level: 10 years", "level: as answered", "a column that is `as answered` has no `bands`"),
        ("  gender:", "  gendr:", "recipe.yaml says nothing of `gender`"),
        ("      United Kingdom: ", "      (suppressed): ", "is reserved for missing values"),
        (r"\Z", "  weight:\n    level: removed\n", "recipe.yaml names `weight`"),
        ("^# ", "\udcff", "the file is not UTF-8 text"),
    ],
)  # fmt: skip
def test_a_fault_of_a_recipe_is_named_with_its_place(
    recipe_of_five, crowd, tmp_path, pattern, replacement, message
):
    text = recipe_of_five
    changed = re.sub(pattern, replacement, text, count=1, flags=re.M)
    assert changed != text
    recipe = tmp_path / "recipe.yaml"
    recipe.write_bytes(changed.encode(errors="surrogateescape"))
    done = export(crowd, tmp_path / "out", "--recipe", recipe)
    assert done.returncode == 2 and message in done.stderr
    assert list(tmp_path.iterdir()) == [recipe]


class TestTheLedgerOfAFile:
    def test_a_ledger_without_a_folder_is_named(self, crowd, tmp_path):
        done = export(crowd, tmp_path / "out", "--ledger", tmp_path / "no/ledger.jsonl")
        assert done.returncode == 2 and f"there is no folder {tmp_path}/no" in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_a_release_that_undoes_an_earlier_one_is_refused(self, crowd, tmp_path):
        ledger = tmp_path / "ledger.jsonl"
        released(crowd, tmp_path / "first", "--ledger", ledger)
        done = export(crowd, tmp_path / "second", "--k", 6, "--ledger", ledger)
        assert done.returncode == 2 and "earlier releases" in done.stderr
        assert not (tmp_path / "second").exists()
        released(
            crowd, tmp_path / "third", "--ledger", ledger, "--recipe", tmp_path / "first/recipe.yaml"
        )
        assert len(ledger.read_text().splitlines()) == 2

    def test_a_changed_ledger_is_noticed(self, crowd, tmp_path):
        ledger = tmp_path / "ledger.jsonl"
        released(crowd, tmp_path / "first", "--ledger", ledger)
        ledger.write_text(ledger.read_text().replace('"people":1266', '"people":1265'))
        done = export(crowd, tmp_path / "second", "--ledger", ledger)
        assert done.returncode == 2 and "the ledger has been changed" in done.stderr
        assert os.listdir(tmp_path / "first")


class TestThePrivateBaseline:
    def test_the_baseline_alone_is_near_and_holds_no_person(self, crowd, golden, tmp_path):
        done = export(crowd, tmp_path / "out", "--epsilon", 5)
        assert done.returncode == 0, done.stderr
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "README.md",
            "SHA256SUMS",
            "baseline.csv",
            "baseline.json",
        ]
        rows = pandas.read_csv(tmp_path / "out/baseline.csv")
        assert len(rows) == 2 * (1 + 8 + 36)
        overall = rows[(rows.level == "overall") & (rows.subscale == "negative_affect")].iloc[0]
        expected = golden["baselines_full_data"]["overall"]["na_post"]["mean"]
        # Six standard deviations of the noise: it fails once in 10^8 runs.
        assert abs(overall.evoked_mean - expected) < 6 * overall.noise_sd + 0.5
        assert overall.evoked_mean != expected

    def test_less_epsilon_is_more_noise(self, crowd, tmp_path):
        noise = []
        for epsilon in (0.5, 1, 2):
            folder = tmp_path / f"{epsilon}"
            assert export(crowd, folder, "--epsilon", epsilon, "--seed", 1).returncode == 0
            rows = pandas.read_csv(folder / "baseline.csv")
            noise.append(rows[rows.level == "overall"].noise_sd.iloc[0] * epsilon)
        assert noise == pytest.approx([noise[0]] * 3, rel=0.2)

    def test_what_is_spent_adds_up_in_the_ledger(self, crowd, tmp_path):
        ledger = tmp_path / "ledger.jsonl"
        for place, epsilon in enumerate((0.5, 1.25)):
            done = export(crowd, tmp_path / f"{place}", "--epsilon", epsilon, "--ledger", ledger)
            assert done.returncode == 0, done.stderr
        lines = [json.loads(line)["release"] for line in ledger.read_text().splitlines()]
        assert [line["epsilon"] for line in lines] == [0.5, 1.25]
        assert [line["people"] for line in lines] == [1266, 1266]
        assert "In total, epsilon = 1.75 is spent." in said(done)
        for place, before, total in ((0, 0, 0.5), (1, 0.5, 1.75)):
            stated = json.loads((tmp_path / f"{place}/baseline.json").read_text())
            assert stated["epsilon_spent_before"] == before
            assert stated["epsilon_spent_in_all"] == total
            assert stated["rows_released_before"] is False
            readme = (tmp_path / f"{place}/README.md").read_text()
            assert f"epsilon = {total} is spent" in readme

    def test_rows_that_are_out_are_named_and_private_releases_hinder_no_rows(self, crowd, tmp_path):
        ledger = tmp_path / "ledger.jsonl"
        assert export(crowd, tmp_path / "1", "--epsilon", 1, "--ledger", ledger).returncode == 0
        rows = export(crowd, tmp_path / "2", "--ledger", ledger)
        assert rows.returncode == 0, rows.stderr
        assert "Together with earlier" not in said(rows) and "warning: the rec" not in rows.stderr
        done = export(crowd, tmp_path / "3", "--epsilon", 1, "--ledger", ledger)
        assert done.returncode == 0 and "hides nothing that they show" in done.stderr
        assert "hides nothing that they show" in (tmp_path / "3/README.md").read_text()
        assert len(ledger.read_text().splitlines()) == 3

    def test_without_a_ledger_it_says_so(self, crowd, tmp_path):
        done = export(crowd, tmp_path / "out", "--epsilon", 1)
        assert "There is no ledger" in said(done)
        assert "No ledger was kept" in (tmp_path / "out/README.md").read_text()
        assert json.loads((tmp_path / "out/baseline.json").read_text())["epsilon_spent_in_all"] is None

    def test_a_study_keeps_it_in_its_database_and_its_log(self, mood, tmp_path):
        copy = TestAStudy().copy(mood, tmp_path)
        for place in (1, 2):
            done = export(copy.folder, tmp_path / f"{place}", "--epsilon", 1, "--kind", "simulated")
            assert done.returncode == 0, done.stderr
        assert "In total, epsilon = 2.0 is spent." in said(done)
        records = [json.loads(row[0]) for row in copy.rows("SELECT record FROM release")]
        assert [(record["epsilon"], record["kind"]) for record in records] == [(1, "simulated")] * 2
        details = copy.rows("SELECT detail FROM action_log WHERE action = 'released'")
        assert all("a private baseline, epsilon 1.0, package" in detail for (detail,) in details)

    def test_a_refused_private_release_spends_nothing(self, mood, tmp_path):
        copy = TestAStudy().copy(mood, tmp_path)
        (tmp_path / "there").mkdir()
        done = export(copy.folder, tmp_path / "there", "--epsilon", 1, "--kind", "simulated")
        assert done.returncode == 2
        assert copy.value("SELECT count(*) FROM release") == 0


def test_a_release_of_rehearsals_does_not_count_as_one_of_people(mood, tmp_path):
    copy = TestAStudy().copy(mood, tmp_path)
    arguments = ("--max-suppression", "20%", "--max-loss", "0.9")
    released(copy.folder, tmp_path / "first", *arguments, "--kind", "simulated")
    copy.write("UPDATE respondent SET kind = 'human'")
    done = export(copy.folder, tmp_path / "second", *arguments, "--k", 7)
    assert done.returncode == 0, done.stderr
    assert "Together with earlier" not in said(done) and "still in the database" not in done.stderr
    private = export(copy.folder, tmp_path / "third", "--epsilon", 1)
    assert "first private release" in said(private)
