"""How a process ended, where only some endings are allowed."""

from __future__ import annotations

from helpers.study import Server

from .ledger import Tally

# What a Swift program says when it traps, and what a shell or a sanitiser says of other crashes.
CRASHES = ("Fatal error", "Illegal instruction", "Segmentation fault", "Trace/breakpoint trap")


def look_at_log(server: Server, tally: Tally) -> None:
    """Counts a trap that the server's log speaks of."""
    for line in server.log.read_text(errors="replace").splitlines():
        if any(words in line for words in CRASHES):
            tally.found("traps", line[:300])


def stop(server: Server, tally: Tally) -> None:
    """Asks the server to stop, and counts an ending that is not clean."""
    code = server.process.poll()
    if code is None:
        code = server.stop(within=30)
    if code != 0:
        tally.found("traps", f"the server ended with {code}: {server.errors[-300:]}")
    look_at_log(server, tally)
