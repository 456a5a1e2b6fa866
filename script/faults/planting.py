"""Chooses places over all targets, writes the faults, and drops those that do not compile."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults.checking import COMMANDS, ROOT, complaints, errors
from faults.finding import Place, places

FOLDER = ROOT / ".build/faults"
PLAN = FOLDER / "plan.json"
SWITCH = """\
#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which planted fault is on: the number in EVOKE_FAULT, or none.
enum PlantedFault {
  private static let number = getenv("EVOKE_FAULT").flatMap { Int32(String(cString: $0)) }

  /// The file named by EVOKE_REACHED, to which each process adds the faults that it comes by.
  private static let log = getenv("EVOKE_REACHED").map { open($0, O_WRONLY | O_APPEND | O_CREAT, 0o666) }
  nonisolated(unsafe) private static let reached = calloc(10_000, 1)!

  static func isOn(_ fault: Int32) -> Bool {
    if let log, reached.load(fromByteOffset: Int(fault), as: UInt8.self) == 0 {
      reached.storeBytes(of: 1, toByteOffset: Int(fault), as: UInt8.self)
      let line = "\\(fault)\\n"
      _ = write(log, line, line.utf8.count)
    }
    return number == fault
  }
}
"""
#: How many more are planted than asked for, since some do not compile.
SURPLUS = 1.6


def targets() -> dict[str, dict]:
    """Our Swift targets and tests by name, as SwiftPM describes them."""
    described = subprocess.run(
        ["swift", "package", "describe", "--type", "json"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(described.stdout)["targets"]
    return {target["name"]: target for target in found if target["module_type"] == "SwiftTarget"}


def plant(count: int, seed: int) -> int:
    if _git("status", "--porcelain"):
        print("plant-faults: there are uncommitted changes; run this in a clean worktree", file=sys.stderr)
        return 2
    if not COMMANDS.exists():
        print("plant-faults: nothing was built here yet; run `swift build --build-tests`", file=sys.stderr)
        return 2
    ours = {
        name: target
        for name, target in targets().items()
        if target["type"] != "test" and not target["path"].startswith("Tests/")
    }
    sources = {
        str(Path(target["path"]) / source): name
        for name, target in ours.items()
        for source in target["sources"]
    }
    faults = _chosen(sources, int(count * SURPLUS), random.Random(seed))
    for target in ours.values():
        _switch(target).write_text(SWITCH)
    for errors_of in (_complaints, _errors):
        while True:
            _write(faults)
            broken = errors_of(ours)
            if not broken:
                break
            faults = _without(faults, broken)
    kept = sorted(random.Random(seed).sample(faults, min(count, len(faults))), key=_number)
    FOLDER.mkdir(parents=True, exist_ok=True)
    PLAN.write_text(json.dumps({"seed": seed, "faults": kept}, indent=1))
    (FOLDER / "results.json").unlink(missing_ok=True)
    print(f"{len(kept)} faults in {len({fault['target'] for fault in kept})} targets")
    return 0 if len(kept) == count else 1


def restore() -> int:
    """Takes the faults out of the sources; leaves everything else as it is, such as new tests."""
    for path in ROOT.rglob("PlantedFault.swift"):
        if ".build" not in path.parts:
            path.unlink()
    changed = _git("diff", "--name-only").splitlines()
    swift = [path for path in changed if path.endswith(".swift")]
    planted = [path for path in swift if "PlantedFault.isOn" in (ROOT / path).read_text()]
    if planted:
        _git("checkout", "--", *planted)
    print(f"{len(planted)} files restored")
    return 0


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def _number(fault: dict) -> int:
    return fault["number"]


def _chosen(sources: dict[str, str], count: int, rng: random.Random) -> list[dict]:
    """Faults, half of them in equal parts over the targets and half by the targets' size."""
    known: dict[str, dict[str, list[tuple[str, Place]]]] = {}
    sizes: dict[str, int] = {}
    for path, target in sources.items():
        text = (ROOT / path).read_text()
        sizes[target] = sizes.get(target, 0) + text.count("\n")
        for place in places(text):
            known.setdefault(target, {}).setdefault(place.kind, []).append((path, place))
    taken: set[tuple[str, int]] = set()
    faults = []
    for target, kinds in sorted(known.items()):
        share = count / 2 * (1 / len(known) + sizes[target] / sum(sizes.values()))
        chosen = 0
        for entries in kinds.values():
            rng.shuffle(entries)
        while chosen < round(share) and any(kinds.values()):
            for entries in kinds.values():
                # One fault in any three lines, so that an error names its fault.
                while entries:
                    path, place = entries.pop()
                    if not taken & {(path, place.line + distance) for distance in (-1, 0, 1)}:
                        taken.add((path, place.line))
                        faults.append(_fault(len(faults) + 1, target, path, place))
                        chosen += 1
                        break
    return faults


def _fault(number: int, target: str, path: str, place: Place) -> dict:
    return {
        "number": number, "target": target, "path": path, "line": place.line, "kind": place.kind,
        "start": place.start, "end": place.end, "original": place.original,
        "text": place.text.replace("%d", str(number)).replace("%%", "%"),
    }  # fmt: skip


def _write(faults: list[dict]) -> None:
    """Writes the faults into the committed sources."""
    _git("checkout", "--", ".")
    for path in {fault["path"] for fault in faults}:
        lines = (ROOT / path).read_text().split("\n")
        for fault in faults:
            if fault["path"] == path:
                line = lines[fault["line"] - 1]
                lines[fault["line"] - 1] = (
                    line[: fault["start"]] + fault["text"] + line[fault["end"] :]
                )
        (ROOT / path).write_text("\n".join(lines))


def _switch(target: dict) -> Path:
    return ROOT / target["path"] / "PlantedFault.swift"


def _complaints(ours: dict[str, dict]) -> set[tuple[str, int]]:
    """The places that the compiler complains of when it only looks at each target."""
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: complaints(name, _switch(ours[name])), ours)
    return set().union(*found)


def _errors(ours: dict[str, dict]) -> set[tuple[str, int]]:
    """The places that the compiler complains of in a build; nothing where all is built."""
    done = subprocess.run(["swift", "build", "--build-tests"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return set()
    output = done.stdout + done.stderr
    found = errors(output)
    if not found:
        sys.exit(f"plant-faults: the build failed\n{output[-3000:]}")
    return found


def _without(faults: list[dict], errors: set[tuple[str, int]]) -> list[dict]:
    """The faults but for those that the errors name: on their line, or the nearest of their file."""
    broken = set()
    for path, line in errors:
        near = [fault for fault in faults if fault["path"] == path]
        if not near:
            sys.exit(f"plant-faults: {path}:{line} does not compile and has no fault")
        distance = {_number(fault): abs(fault["line"] - line) for fault in near}
        broken.add(min(distance, key=distance.get))
    print(f"{len(broken)} faults do not compile", file=sys.stderr)
    return [fault for fault in faults if _number(fault) not in broken]
