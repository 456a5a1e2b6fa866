"""Runs a call in a folder of its own and keeps what it said and wrote."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from recording.calls import Call
from recording.fixtures import ROOT, Fixtures
from recording.normalising import Normaliser, contents

sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from helpers.form import Visitor  # noqa: E402

SECONDS = 300


def record(call: Call, binary: Path, fixtures: Fixtures, target: Path) -> None:
    """Runs the call and writes the folder of its recording."""
    with tempfile.TemporaryDirectory(prefix="evoke-recording.") as folder:
        work = Path(folder).resolve()
        fixtures.copy(call.arguments, work)
        before = {path: contents(path) for path in work.rglob("*") if path.is_file()}
        normalise = Normaliser(work, binary, {fixtures.date})
        (target / "files").mkdir(parents=True)
        run = _visited if call.visited else _run
        stdout, stderr, code = run(call, binary, work)
        (target / "command").write_text(f"evoke {shlex.join(call.arguments)}\n")
        (target / "stdout").write_text(normalise(stdout))
        (target / "stderr").write_text(normalise(stderr))
        (target / "code").write_text(f"{code}\n")
        for path in sorted(work.rglob("*")):
            if not path.is_file() or path.name.endswith(("-wal", "-shm", ".rehearsal-token")):
                continue
            text = contents(path)
            if text != before.get(path):
                copy = target / "files" / normalise(str(path.relative_to(work)))
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(normalise(text, hashes=True))


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("EVOKE_")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80"}


def _run(call: Call, binary: Path, work: Path) -> tuple[str, str, int]:
    try:
        done = subprocess.run(
            [binary, *call.arguments], cwd=work, input=call.stdin, capture_output=True,
            text=True, errors="replace", timeout=SECONDS, env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        return str(late.stdout), f"still running after {SECONDS} s\n{late.stderr}", -1
    return done.stdout, done.stderr, done.returncode


def _visited(call: Call, binary: Path, work: Path) -> tuple[str, str, int]:
    """Serves, walks through the form once, and ends the server; the pages become files."""
    with (work / "server.err").open("w") as errors:
        server = subprocess.Popen(
            [binary, *call.arguments], cwd=work, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment(),
        )  # fmt: skip
        line = server.stdout.readline()
        try:
            url = re.search(r"https?://\S+", line)
            if url:
                _walk(Visitor(SimpleNamespace(url=url[0])), work / "pages")
        finally:
            server.send_signal(signal.SIGTERM)
            rest, _ = server.communicate(timeout=30)
    stderr = (work / "server.err").read_text()
    (work / "server.err").unlink()
    return line + rest, stderr, server.returncode


def _walk(visitor: Visitor, folder: Path) -> None:
    folder.mkdir()

    def keep(name: str, answer) -> None:
        # The attributes of a cookie come in any order.
        headers = "".join(
            f"{key}: {'; '.join(sorted(value.split('; ')))}\n"
            for key, value in sorted(answer.headers.items())
        )
        (folder / f"{name}.html").write_text(f"{answer.status}\n{headers}\n{answer.body.decode()}")

    answer = visitor.follow(visitor.get("/"))
    for number in range(30):
        page = answer.page
        keep(f"{number:02}-{page.name}", answer)
        if page.action is None or page.name == "debrief":
            break
        # Nothing answered: the page with what is wrong.
        keep(f"{number:02}-{page.name}-empty", visitor.follow(visitor.post(page.action, page.hidden)))
        answer = visitor.follow(visitor.submit(page))
    keep("leave", visitor.get("/leave"))
    keep("resume", visitor.get("/resume"))
    keep("withdraw", visitor.get("/withdraw"))
    keep("nothing", visitor.get("/nothing-here"))
