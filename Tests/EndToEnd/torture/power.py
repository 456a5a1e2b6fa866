"""Power failures: all that was written after the last sync is gone, or any part of it.

The server runs on a library that keeps a journal of its writes and syncs (power.c). From that the state
of the disk is made at any moment, with what was not synced dropped, torn or out of order, and compared
with what had been acknowledged by then.
"""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from helpers.disk import compiled
from helpers.study import Server, Study, evoke

from .crowd import QUOTA, small_study, until_full
from .disk_states import DiskAtWork, Record, records
from .endings import stop
from .ledger import Ledger, Tally

# How much of what was not synced is there; none of it twice as often as anything else.
SHARES = (0.0, 0.0, 0.5, 0.9, 1.0)


def run(folder: Path, short: bool) -> Tally:
    rng, tally = random.Random(5), Tally()
    library = compiled(Path(__file__).with_name("power.c"), folder)
    for study in range(1 if short else 20):
        tally += one_study(folder / f"power-{study}", library, rng, 60 if short else 500)
    return tally


def one_study(folder: Path, library: Path, rng: random.Random, rounds: int) -> Tally:
    study = small_study(folder)
    journal = folder.with_suffix(".journal")
    journal.touch()
    variables = {"LD_PRELOAD": library, "POWER_FOLDER": folder, "POWER_JOURNAL": journal}
    server = Server(study, wrapper=["env", *(f"{name}={value}" for name, value in variables.items())])
    ledger = Ledger(journal)
    tally = until_full(server, lambda: time.sleep(0.05), rng, ledger)
    stop(server, tally)
    written = list(records(journal.read_bytes()))
    syncs = sum(record.kind == "s" and record.path.endswith("-wal") for record in written)
    if syncs < 20 or not ledger.entries:
        tally.found("traps", f"the library saw {syncs} syncs of the log; it is not preloaded")
    if not notices_missing_syncs(written, study, ledger):
        tally.found("traps", "a server that does not sync would pass")
    # The crowd that made the journal is counted once, and then what the failures leave.
    tally.rounds = 0
    disk = DiskAtWork(folder)
    moments = sorted(rng.choices(range(len(written)), k=rounds))
    for number, record in enumerate(written):
        disk.do(record)
        while moments and moments[0] == number:
            moments.pop(0)
            tally.rounds += 1
            left = disk.after_power_failure(rng, rng.choice(SHARES))
            look(left, study, ledger, record.end, tally, examined=tally.rounds % 20 == 0)
    return tally


def look(
    left: dict[str, bytes], study: Study, ledger: Ledger, until: int, tally: Tally, examined: bool
) -> None:
    """Compares what a power failure left with what was acknowledged until then."""
    folder = study.folder.with_suffix(".left")
    shutil.rmtree(folder, ignore_errors=True)
    # The study's own files were there long before.
    shutil.copytree(study.folder, folder, ignore=shutil.ignore_patterns("responses.*"))
    for path, contents in left.items():
        place = folder / Path(path).relative_to(study.folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        # The index of the log is not what it was; SQLite must not believe it.
        place.write_bytes(b"\xff" * len(contents) if path.endswith("-shm") else contents)
    database = folder / "responses.sqlite"
    if not database.exists():
        if any(entry.position <= until for entry in ledger.entries):
            tally.found("lost", f"there is no database at {until}")
        return
    if examined:
        # The study goes on where it stopped, and nothing is wrong with it.
        try:
            stop(Server(Study.at(folder)), tally)
        except AssertionError as error:
            tally.found("lost", f"at {until}: {str(error).splitlines()[-1]}")
            return
        verdict = evoke("doctor", folder)
        if verdict.returncode != 0:
            tally.found("lost", f"doctor says at {until}: {verdict.stdout}{verdict.stderr}")
    found = ledger.compare(database, QUOTA, until)
    tally.lost += found.lost
    tally.doubled += found.doubled
    tally.overfull += found.overfull
    tally.findings += [f"at {until}: {sentence}" for sentence in found.findings]


def notices_missing_syncs(written: list[Record], study: Study, ledger: Ledger) -> bool:
    """Whether answers are lost on the disk of a server that never syncs its log."""
    disk = DiskAtWork(study.folder)
    until = ledger.entries[-1].position
    for record in written:
        if record.end <= until and not (record.kind == "s" and record.path.endswith("-wal")):
            disk.do(record)
    left = disk.after_power_failure(random.Random(1), 0)
    tally = Tally()
    look(left, study, ledger, until, tally, examined=False)
    return tally.lost > 0
