"""Places: held from consent on, never given twice, and kept by those who come late."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers.figures import json_of
from helpers.form import Visitor
from helpers.study import Server, evoke

CELLS = """
  SELECT emotion, factor, situation, count(*) FROM participants
  WHERE status IN ('active', 'completed') AND situation IS NOT NULL GROUP BY 1, 2, 3
"""
VALID_CELLS = """
  SELECT situation_id, count(*) FROM respondent
  WHERE status = 'completed' AND NOT excluded GROUP BY 1
"""
LONG_AGO = "2020-01-01T00:00:00.000Z"


@pytest.fixture
def two_places(study):
    return study.keep_situations(2).change(quota=1)


def test_a_third_person_finds_a_study_of_two_places_full(two_places, serve):
    server = serve(two_places)
    first, second, third = (Visitor(server, seed) for seed in range(3))
    first.go_to("demographics")
    second.go_to("demographics")
    # Nobody has been given a situation yet: consent alone holds the place.
    assert two_places.rows(CELLS) == []
    assert third.arrive().name == "full"
    assert two_places.value("SELECT count(*) FROM participants") == 2
    first.finish()
    second.finish()
    assert [count for *_, count in two_places.rows(CELLS)] == [1, 1]
    assert third.arrive().name == "full"


def test_who_consents_too_late_is_told_at_once(two_places, serve):
    server = serve(two_places)
    visitors = [Visitor(server, seed) for seed in range(3)]
    pages = [visitor.arrive() for visitor in visitors]
    assert [page.name for page in pages] == ["consent"] * 3
    after = [visitor.next(page).name for visitor, page in zip(visitors, pages)]
    assert after == ["demographics", "demographics", "full"]
    statuses = two_places.rows("SELECT status FROM participants ORDER BY status")
    assert statuses == [("active",), ("active",), ("full",)]


@pytest.mark.parametrize("query", ["", "?PROLIFIC_PID=late"])
def test_who_was_told_full_gets_a_place_that_comes_free(two_places, serve, query):
    two_places.change(recruiting="{ completion_codes: { complete: C1 } }")
    server = serve(two_places)
    first, second, late = (Visitor(server, seed) for seed in range(3))
    form = late.get(f"/{query}").page
    first.go_to("situation")
    second.go_to("situation")
    assert late.next(form).name == "full"
    assert late.follow(late.get(f"/{query}")).page.name == "full"
    first.next(first.get("/leave").page, answers="keep")
    assert late.get("/survey/full").location == "/"
    if query:
        late = Visitor(server, seed=2)
    page = late.get(f"/{query}").page
    assert page.name == "consent"
    page = late.next(page)
    while page.name != "debrief":
        page = late.next(page)
    assert sorted(two_places.rows("SELECT status FROM participants")) == [
        ("active",), ("completed",), ("left",),
    ]
    # Both times the answer to the text was recorded.
    assert two_places.value("SELECT count(*) FROM consent") == 4


def test_a_place_given_back_is_given_to_the_next(two_places, serve):
    server = serve(two_places)
    first, second, third = (Visitor(server, seed) for seed in range(3))
    first.go_to("situation")
    second.go_to("situation")
    assert third.arrive().name == "full"
    first.next(first.get("/leave").page, answers="keep")
    assert third.finish().name == "debrief"
    second.finish()
    assert [count for *_, count in two_places.rows(CELLS)] == [1, 1]
    assert two_places.rows("SELECT * FROM latecomer") == []


def test_a_simulated_participant_takes_no_place_of_a_person(two_places, serve):
    server = serve(two_places)
    token = two_places.folder.joinpath(".rehearsal-token").read_text()
    for seed in range(2):
        Visitor(server, seed, **{"Evoke-Rehearsal": token}).finish()
    for seed in range(2):
        assert Visitor(server, seed).finish().name == "debrief"
    assert Visitor(server).arrive().name == "full"


def test_a_burst_never_exceeds_a_quota(study, serve):
    study.keep_situations(7).change(quota=3)
    server = serve(study)

    def take_part(seed: int) -> tuple[int, str]:
        visitor = Visitor(server, seed)
        page = visitor.arrive()
        answered = 0
        while page.name not in ("full", "debrief"):
            page = visitor.next(page)
            answered += page.name != "full"
        return answered, page.name

    with ThreadPoolExecutor(60) as pool:
        ends = list(pool.map(take_part, range(60)))
    assert sorted(set(ends)) == [(0, "full"), (5, "debrief")]
    assert [end for _, end in ends].count("debrief") == 21
    assert [count for *_, count in study.rows(CELLS)] == [3] * 7
    # Each assignment was logged with the counts it was based on, and these never reached the quota
    # of the cell that was given.
    assignments = study.rows("SELECT counts, situation_id FROM assignment ORDER BY id")
    assert len(assignments) == 21
    for earlier, (text, given) in enumerate(assignments):
        counts = json.loads(text)
        assert sum(counts.values()) == earlier
        assert 0 not in counts.values() and counts.get(str(given), 0) < 3
    assert study.rows("SELECT * FROM latecomer") == []


def test_cells_fill_evenly(study, serve):
    # Anger's first three factors, five situations each.
    study.keep_situations(15).change(quota=5)
    server = serve(study)
    visitors = [Visitor(server, seed) for seed in range(9)]
    for visitor in visitors:
        visitor.go_to("situation")
    factors = study.rows("SELECT factor, count(*) FROM participants GROUP BY 1")
    assert [count for _, count in factors] == [3, 3, 3]
    assert [count for *_, count in study.rows(CELLS)] == [1] * 9


def test_a_latecomer_keeps_the_cell_and_is_logged(study, serve):
    study.keep_situations(1).change(quota=1)
    server = serve(study)
    late, next_one = Visitor(server, 1), Visitor(server, 2)
    page = late.go_to("situation")
    participant = study.participant(late)
    assert next_one.arrive().name == "full"

    study.write("UPDATE respondent SET place_until = ? WHERE uuid = ?", LONG_AGO, participant)
    assert study.status(participant) == "expired"
    assert next_one.finish().name == "debrief"

    # The latecomer goes on, although the place was given to somebody else.
    page = late.next(late.arrive())
    assert page.name == "evoked"
    assert late.next(page).name == "debrief"
    assert study.status(participant) == "completed"
    assert study.rows(CELLS) == [("Anger", "Facing Self-Opinioned People", 1, 2)]
    logged = study.rows(
        "SELECT uuid, lapsed_at FROM latecomer JOIN respondent ON respondent.id = respondent_id"
    )
    assert logged == [(participant, LONG_AGO)]


def test_a_latecomer_without_a_cell_is_given_one(study, serve):
    study.keep_situations(2).change(quota=1)
    server = serve(study)
    late = Visitor(server, 1)
    late.go_to("default")
    participant = study.participant(late)
    study.write("UPDATE respondent SET place_until = ? WHERE uuid = ?", LONG_AGO, participant)
    for seed in (2, 3):
        assert Visitor(server, seed).finish().name == "debrief"
    assert late.finish().name == "debrief"
    assert sorted(count for *_, count in study.rows(CELLS)) == [1, 2]
    assert study.rows(
        "SELECT latecomer FROM assignment JOIN respondent ON respondent.id = respondent_id "
        "WHERE uuid = ?", participant
    ) == [(1,)]  # fmt: skip


def test_a_lapsed_place_can_be_taken_up_again_while_it_is_free(study, serve):
    study.keep_situations(1).change(quota=1)
    server = serve(study)
    visitor = Visitor(server)
    visitor.go_to("situation")
    study.write("UPDATE respondent SET place_until = ?", LONG_AGO)
    visitor.next(visitor.arrive())
    assert study.rows("SELECT status FROM participants") == [("active",)]
    assert Visitor(server, 2).arrive().name == "full"
    assert visitor.finish().name == "debrief"


def exclude(study, rules: str):
    """States the rules in place of the template's."""
    path = study.folder / "study.yaml"
    path.write_text(re.sub(r"^exclusions:\n(  - .*\n?)*", "", path.read_text(), flags=re.M))
    return study.change(exclusions=rules)


