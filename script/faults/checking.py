"""Has the compiler look at changed sources without building: which lines it complains of."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: SwiftPM's list of commands from the last build.
COMMANDS = ROOT / ".build/debug.yaml"
#: What a command writes; each option is followed by a path.
OUTPUTS = {"-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path"}
FLAGS = {
    "-emit-dependencies", "-emit-module", "-emit-objc-header", "-incremental", "-c",
    "-enable-batch-mode", "-serialize-diagnostics", "-parseable-output",
}  # fmt: skip


def complaints(target: str, added: Path) -> set[tuple[str, int]]:
    """Paths and lines with an error in a target, to whose sources a file was added.

    The modules that it imports are those of the last build. So all targets can be checked at once, and
    no error hides another target's.
    """
    command = _command(target) + [str(added), "-wmo", "-emit-sil", "-o", "/dev/null"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return errors(done.stdout + done.stderr)


def errors(output: str) -> set[tuple[str, int]]:
    """Our paths and lines in what a compiler says."""
    return {
        (str(Path(path).resolve().relative_to(ROOT)), int(line))
        for path, line in re.findall(r"^(/\S+\.swift):(\d+):\d+: error:", output, re.M)
        if Path(path).resolve().is_relative_to(ROOT)
    }


def _command(target: str) -> list[str]:
    """The command that compiles a target, without what it writes."""
    text = COMMANDS.read_text()
    entry = re.search(rf'^  "C\.{target}-[^"]*\.module":$.*?^    args: (\[[^\n]*\])$', text, re.M | re.S)
    arguments = json.loads(entry[1])
    return [
        argument
        for before, argument in zip(["", *arguments], arguments)
        if not {before, argument} & OUTPUTS and argument not in FLAGS
    ]
