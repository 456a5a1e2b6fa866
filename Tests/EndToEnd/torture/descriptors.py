"""More idle connections than the server may have descriptors, again and again.

They are silent, or stop in the middle of a request, so that only the server can end them. That every
descriptor is taken by something else is not tried: then Swift's libdispatch ends any program.
"""

from __future__ import annotations

import random
import socket
import time
from pathlib import Path

from helpers.study import Server

from .crowd import small_study, until_full
from .endings import stop
from .ledger import Ledger, Tally

LIMIT = 128
STARTS = [
    b"",
    b"GET / HTTP/1.1\r\nHost: 127.0",
    b"POST /survey/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nco",
]


def run(folder: Path, short: bool) -> Tally:
    rng, tally = random.Random(4), Tally()
    while tally.rounds < (4 if short else 200):
        tally += one_study(folder / f"descriptors-{tally.rounds}", rng)
    return tally


def one_study(folder: Path, rng: random.Random) -> Tally:
    server = Server(small_study(folder), wrapper=["prlimit", f"--nofile={LIMIT}:{LIMIT}"])
    idle: list[socket.socket] = []

    def exhaust() -> None:
        for each in idle:
            each.close()
        idle.clear()
        for _ in range(2 * LIMIT):
            try:
                other = socket.create_connection(("127.0.0.1", server.port), timeout=5)
                other.sendall(rng.choice(STARTS))
                idle.append(other)
            except OSError:
                # A connection that was closed at once; the next one is tried.
                pass
        # People need a moment in which nobody is closed to make room.
        time.sleep(rng.uniform(0.3, 1))

    tally = until_full(server, exhaust, rng, Ledger())
    for each in idle:
        each.close()
    stop(server, tally)
    return tally
