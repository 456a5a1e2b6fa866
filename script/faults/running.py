"""Runs on each planted fault the tests that come by it, and keeps what became of it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

from faults.planting import FOLDER, PLAN
from faults.reaching import NOTHING_NOTICED, STILL_RUNNING, outcome, reached

RESULTS = FOLDER / "results.json"


def run(only: list[int], end_to_end: bool, jobs: int) -> int:
    numbers = [fault["number"] for fault in _plan() if not only or fault["number"] in only]
    tests = reached(end_to_end)
    results = {str(number): {"tried": {}} for number in numbers} | _results()

    def try_all(number: int) -> None:
        done = results[str(number)]
        ours = [test for test in tests if number in tests[test]["faults"] and tests[test]["fails"] != [test]]
        # Swift's suites before the end-to-end tests, and the quickest first.
        for test in sorted(ours, key=lambda test: (test.startswith("Tests/"), tests[test]["seconds"])):
            if "by" in done:
                break
            if done["tried"].get(test) == tests[test]["at"]:
                continue
            done["tried"][test] = tests[test]["at"]
            if says := _noticed(test, number, tests[test]):
                done["by"] = f"{test}: {says}"
        done["verdict"] = "killed" if "by" in done else "survived"
        print(f"{number} {done['verdict']} {done.get('by', '')}", flush=True)
        RESULTS.write_text(json.dumps(dict(sorted(results.items())), indent=1))

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(try_all, numbers))
    return report()


def report() -> int:
    results = _results()
    verdicts = [results.get(str(fault["number"]), {}).get("verdict") for fault in _plan()]
    for fault, verdict in zip(_plan(), verdicts):
        if verdict == "survived":
            tried = len(results[str(fault["number"])]["tried"])
            print(f"\n{fault['number']} {fault['path']}:{fault['line']} {fault['kind']}, reached by {tried} tests")
            print(f"  - {fault['original']}\n  + {fault['text']}")
    print(
        f"\n{len(verdicts)} faults: {verdicts.count('killed')} killed, "
        f"{verdicts.count('survived')} survived, {verdicts.count(None)} not run"
    )
    return int("survived" in verdicts)


def _noticed(test: str, fault: int, known: dict) -> str:
    """What fails in a suite or file because of the fault: the same passes right afterwards without it."""
    names, usual = [test], known["seconds"]
    if "tests" in known:
        found = known["tests"]
        names = [name for name in found if fault in found[name]["faults"]]
        names = [name for name in names if name.split("[")[0] not in known["fails"]]
        names.sort(key=lambda name: found[name]["seconds"])
        usual = sum(found[name]["seconds"] for name in names)
    says, _ = outcome(names, fault, _limit(usual)) if names else (NOTHING_NOTICED, 0)
    if not says:
        return NOTHING_NOTICED
    one = re.match(r"(?:FAILED|ERROR) ([^\s\[]+)", says)
    without, seconds = outcome([one[1]] if one else names, 0, 3600)
    if without:
        print(f"{fault}: fails without the fault as well: {without}", flush=True)
        return NOTHING_NOTICED
    if says.startswith(STILL_RUNNING):
        return outcome(names, fault, _limit(seconds))[0]
    return says


def _limit(seconds: float) -> float:
    """When a run counts as hanging, on a machine that may do other work."""
    return 10 * seconds + 60


def _plan() -> list[dict]:
    return json.loads(PLAN.read_text())["faults"]


def _results() -> dict[str, dict]:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