def test_who_is_excluded_by_a_stated_rule_fills_no_place(two_places, serve):
    exclude(two_places, "[identical_answers]").change(quota_counts="valid")
    plan = evoke("check", two_places.folder)
    assert "no exclusion rule excludes" in " ".join(plan.stdout.split())
    plan = json.loads(evoke("check", two_places.folder, "--format", "json").stdout)
    assert plan["quota_counts"] == "valid"
    server = serve(two_places)

    def take_part(seed: int, same: bool) -> str:
        visitor = Visitor(server, seed)
        page = visitor.arrive()
        while page.name not in ("full", "debrief"):
            scale = same and page.name in ("default", "evoked")
            page = visitor.next(page, **(dict.fromkeys(page.questions, "2") if scale else {}))
        return page.name

    assert [take_part(seed, same=True) for seed in range(3)] == ["debrief"] * 3
    assert [take_part(seed, same=False) for seed in range(3, 6)] == ["debrief", "debrief", "full"]
    assert sorted(count for *_, count in two_places.rows(VALID_CELLS)) == [1, 1]
    progress = json_of("status", two_places.folder)
    assert (progress["statuses"], progress["excluded"]) == ({"completed": 5}, 3)
    assert (progress["places_taken"], progress["full"], progress["turned_away"]) == (2, True, 1)
    assert [factor["completed"] for factor in progress["factors"]] == [2]
    text = " ".join(evoke("status", two_places.folder).stdout.split())
    assert "The study is full: all 2 places are filled or held." in text
    assert "1 person found the study full." in text
    assert "3 completed and fill no place" in text


