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
    """By test (a Swift suite or a file of Tests/EndToEnd): seconds, faults that it comes by, failures.

    A test is run once, without a fault; what was found is kept until the test changes.
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


def outcome(test: str, fault: int, limit: float, skipped: list[str] = []) -> tuple[str, float]:
    """What fails first in a test with a fault on, and after how many seconds; empty if nothing fails.

    `skipped` are end-to-end tests that are not run.
    """
    deselected = [f"--deselect={name}" for name in skipped]
    command = _command(test) + (["-x", *deselected] if _is_python(test) else [])
    return _ran(command, {"EVOKE_FAULT": str(fault)}, FOLDER / f"fault-{fault}.log", limit)


def _run_whole(test: str) -> dict:
    log, trace = FOLDER / "reaching.log", FOLDER / "trace"
    trace.unlink(missing_ok=True)
    says, seconds = _ran(_command(test), {"EVOKE_REACHED": str(trace)}, log, 3600, to_the_end=True)
    faults = {int(line) for line in trace.read_text().split()} if trace.exists() else set()
    fails = sorted(set(re.findall(r"^(?:FAILED|ERROR) ([^\s\[]+)", log.read_text(errors="replace"), re.M)))
    return {"seconds": seconds, "faults": sorted(faults), "fails": fails or ([test] if says else [])}


def _suites() -> list[str]:
    """Swift's suites: the names of all tests up to the slash."""
    listed = subprocess.run([*SWIFT, "--list-tests"], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted({name.split("/")[0] for name in re.findall(r"^\w+Tests\.\S.*", listed.stdout, re.M)})


def _is_python(test: str) -> bool:
    return test.startswith("Tests/")


def _command(test: str) -> list[str]:
    return [*PYTEST, test] if _is_python(test) else [*SWIFT, "--filter", f"^{re.escape(test)}(/|$)"]


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
