"""A pytest plugin that writes down which planted faults each test comes by, and how long it takes."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

FOLDER = Path(os.environ["EVOKE_TRACES"])
ran: list[tuple[str, Path, float]] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    trace = FOLDER / f"trace-{len(ran)}"
    trace.unlink(missing_ok=True)
    os.environ["EVOKE_REACHED"] = str(trace)
    begun = time.monotonic()
    result = yield
    ran.append((item.nodeid, trace, time.monotonic() - begun))
    return result


def pytest_sessionfinish():
    # Only now, since a server of one test may serve later ones.
    found = {
        f"Tests/EndToEnd/{name.removeprefix('Tests/EndToEnd/')}": {
            "faults": sorted({int(line) for line in trace.read_text().split()}) if trace.exists() else [],
            "seconds": seconds,
        }
        for name, trace, seconds in ran
    }
    (FOLDER / "tests.json").write_text(json.dumps(found))