def test_everyone_who_completes_fills_a_place_unless_the_study_says_otherwise(two_places, serve):
    exclude(two_places, "[seconds_below: 600]")
    server = serve(two_places)
    for seed in range(2):
        assert Visitor(server, seed).finish().name == "debrief"
    assert Visitor(server, 3).arrive().name == "full"
    warned = evoke("check", exclude(two_places, "[]").change(quota_counts="valid").folder)
    assert "states no rule, so everyone who completes counts" in warned.stderr


def test_who_reloads_a_full_study_is_counted_once_and_not_stored(two_places, serve):
    two_places.change(recruiting="{ completion_codes: { over_quota: C9 } }")
    server = serve(two_places)
    consenting = Visitor(server, 9)
    form = consenting.arrive()
    for seed in range(2):
        Visitor(server, seed).go_to("demographics")
    before = two_places.value("SELECT count(*) FROM session")
    newcomer, other = Visitor(server, 2), Visitor(server, 3)
    for _ in range(10):
        assert newcomer.arrive().name == "full"
    assert other.arrive().name == "full"
    # A panel's person is known by the link, in whichever browser.
    for seed in (4, 5):
        assert Visitor(server, seed).get("/?PROLIFIC_PID=late").page.name == "full"
    for _ in range(2):
        assert consenting.next(form).name == "full"
    assert json_of("status", two_places.folder)["turned_away"] == 4
    assert two_places.value("SELECT count(*) FROM session") == before + 1
    assert two_places.rows("SELECT * FROM identity") == []


def test_a_place_that_the_panel_gives_back_is_free_at_once(two_places, serve, tmp_path):
    two_places.change(recruiting="{ completion_codes: { complete: C1 } }")
    server = serve(two_places)
    for seed, person in enumerate(["5f00000000000000000000a1", "5f00000000000000000000a2"]):
        visitor = Visitor(server, seed)
        visitor.next(visitor.get(f"/?PROLIFIC_PID={person}").page)
    assert Visitor(server, 2).arrive().name == "full"
    path = tmp_path / "submissions.csv"
    path.write_text(
        "Submission id,Participant id,Status,Started at\n"
        "s1,5f00000000000000000000a1,TIMED-OUT,2026-01-01\n"
        "s2,5f00000000000000000000a2,ACTIVE,2026-01-01\n"
        "s3,5f00000000000000000000a3,RETURNED,2026-01-01\n"
    )
    freed = json_of("free", two_places.folder, "--submissions", path)
    assert (freed["freed"], freed["others"], freed["unknown"]) == (1, 0, 1)
    assert Visitor(server, 3).finish().name == "debrief"
    assert Visitor(server, 4).arrive().name == "full"
    by_id = evoke("free", two_places.folder, "5F00000000000000000000A2")
    assert "1 place given back." in by_id.stdout
    assert Visitor(server, 5).finish().name == "debrief"
    assert two_places.rows("SELECT action, detail FROM action_log WHERE action LIKE 'places%'") == [
        ("places given back", "1")
    ] * 2
    path.write_text("Name,Status\n")
    refused = evoke("free", two_places.folder, "--submissions", path)
    assert refused.returncode == 2 and "no column `participant id`" in refused.stderr
    assert evoke("free", two_places.folder).returncode == 2


# One participant for each person of a panel


