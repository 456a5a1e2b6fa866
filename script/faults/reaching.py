"""Finds by running them which tests come by which planted fault, and how long each takes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from faults.planting import FOLDER, ROOT

REACHED = FOLDER / "reached.json"
SWIFT = [".build/debug/evokePackageTests.xctest", "--testing-library", "swift-testing"]
PYTEST = [".venv-tests/bin/python", "-m", "pytest", "-q"]
NOTHING_NOTICED = ""
STILL_RUNNING = "still running"


def reached(end_to_end: bool) -> dict[str, dict]:
    """By Swift suite or file of Tests/EndToEnd: seconds, faults that it comes by, what fails in it.

    Each is run once, without a fault; what was found is kept until it changes. A file's entry also says
    which of its tests come by which faults.
    """
    found = json.loads(REACHED.read_text()) if REACHED.exists() else {}
    files = sorted((ROOT / "Tests/EndToEnd").glob("test_*.py")) if end_to_end else []
    for test in [*_suites(), *(str(file.relative_to(ROOT)) for file in files)]:
        changed = (ROOT / (test if _is_python(test) else SWIFT[0])).stat().st_mtime
        if found.get(test, {}).get("at") != changed:
            found[test] = _run_whole(test) | {"at": changed}
            REACHED.write_text(json.dumps(found, indent=1))
            print(f"{test}: {len(found[test]['faults'])} faults in {found[test]['seconds']:.1f} s", flush=True)
    return found


def outcome(tests: list[str], fault: int, limit: float) -> tuple[str, float]:
    """What fails first in a suite or some end-to-end tests with a fault on, and after how many seconds.

    The first is empty if nothing fails.
    """
    command = [*PYTEST, "-x", *tests] if _is_python(tests[0]) else _suite(tests[0])
    return _ran(command, {"EVOKE_FAULT": str(fault)}, FOLDER / f"fault-{fault}.log", limit)


def _run_whole(test: str) -> dict:
    log, trace = FOLDER / "reaching.log", FOLDER / "trace"
    if _is_python(test):
        tracing = {"EVOKE_TRACES": str(FOLDER), "PYTHONPATH": str(ROOT / "script")}
        command = [*PYTEST, "-p", "faults.tracing", test]
        _, seconds = _ran(command, tracing, log, 3600, to_the_end=True)
        tests = json.loads((FOLDER / "tests.json").read_text())
        fails = set(re.findall(r"^(?:FAILED|ERROR) ([^\s\[]+)", log.read_text(errors="replace"), re.M))
        faults = {fault for found in tests.values() for fault in found["faults"]}
        return {"seconds": seconds, "faults": sorted(faults), "fails": sorted(fails), "tests": tests}
    trace.unlink(missing_ok=True)
    says, seconds = _ran(_suite(test), {"EVOKE_REACHED": str(trace)}, log, 3600, to_the_end=True)
    faults = {int(line) for line in trace.read_text().split()} if trace.exists() else set()
    return {"seconds": seconds, "faults": sorted(faults), "fails": [test] if says else []}


def _suites() -> list[str]:
    """Swift's suites: the names of all tests up to the slash."""
    listed = subprocess.run([*SWIFT, "--list-tests"], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted({name.split("/")[0] for name in re.findall(r"^\w+Tests\.\S.*", listed.stdout, re.M)})


def _is_python(test: str) -> bool:
    return test.startswith("Tests/")


def _suite(name: str) -> list[str]:
    return [*SWIFT, "--filter", f"^{re.escape(name)}(/|$)"]


def _ran(
    command: list[str], variables: dict[str, str], log: Path, limit: float, to_the_end: bool = False
) -> tuple[str, float]:
    """Runs tests up to the first failure or to the end: what fails, and after how many seconds."""
    begun = time.monotonic()
    variables |= {"EVOKE_BINARY": str(ROOT / ".build/debug/evoke"), "NO_COLOR": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=output,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    says = NOTHING_NOTICED
    try:
        while process.poll() is None and not says:
            if time.monotonic() - begun > limit:
                says = f"{STILL_RUNNING} after {limit:.0f} s"
            says = says or ("" if to_the_end else _failure(log))
            time.sleep(0.05)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    says = says or _failure(log)
    if not says and process.returncode != 0:
        last = log.read_text(errors="replace").strip()[-120:]
        says = f"exit code {process.returncode}: {last}"
    return says, time.monotonic() - begun


def _failure(log: Path) -> str:
    """The first test that failed, by the line that says so."""
    text = log.read_text(errors="replace")
    failure = re.search(r"^✘ Test (?!run).*$|^(FAILED|ERROR) Tests/.*$", text, re.M)
    return failure[0][:160] if failure else ""
