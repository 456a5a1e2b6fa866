"""What people were told is stored, and whether it is."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

DECLINED = "prefer_not_to_say"
SCALES = ("default", "evoked")


@dataclass
class Tally:
    """The figures of a fault, and a sentence for each thing that must not be."""

    rounds: int = 0
    people: int = 0
    pages: int = 0
    saves: int = 0
    lost: int = 0
    doubled: int = 0
    overfull: int = 0
    traps: int = 0
    findings: list[str] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Tally:
        for name in ("rounds", "people", "pages", "saves", "lost", "doubled", "overfull", "traps"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.findings += other.findings
        return self

    def found(self, kind: str, sentence: str) -> None:
        """Counts something that must not be; `kind` is the figure that it belongs to."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.findings.append(f"{kind}: {sentence}")


@dataclass(frozen=True)
class Acknowledgement:
    """A page or some saved fields of which the server said that it has them."""

    # How much was in the journal of the disk by then; 0 without a journal.
    position: int
    session: str
    page: str
    fields: dict[str, str]
    is_page: bool


class Ledger:
    """Everything that was acknowledged, in order. Many threads write to it."""

    def __init__(self, journal: Path | None = None):
        self.entries: list[Acknowledgement] = []
        self._journal = journal
        self._lock = threading.Lock()

    def note(self, session: str, page: str, fields: dict[str, str], is_page: bool) -> None:
        position = self._journal.stat().st_size if self._journal else 0
        with self._lock:
            self.entries.append(Acknowledgement(position, session, page, dict(fields), is_page))

    def compare(self, database: Path, quota: int, until: int | None = None) -> Tally:
        """What is wrong with a database that should hold all that was acknowledged.

        `until` is a place in the journal: what was acknowledged later need not be there.
        """
        entries = [each for each in self.entries if until is None or each.position <= until]
        tally = Tally(people=len({each.session for each in entries}))
        try:
            with closing(sqlite3.connect(database)) as connection:
                self._compare(connection, entries, quota, tally)
        except sqlite3.DatabaseError as error:
            tally.found("lost", f"the database is damaged: {error}")
        return tally

    def _compare(self, connection, entries, quota: int, tally: Tally) -> None:
        (verdict,), *_ = connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok":
            tally.found("lost", f"the database is damaged: {verdict}")
            return
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "session" not in tables:
            if entries:
                tally.found("lost", "the database has no tables")
            return
        stored = Stored(connection)
        self._compare_pages(entries, stored, tally)
        stored.look_for_doubles(tally)
        stored.look_at_quotas(quota, tally)

    def _compare_pages(self, entries, stored: Stored, tally: Tally) -> None:
        saved: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        sent: set[tuple[str, str]] = set()
        for entry in entries:
            if not entry.is_page:
                tally.saves += 1
                saved[entry.session, entry.page].update(entry.fields)
                continue
            tally.pages += 1
            sent.add((entry.session, entry.page))
            person = stored.people.get(entry.session)
            if person is None:
                tally.found("lost", f"nobody is known who sent {entry.page}")
            elif (person, entry.page) not in stored.recorded:
                tally.found("lost", f"{entry.page} of {person} was not received")
            elif entry.page in (*SCALES, "demographics"):
                found = stored.answers[person, entry.page]
                expected = {
                    name: None if value == DECLINED else value for name, value in entry.fields.items()
                }
                if found != expected:
                    tally.found("lost", f"{entry.page} of {person} is {found}, not {expected}")
        for (session, page), fields in saved.items():
            person = stored.people.get(session)
            # An acknowledged page was compared; one that was stored without a word has them too.
            if (session, page) in sent:
                continue
            found = stored.drafts[person, page] or stored.answers[person, page]
            if not fields.items() <= found.items():
                tally.found("lost", f"saved on {page} by {person}: {fields}, there is {found}")


class Stored:
    """What a database holds."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection
        rows = connection.execute
        self.people: dict[str, int] = dict(
            rows("SELECT token_sha256, respondent_id FROM session").fetchall()
        )
        self.recorded = Counter(
            rows("SELECT respondent_id, page FROM page_received WHERE outcome = 'recorded'")
        )
        self.answers: dict[tuple[int, str], dict[str, str | None]] = defaultdict(dict)
        for person, question, value in rows(
            "SELECT respondent_id, question, value FROM question_answer"
        ):
            self.answers[person, "demographics"][question] = None if value is None else str(value)
        for person, page, item, value in rows(
            "SELECT respondent_id, occasion, item, value FROM response "
            "JOIN administration ON administration.id = administration_id "
            "JOIN item ON item.id = item_id"
        ):
            self.answers[person, page][item] = None if value is None else str(value)
        self.drafts: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
        for person, page, name, option in rows(
            "SELECT respondent_id, page, field, option FROM answer_change ORDER BY id"
        ):
            self.drafts[person, page][name] = option

    def look_for_doubles(self, tally: Tally) -> None:
        """Each page is recorded once, and each measure taken once."""
        for (person, page), count in self.recorded.items():
            if count > 1:
                tally.found("doubled", f"{page} of {person} was recorded {count} times")
        for person, occasion, count in self._connection.execute(
            "SELECT respondent_id, occasion, count(*) FROM administration GROUP BY 1, 2"
        ):
            if count > 1:
                tally.found("doubled", f"{person} has {occasion} {count} times")
        for person, count in self._connection.execute(
            "SELECT respondent_id, count(*) FROM assignment GROUP BY 1"
        ):
            if count > 1:
                tally.found("doubled", f"{person} was assigned {count} times")

    def look_at_quotas(self, quota: int, tally: Tally) -> None:
        """No cell has more participants than its quota, but for those who came late."""
        held = self._connection.execute(
            "SELECT situation_id, count(*) FROM respondent "
            "WHERE status IN ('active', 'completed') AND situation_id IS NOT NULL GROUP BY 1"
        ).fetchall()
        late = dict(
            self._connection.execute("SELECT situation_id, count(*) FROM latecomer GROUP BY 1")
        )
        for situation, count in held:
            if count > quota + late.get(situation, 0):
                tally.found("overfull", f"cell {situation} has {count} people, its quota is {quota}")

    def places(self) -> int:
        """How many people hold or have filled a place. One whose consent was stored, but who never
        heard of it, holds a place until it lapses."""
        ((count,),) = self._connection.execute(
            "SELECT count(*) FROM respondent WHERE status IN ('active', 'completed')"
        )
        return count
