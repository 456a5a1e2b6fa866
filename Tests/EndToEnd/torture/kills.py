"""kill -9 under load: the server is killed at any moment and started again, until the study is full."""

from __future__ import annotations

import random
import time
from pathlib import Path

from helpers.mortal import MortalServer

from .crowd import small_study, until_full
from .endings import stop
from .ledger import Ledger, Tally


def run(folder: Path, short: bool) -> Tally:
    rng, tally = random.Random(1), Tally()
    while tally.rounds < (6 if short else 200):
        tally += one_study(folder / f"kills-{tally.rounds}", rng)
    return tally


def one_study(folder: Path, rng: random.Random) -> Tally:
    server = MortalServer(small_study(folder))
    ended_by_themselves = []

    def kill() -> None:
        time.sleep(rng.uniform(0.05, 0.6))
        if (code := server.running.process.poll()) is not None:
            ended_by_themselves.append(code)
        server.die()

    tally = until_full(server, kill, rng, Ledger())
    for code in ended_by_themselves:
        tally.found("traps", f"the server ended by itself with {code}")
    stop(server.running, tally)
    return tally
