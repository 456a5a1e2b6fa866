"""`evoke risk` against the figures computed elsewhere, and against pyCANON on tables made here."""

from __future__ import annotations

import csv
import json
import random

import pandas
import pytest

from helpers.canon import anonymity
from helpers.figures import json_of
from helpers.study import evoke

QUASI = ["gender", "year_of_birth", "country", "employment", "education"]


def close(found, expected):
    """Equal but for the rounding of sums in another order."""
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-12)


def risk(*arguments) -> dict:
    return json_of("risk", *arguments)


@pytest.fixture(scope="session")
def published(reference):
    return json.loads((reference / "golden/risk.json").read_text())


@pytest.fixture(scope="session")
def crowd(reference):
    return risk(reference / "emotionbench/crowd.xlsx")


class TestThePublishedWorkbook:
    def test_classes_and_prosecutor_risk(self, crowd, published):
        expected = published["published"]
        for name in (
            "records classes k max_class mean_class uniques unique_share discernibility c_avg_k5"
        ).split():
            close(crowd[name], expected[name])
        assert crowd["records_below"] == expected["records_below_k"]
        assert crowd["class_size_histogram"] == expected["class_size_histogram"]
        close(crowd["prosecutor"], expected["prosecutor"])

    def test_journalist_and_marketer_risk(self, crowd, published):
        for found, expected in zip(
            crowd["population_model"], published["published"]["population_model"], strict=True
        ):
            close(found, expected)

    def test_sensitive_columns(self, crowd, published):
        columns = ["panas_default_negative_affect", "panas_default_distressed", "emotion"]
        expected = published["published"]["sensitive"]
        for name, column in zip(expected, columns, strict=True):
            close(crowd["sensitive"][column], expected[name])

    def test_every_subset_of_what_is_known(self, crowd, published):
        expected = published["published"]["by_subset"]
        assert len(crowd["by_subset"]) == len(expected) == 31
        for names, figures in expected.items():
            assert crowd["by_subset"][names.replace("yob", "year_of_birth")] == figures

    def test_condition_and_answers(self, crowd, published):
        expected = published["published"]
        for name, golden in (("situation", "with_situation_175"), ("emotion", "with_emotion_8")):
            found = crowd["with_condition"][name]
            assert {"k": found["k"], "uniques": found["uniques"]} == expected[golden]
        vectors = crowd["residual_linkability"]
        expected = published["response_vector_fingerprint"]
        assert vectors["all"]["unique"] == expected["unique_40_item_vectors"]
        assert vectors["default"]["unique"] == expected["unique_20_before"]
        assert vectors["evoked"]["unique"] == expected["unique_20_after"]


def made_table(path, seed: int, rows: int = 400):
    draw = random.Random(seed)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["region", "band", "sex", "diagnosis", "score"])
        for _ in range(rows):
            writer.writerow(
                [
                    draw.choice(["north, inner", 'the "south"', "east"]),
                    draw.choice(["young", "old"]),
                    draw.choice("fm"),
                    draw.choices(["none", "a", "b", "c"], [8, 4, 2, 1])[0],
                    draw.randint(1, 6),
                ]
            )
    return path


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("quasi", [["region"], ["region", "band", "sex"]])
def test_k_l_and_t_are_those_of_pycanon(tmp_path, seed, quasi):
    path = made_table(tmp_path / "table.csv", seed)
    table = pandas.read_csv(path, keep_default_na=False)
    found = risk(path, "--quasi", ",".join(quasi), "--sensitive", "diagnosis,score")
    assert found["k"] == anonymity.k_anonymity(table, quasi)
    for column, distance in (("diagnosis", "t_equal_distance"), ("score", "t_ordered_distance")):
        figures = found["sensitive"][column]
        assert figures["distinct_l"] == anonymity.l_diversity(table, quasi, [column])
        assert int(figures["entropy_l"] + 1e-9) == anonymity.entropy_l_diversity(
            table, quasi, [column]
        )
        close(figures[distance], anonymity.t_closeness(table, quasi, [column]))


def test_a_table_worked_out_by_hand(tmp_path):
    # Classes: (a, x) three times, (a, y) once, (b, x) twice.
    path = tmp_path / "small.csv"
    path.write_text("p,q,d\na,x,1\na,x,1\na,x,2\na,y,1\nb,x,2\nb,x,2\n")
    found = risk(path, "--quasi", "p,q", "--sensitive", "d", "--condition", "d", "--answers", "d")
    assert (found["records"], found["classes"], found["k"], found["uniques"]) == (6, 3, 1, 1)
    assert found["records_below"]["2"] == 1 and found["records_below"]["3"] == 3
    close(found["prosecutor"]["lowest"], 1 / 3)
    close(found["prosecutor"]["average"], 0.5)
    assert found["discernibility"] == 9 + 1 + 4
    # In all: 1 three times, 2 three times. (a, y) and (b, x) hold one value each.
    close(found["sensitive"]["d"]["t_equal_distance"], 0.5)
    assert found["sensitive"]["d"]["records_in_homogeneous"] == 3
    assert found["with_condition"]["d"] == {"values": 2, "k": 1, "uniques": 2}
    subsets = {
        name: (subset["k"], subset["classes"], subset["uniques"])
        for name, subset in found["by_subset"].items()
    }
    assert subsets == {"p": (2, 2, 0), "q": (1, 2, 1), "p+q": (1, 3, 1)}
    assert found["residual_linkability"]["all"] == {"items": 1, "distinct": 2, "unique": 0}


