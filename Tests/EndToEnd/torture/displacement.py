"""The database is moved or replaced under the running server, and put back, again and again."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from helpers.study import Server

from .crowd import small_study, until_full
from .endings import stop
from .ledger import Ledger, Tally


def run(folder: Path, short: bool) -> Tally:
    rng, tally = random.Random(2), Tally()
    while tally.rounds < (5 if short else 200):
        tally += one_study(folder / f"displaced-{tally.rounds}", rng)
    return tally


def one_study(folder: Path, rng: random.Random) -> Tally:
    study = small_study(folder)
    server = Server(study)

    def displace() -> None:
        end = rng.choice(["", "", "-wal", "-shm"])
        path = study.database.with_name(f"responses.sqlite{end}")
        away = path.with_name(f"away.sqlite{end}")
        copy = path.with_name("copy")
        is_replaced = rng.random() < 0.5
        time.sleep(rng.uniform(0, 0.3))
        if is_replaced:
            shutil.copy(path, copy)
        path.rename(away)
        if is_replaced:
            copy.rename(path)
        time.sleep(rng.uniform(0, 0.3))
        away.replace(path)
        time.sleep(rng.uniform(0, 0.3))

    tally = until_full(server, displace, rng, Ledger())
    stop(server, tally)
    return tally
