"""`evoke export` is whole or not there: killed, interrupted, on a full disk, in places it must not be."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest
import validators
import workbook

from study import BINARY, Study, evoke

LIMITS = ("--max-suppression", "30%", "--max-loss", "0.9")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(300))


@pytest.fixture(scope="module")
def finished(crowd, tmp_path_factory) -> tuple[float, int]:
    """Seconds that an export takes, and the number of its files."""
    out = tmp_path_factory.mktemp("timed") / "out"
    begun = time.monotonic()
    done = evoke("export", crowd, out, *LIMITS)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - begun, sum(path.is_file() for path in out.rglob("*"))


def start(crowd: Path, out: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [BINARY, "export", crowd, out, *LIMITS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def check(folder: Path) -> bool:
    """Whether the package is there; if so it is whole, and else nothing looks like one."""
    for path in folder.iterdir():
        if path.name == "out":
            assert validators.sums(path) == "" and (path / "README.md").exists()
        else:
            assert path.name.startswith(".out.unfinished-") and path.stat().st_mode & 0o77 == 0
    return (folder / "out").exists()


def leftover(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "out"]


class TestKilled:
    def test_at_many_moments(self, crowd, finished, tmp_path):
        duration, _ = finished
        draw = random.Random(11)
        missing = 0
        for turn in range(24):
            folder = tmp_path / f"{turn}"
            folder.mkdir()
            process = start(crowd, folder / "out")
            # One moment in each twenty-fourth of the time, more than once around.
            time.sleep(duration * 1.1 * (turn + draw.random()) / 24)
            process.kill()
            process.wait()
            missing += not check(folder)
        assert missing > 0

    def test_while_the_files_are_written_and_read_back(self, crowd, finished, tmp_path):
        _, count = finished
        caught = 0
        for files in [0, 1, 2, 5, 9, 14, count - 1, count, count, count]:
            folder = tmp_path / f"{caught}-{files}-{random.random()}"
            folder.mkdir()
            process = start(crowd, folder / "out")
            while process.poll() is None:
                places = leftover(folder)
                if places and sum(len(names) for _, _, names in os.walk(places[0])) >= files:
                    break
            process.kill()
            process.wait()
            caught += not check(folder) and len(leftover(folder)) == 1
            if len(leftover(folder)) == 1:
                again = evoke("export", crowd, folder / "out", *LIMITS)
                if "exists already" not in again.stderr:
                    assert again.returncode == 0, again.stderr
                    assert "removed what 1 interrupted run left behind" in again.stderr
                    assert check(folder) and leftover(folder) == []
        assert caught >= 8

    @pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_an_interrupted_run_clears_up(self, crowd, tmp_path, with_signal):
        for attempt in range(5):
            folder = tmp_path / str(attempt)
            folder.mkdir()
            process = start(crowd, folder / "out")
            while process.poll() is None and not leftover(folder):
                time.sleep(0.005)
            process.send_signal(with_signal)
            if process.wait(timeout=30) == 0:
                # The signal came when all was done.
                assert check(folder) and leftover(folder) == []
                continue
            assert process.returncode == 128 + with_signal
            assert list(folder.iterdir()) == []
            return
        raise AssertionError("no run was interrupted")


def in_a_mount(options: str, folder: Path, *arguments) -> subprocess.CompletedProcess:
    """Runs the command in a mount namespace of its own, where the folder is a small or fixed disk."""
    command = shlex.join(map(str, [BINARY, *arguments]))
    return subprocess.run(
        [
            "unshare", "--map-root-user", "--mount", "bash", "-c",
            f"mount {options} && {command}; code=$?; ls -A {shlex.quote(str(folder))}; exit $code",
        ],
        capture_output=True,
        text=True,
        timeout=60,
    )  # fmt: skip


class TestPlaces:
    @pytest.mark.parametrize("size", ["4k", "40k", "200k", "400k"])
    def test_a_full_disk_leaves_nothing(self, crowd, tmp_path, size):
        done = in_a_mount(
            f"-t tmpfs -o size={size} none {tmp_path}", tmp_path, "export", crowd,
            tmp_path / "out", *LIMITS,
        )  # fmt: skip
        assert done.returncode == 2
        assert "disk is full" in done.stderr or "No space left" in done.stderr, done.stderr
        assert done.stdout == ""

    def test_a_read_only_disk_is_named(self, crowd, tmp_path):
        done = in_a_mount(
            f"-t tmpfs -o ro none {tmp_path}", tmp_path, "export", crowd, tmp_path / "out", *LIMITS
        )
        assert done.returncode == 2 and done.stdout == ""
        assert f"{tmp_path}: may not be written (Read-only file system)" in done.stderr

    def test_a_file_that_may_grow_no_more_leaves_nothing(self, crowd, tmp_path):
        done = subprocess.run(
            ["bash", "-c", f"ulimit -f 20; trap '' XFSZ; '{BINARY}' export '{crowd}' out"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 2 and "too large" in done.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("kind", ["folder", "full folder", "file", "link", "broken link"])
    def test_what_exists_is_not_touched(self, crowd, tmp_path, kind):
        out = tmp_path / "out"
        if kind.endswith("folder"):
            out.mkdir()
            if kind == "full folder":
                (out / "kept").write_text("kept")
        elif kind == "file":
            out.write_text("kept")
        else:
            out.symlink_to(tmp_path if kind == "link" else tmp_path / "nowhere")
        before = sorted(path.lstat().st_mtime_ns for path in tmp_path.rglob("*"))
        done = evoke("export", crowd, out, *LIMITS)
        assert done.returncode == 2 and "exists already" in done.stderr
        assert sorted(path.lstat().st_mtime_ns for path in tmp_path.rglob("*")) == before

    def test_a_folder_that_is_not_there_is_named(self, crowd, tmp_path):
        done = evoke("export", crowd, tmp_path / "a/out", *LIMITS)
        assert done.returncode == 2 and f"there is no folder {tmp_path}/a" in done.stderr
        (tmp_path / "b").write_text("")
        done = evoke("export", crowd, tmp_path / "b/out", *LIMITS)
        assert done.returncode == 2 and f"{tmp_path}/b is a file" in done.stderr

    def test_a_name_with_a_stroke_at_its_end_is_the_same_folder(self, crowd, tmp_path):
        done = evoke("export", crowd, f"{tmp_path}/out/", *LIMITS)
        assert done.returncode == 0 and check(tmp_path)

    def test_a_package_inside_the_study_leaves_the_study_as_it_was(self, tmp_path):
        study = Study(tmp_path / "mood")
        made = evoke("simulate", study.folder, "--participants", 100, "--seed", 1)
        assert made.returncode == 0, made.stderr
        before = {path.name for path in study.folder.iterdir()}
        done = evoke(
            "export", study.folder, study.folder / "out", *LIMITS, "--kind", "simulated"
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        after = {path.name for path in study.folder.iterdir()}
        assert after - {name for name in after if "sqlite-" in name} == before | {"out"}
        assert validators.sums(study.folder / "out") == ""
        assert evoke("status", study.folder).returncode == 0
        refused = evoke("export", study.folder, study.folder, *LIMITS, "--kind", "simulated")
        assert refused.returncode == 2 and "exists already" in refused.stderr