@pytest.fixture
def recruiting(study, serve):
    with study.folder.joinpath("study.yaml").open("a") as file:
        file.write("\nrecruiting:\n  completion_codes: { complete: DONE42, no_consent: NO7 }\n")
    return serve(study)


def test_a_recruited_person_is_one_participant_in_every_browser(recruiting, study):
    address = "/?PROLIFIC_PID=anna&STUDY_ID=s1&SESSION_ID=x1"
    one, other = Visitor(recruiting, 1), Visitor(recruiting, 2)
    page = one.next(one.follow(one.get(address)).page)
    assert page.name == "demographics"
    one.next(page)
    assert other.follow(other.get(address)).page.name == "default"
    assert other.finish().name == "debrief"
    assert "DONE42" in other.get("/survey/debrief").page.text
    assert one.arrive().name == "debrief"
    assert study.value("SELECT count(*) FROM participants") == 1
    assert study.rows("SELECT person, panel_study, panel_session FROM identity") == [
        ("anna", "s1", "x1")
    ]


def test_two_recruited_people_at_one_computer_are_two(recruiting, study):
    visitor = Visitor(recruiting)
    for person in ("anna", "bert"):
        page = visitor.follow(visitor.get(f"/?PROLIFIC_PID={person}")).page
        assert page.name == "consent"
        visitor.next(page)
        assert visitor.finish().name == "debrief"
    assert study.value("SELECT count(*) FROM participants WHERE status = 'completed'") == 2


def test_a_recruited_identity_is_shown_nowhere_but_in_its_table(recruiting, study):
    visitor = Visitor(recruiting)
    hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    page = visitor.follow(visitor.get(f"/?PROLIFIC_PID={hostile}")).page
    assert "<script>" not in page.html
    page = visitor.next(page)
    assert "alert" not in page.html
    assert study.rows("SELECT person FROM identity") == [('"><script>alert(1)</script>',)]


def test_a_recruited_person_without_cookies_keeps_the_id(recruiting, study):
    visitor = Visitor(recruiting)
    page = visitor.get("/?PROLIFIC_PID=anna&STUDY_ID=s1").page
    visitor.cookie = None
    answer = visitor.submit(page)
    assert answer.status == 422
    assert study.rows("SELECT * FROM respondent") == []
    # The answer has set the cookie again, and this time it is let in.
    assert visitor.next(answer.page).name == "demographics"
    assert study.rows("SELECT person, panel_study FROM identity") == [("anna", "s1")]


def test_a_known_person_is_not_led_to_the_start_by_a_browser_without_cookies(recruiting, study):
    address = "/?PROLIFIC_PID=anna%26b&STUDY_ID=s1"
    known, other = Visitor(recruiting, 1), Visitor(recruiting, 2)
    known.next(known.get(address).page)
    answer = other.get(address)
    assert answer.status == 303
    other.cookie = None
    answer = other.get(answer.location)
    assert (answer.status, answer.page.name) == (422, "needs_cookie")
    assert address in answer.page.links
    # That answer has set the cookie once more.
    assert other.follow(other.get(address)).page.name == "demographics"
    assert study.value("SELECT count(*) FROM respondent") == 1


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("%7B%7B%25PROLIFIC_PID%25%7D%7D", "its placeholder {{%PROLIFIC_PID%}}"),
        ("s3cret" * 500, "longer than 200 characters"),
        ("s3cret%0Aid", "control characters"),
        ("%20", None),
    ],
)
def test_what_cannot_be_an_id_is_none_and_warned_of_once(study, value, says):
    study.change(recruiting="{ completion_codes: { complete: DONE42 } }")
    server = Server(study)
    for seed in range(2):
        visitor = Visitor(server, seed)
        page = visitor.get(f"/?PROLIFIC_PID={value}&STUDY_ID=s1").page
        assert page.name == "consent"
        assert set(page.hidden) == {"_session", "_language", "_consent_text"}
        assert visitor.next(page).name == "demographics"
    assert server.stop() == 0
    assert study.value("SELECT count(*) FROM respondent") == 2
    assert study.rows("SELECT * FROM identity") == []
    warnings = [line for line in server.log.read_text().splitlines() if "PROLIFIC_PID" in line]
    assert len(warnings) == (1 if says else 0)
    assert not says or says in warnings[0]
    assert "s3cret" not in server.log.read_text()
