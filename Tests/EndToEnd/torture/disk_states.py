"""The states in which a disk can be after a power failure, from a journal of what a program did to it
(power.c)."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("=c3xIQQQ")
SECTOR = 512


@dataclass(frozen=True)
class Record:
    kind: str
    file: int
    path: str
    offset: int
    contents: bytes
    # How much of the journal there is with this record.
    end: int


def records(journal: bytes) -> Iterator[Record]:
    start = 0
    while start < len(journal):
        kind, path_length, file, offset, length = HEAD.unpack_from(journal, start)
        path = start + HEAD.size
        contents = path + path_length
        start = contents + length
        yield Record(
            kind.decode(), file, journal[path:contents].decode(), offset, journal[contents:start], start
        )


@dataclass
class File:
    """A file's contents after its last sync, and what was done to it since."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[Record] = field(default_factory=list)

    def sync(self) -> None:
        for record in self.since:
            change(self.synced, record, 0, len(record.contents))
        self.since.clear()


def change(contents: bytearray, record: Record, first: int, last: int) -> None:
    """Does what the record says; of what was written only a part."""
    if record.kind == "t":
        del contents[record.offset :]
        contents.extend(bytes(record.offset - len(contents)))
        return
    start, end = record.offset + first, record.offset + last
    contents.extend(bytes(max(0, end - len(contents))))
    contents[start:end] = record.contents[first:last]


class DiskAtWork:
    """A disk as it changes, record by record.

    Names are as durable as the last sync of their folder; changes of names come to the disk in their
    order, as file systems with a journal keep them. Of what was written to a file since its last sync,
    any part may have come to the disk, in any order, down to a sector of 512 bytes.
    """

    def __init__(self, folder: Path):
        self._folder = str(folder)
        self.files: dict[int, File] = {}
        self._names: dict[str, int] = {}
        self._synced_names: dict[str, int] = {}
        self._renaming: list[Record] = []

    def do(self, record: Record) -> None:
        if record.kind in "wt":
            self.files.setdefault(record.file, File()).since.append(record)
        elif record.kind == "s":
            if record.path == self._folder:
                self._synced_names = dict(self._names)
                self._renaming.clear()
            elif record.file in self.files:
                self.files[record.file].sync()
        else:
            if record.kind == "c":
                self.files[record.file] = File()
            self._rename(self._names, record)
            self._renaming.append(record)

    def _rename(self, names: dict[str, int], record: Record) -> None:
        if record.kind == "c":
            names[record.path] = record.file
        elif record.kind == "u":
            names.pop(record.path, None)
        elif (number := names.pop(record.path, None)) is not None:
            names[record.contents.decode()] = number

    def after_power_failure(self, rng: random.Random, share: float) -> dict[str, bytes]:
        """The files by their names. Of all that was not synced about a share is there."""
        names = dict(self._synced_names)
        for record in self._renaming:
            if rng.random() >= share:
                break
            self._rename(names, record)
        found = {}
        for path, number in names.items():
            file = self.files[number]
            contents = bytearray(file.synced)
            for record in file.since:
                if record.kind == "t":
                    if rng.random() < share:
                        change(contents, record, 0, 0)
                    continue
                for first in range(0, len(record.contents), SECTOR):
                    if rng.random() < share:
                        last = min(first + SECTOR, len(record.contents))
                        change(contents, record, first, last)
            found[path] = bytes(contents)
        return found
