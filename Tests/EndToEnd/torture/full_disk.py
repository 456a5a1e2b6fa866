"""The disk is full, and has room again.

As root the study lies on a small file system in memory (tmpfs) that is filled to the last byte. Others
have the library of helpers/disk.py say that nothing fits.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.disk import Disk, build
from helpers.study import Server

from .crowd import small_study, until_full
from .endings import stop
from .ledger import Ledger, Tally

SIZE = 16 << 20


def run(folder: Path, short: bool) -> Tally:
    rng, tally = random.Random(3), Tally()
    while tally.rounds < (4 if short else 200):
        tally += one_study(folder / f"full-{tally.rounds}", rng)
    return tally


def one_study(folder: Path, rng: random.Random) -> Tally:
    study = small_study(folder)
    with (tmpfs if os.geteuid() == 0 else preloaded)(study.folder) as (wrapper, fill):
        server = Server(study, wrapper=wrapper)

        def fill_for_a_while() -> None:
            time.sleep(rng.uniform(0, 0.3))
            make_room = fill(rng.choice([0, 0, 4096, rng.randrange(64 << 10)]))
            time.sleep(rng.uniform(0, 0.4))
            make_room()

        tally = until_full(server, fill_for_a_while, rng, Ledger())
        stop(server, tally)
    return tally


# A way to start a program, and a way to fill the disk but for so many bytes, which returns the way to
# make room again.
Filling = tuple[list[str], Callable[[int], Callable[[], None]]]


@contextmanager
def tmpfs(folder: Path) -> Iterator[Filling]:
    contents = folder.rename(folder.with_suffix(".contents"))
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "evoke-torture", folder]
    subprocess.run(mount, check=True)
    ballast = folder / "ballast"

    def fill(left: int) -> Callable[[], None]:
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 16)) == 1 << 16:
                    pass
            except OSError:
                pass
            os.truncate(ballast, max(0, file.tell() - left))
        return ballast.unlink

    try:
        shutil.copytree(contents, folder, dirs_exist_ok=True)
        yield [], fill
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def preloaded(folder: Path) -> Iterator[Filling]:
    full = folder.with_suffix(".full")
    variables = Disk(folder, build(folder.parent)).variables(full=full)

    def fill(left: int) -> Callable[[], None]:
        full.touch()
        return full.unlink

    yield ["env", *(f"{name}={value}" for name, value in variables.items())], fill
