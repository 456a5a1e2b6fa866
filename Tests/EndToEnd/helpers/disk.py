"""A disk that is full, read-only or cut off, for one process, without any rights of its own.

The faults are those of a small library (disk.c) that is preloaded into the binary under test, so they
come in a container too, where no file system can be mounted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class Disk:
    """What lies below a folder, as a disk whose faults a test chooses."""

    def __init__(self, folder: Path, library: Path):
        self.folder = folder.resolve()
        self.library = library

    def environment(self, **faults) -> dict[str, str]:
        """The environment of a process that meets these faults, such as `bytes=4096`."""
        return os.environ | self.variables(**faults)

    def variables(self, **faults) -> dict[str, str]:
        """What is added to the environment of such a process."""
        chosen = {f"DISK_{name.upper()}": str(value) for name, value in faults.items()}
        return {"LD_PRELOAD": str(self.library), "DISK_FOLDER": str(self.folder), **chosen}


def build(folder: Path) -> Path:
    """Compiles the library."""
    return compiled(Path(__file__).with_name("disk.c"), folder)


def compiled(source: Path, folder: Path) -> Path:
    """A library to preload, made in the folder from one file of C."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    assert compiler, "faults of the disk need a C compiler: apt-get install gcc"
    library = folder / source.with_suffix(".so").name
    flags = ["-shared", "-fPIC", "-Wall", "-Werror"]
    subprocess.run([compiler, *flags, "-o", library, source, "-ldl"], check=True)
    return library
