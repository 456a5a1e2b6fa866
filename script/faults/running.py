"""Runs the tests on each planted fault and keeps what became of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from faults.planting import FOLDER, PLAN, ROOT, targets

RESULTS = FOLDER / "results.json"
#: The end-to-end tests that use a target; `evoke` stands for every other one.
END_TO_END = {
    "Survey": "http outcomes presentation terminal_pages",
    "SurveySession": "http codes outcomes restart terminal_interruptions",
    "SurveyRecording": "http codes outcomes restart terminal_interruptions",
    "SurveyWeb": "http codes outcomes quota presentation languages serving",
    "SurveyTerminal": "terminal terminal_pages terminal_mistakes",
    "Responses": "http codes quota restart import",
    "Study": "commands languages presentation",
    "Datasets": "import export package identifying",
    "EmotionBench": "import judge reproduce",
    "Release": "export package identifying whole",
    "Disclosure": "risk export",
    "Rehearsal": "simulate",
    "evoke": "commands baseline judge reproduce reliability risk export models simulate",
}


def run(only: list[int], end_to_end: bool) -> int:
    faults = json.loads(PLAN.read_text())["faults"]
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    described = targets()
    limits: dict[str, float] = {}
    for fault in faults:
        number, name = str(fault["number"]), fault["target"]
        if only and fault["number"] not in only:
            continue
        done = results.get(number, {})
        steps = {"swift": _swift(described, name)} if "swift" not in done else {}
        if end_to_end and done.get("verdict") != "killed" and "end to end" not in done:
            steps["end to end"] = _end_to_end(name)
        for step, command in steps.items():
            if not command or done.get("verdict") == "killed":
                continue
            if step + name not in limits:
                failed, seconds, says = _tests(command, 0, 3600)
                if failed:
                    sys.exit(f"plant-faults: tests of {name} fail without a fault: {says}")
                limits[step + name] = 3 * seconds + 20
            failed, seconds, says = _tests(command, fault["number"], limits[step + name])
            done |= {step: says, "verdict": "killed" if failed else "survived"}
            results[number] = done
            RESULTS.write_text(json.dumps(results, indent=1))
            print(f"{number} {done['verdict']} in {seconds:.0f} s: {name}, {fault['kind']}: {says}", flush=True)
    return report()


def report() -> int:
    faults = json.loads(PLAN.read_text())["faults"]
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    verdicts = [results.get(str(fault["number"]), {}).get("verdict") for fault in faults]
    for fault, verdict in zip(faults, verdicts):
        if verdict == "survived":
            print(f"\n{fault['number']} {fault['path']}:{fault['line']} {fault['kind']}")
            print(f"  - {fault['original']}\n  + {fault['text']}")
    print(
        f"\n{len(faults)} faults: {verdicts.count('killed')} killed, "
        f"{verdicts.count('survived')} survived, {verdicts.count(None)} not run"
    )
    return int("survived" in verdicts)


def _swift(described: dict[str, dict], name: str) -> list[str]:
    """The tests of every target that depends on this one."""

    def depends(target: str) -> bool:
        needed = described[target].get("target_dependencies", [])
        return name in needed or any(depends(other) for other in needed if other in described)

    suites = [test for test in described if described[test]["type"] == "test" and depends(test)]
    if not suites:
        return []
    return ["swift", "test", "--skip-build", "--filter", f"^({'|'.join(sorted(suites))})\\."]


def _end_to_end(name: str) -> list[str]:
    files = END_TO_END.get(name, END_TO_END["evoke"]).split()
    return [
        ".venv-tests/bin/python", "-m", "pytest", "-x", "-q",
        *(f"Tests/EndToEnd/test_{file}.py" for file in files),
    ]  # fmt: skip


def _tests(command: list[str], fault: int, limit: float) -> tuple[bool, float, str]:
    """Whether the tests fail, after how many seconds, and by what; ends at the first failure."""
    begun = time.monotonic()
    variables = {"EVOKE_FAULT": str(fault), "EVOKE_BINARY": str(ROOT / ".build/debug/evoke")}
    log = FOLDER / "tests.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=output,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    says = ""
    try:
        while process.poll() is None and not says:
            if time.monotonic() - begun > limit:
                says = f"still running after {limit:.0f} s"
            says = says or _failure(log)
            time.sleep(0.1)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    says = says or _failure(log)
    if not says and process.returncode != 0:
        last = log.read_text(errors="replace").strip()[-120:]
        says = f"exit code {process.returncode}: {last}"
    return bool(says), time.monotonic() - begun, says or "no test noticed"


def _failure(log: Path) -> str:
    """The first test that failed, by the line that says so."""
    failure = re.search(r"^✘ Test (?!run).*$|^FAILED .*$", log.read_text(errors="replace"), re.M)
    return failure[0][:120] if failure else ""