@pytest.mark.parametrize(
    "arguments, message",
    [
        ([], "name the columns that others may know with --quasi"),
        (["--quasi", "p,r"], "no column is called `r`"),
        (["--quasi", "p,p"], "must name columns, each only once"),
        (["--quasi", "p", "--sensitive", "d:3/1"], "ascending order"),
    ],
)
def test_a_mistake_is_named(tmp_path, arguments, message):
    path = tmp_path / "small.csv"
    path.write_text("p,q,d\na,x,1\n")
    done = evoke("risk", path, *arguments)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    "content, message",
    [
        (b"p,q\nx,1\n\xc4,2\n", "table.csv:3:1: error: here the file is not UTF-8 text (a byte 0xC4)"),
        (b"p,q\nx,caf\xe9\n", "table.csv:2:6: error"),
        (b"p,q\nx,1\ny\nz,1,2\n", "table.csv:3:1: error: the row has 1 cells, the header has 2"),
        (b"p,q\nx,1\ny\nz,1,2\n", "table.csv:4:1: error: the row has 3 cells, the header has 2"),
        (b"p,q,p\nx,1,2\n", "table.csv:1:1: error: two columns are called `p`"),
        (b"p,,\nx,1,2\n", "table.csv:1:1: error: two columns have no name"),
        (b"p;q\nx;1\n", "seem to be separated by `;`"),
        (b"p,q\n", "there are no rows below the header"),
        (b"", "the file is empty"),
        (b'p,q\n"x,1\n', "table.csv:2:1: error: the quote opened here is never closed"),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_place(tmp_path, content, message):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    done = evoke("risk", path, "--quasi", "p")
    assert done.returncode == 2 and done.stdout == ""
    assert message in done.stderr


def test_a_row_of_the_wrong_length_is_never_left_out_in_silence(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("p,q\n" + "x,1\n" * 5 + "y\n" * 25)
    done = evoke("risk", path, "--quasi", "p")
    assert done.returncode == 2 and "and 15 more rows like these" in done.stderr


@pytest.mark.parametrize("content", ["\ufeffp,q\r\nx,1\r\nx,2\r\ny,3\r\n", 'p,"q\nr"\nx,1\nx,2\ny,3'])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content.encode())
    found = risk(path, "--quasi", "p")
    assert (found["records"], found["classes"], found["uniques"]) == (3, 2, 1)


def test_a_name_may_hold_a_comma_or_spaces(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('"a, b", c,d\n1,2,3\n')
    assert risk(path, "--quasi", "a, b")["quasi_identifiers"] == ["a, b"]
    assert risk(path, "--quasi", " c,d")["quasi_identifiers"] == [" c", "d"]


def test_a_population_smaller_than_the_file_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("p,q\nx,1\ny,2\n")
    done = evoke("risk", path, "--quasi", "p", "--population", 1)
    assert done.returncode == 2 and "alone has 2 people" in done.stderr


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("p,q\nx,1\ny,2\n")
    done = evoke("risk", path, "--quasi", "p", "--output", "/dev/full")
    assert done.returncode == 2
    assert done.stderr == "/dev/full could not be written: No space left on device\n"


def test_a_long_name_does_not_widen_the_tables(tmp_path):
    path = tmp_path / "table.csv"
    name = "an_instrument_default_" + "very_long_" * 9 + "subscale"
    path.write_text(f"p,{name}\nx,1\ny,2\nx,2\n")
    done = evoke("risk", path, "--quasi", f"p,{name}", "--sensitive", name)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if str(path) not in line]
    # Only a sentence keeps a long name whole.
    assert all(len(line) <= 80 or name in line for line in lines)
    assert sum(name in line for line in lines) <= 1


def test_tables_for_people(tmp_path):
    path = made_table(tmp_path / "table.csv", 1)
    done = evoke("risk", path, "--quasi", "region,sex")
    assert done.returncode == 0
    assert "Prosecutor, highest" in done.stdout and "assumption" in done.stdout
    done = evoke("risk", path, "--quasi", "region,sex", "--format", "csv")
    assert done.stdout.splitlines()[0] == "known,records,k,classes,uniques"
