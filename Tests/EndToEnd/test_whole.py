"""`evoke export` is whole or not there: killed, interrupted, on a full disk, in places it must not be."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers import validators, workbook
from helpers.disk import Disk
from helpers.study import BINARY, Study, evoke

LIMITS = ("--max-suppression", "30%", "--max-loss", "0.9")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    return workbook.write(tmp_path_factory.mktemp("crowd") / "crowd.xlsx", workbook.people(300))


@dataclass(frozen=True)
class Finished:
    """What an export took that nothing came in the way of."""

    seconds: float
    bytes: int
    #: How often it made or synced a file, moved the folder or changed its rights.
    events: int


@pytest.fixture(scope="module")
def finished(crowd, tmp_path_factory, disk_library) -> Finished:
    folder = tmp_path_factory.mktemp("timed")
    events = folder.with_suffix(".events")
    begun = time.monotonic()
    done = evoke(
        "export", crowd, folder / "out", *LIMITS,
        env=Disk(folder, disk_library).environment(events=events),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Finished(
        time.monotonic() - begun,
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        events.stat().st_size,
    )


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
        draw = random.Random(11)
        missing = 0
        for turn in range(24):
            folder = tmp_path / f"{turn}"
            folder.mkdir()
            process = start(crowd, folder / "out")
            # One moment in each twenty-fourth of the time, more than once around.
            time.sleep(finished.seconds * 1.1 * (turn + draw.random()) / 24)
            process.kill()
            process.wait()
            missing += not check(folder)
        assert missing > 0

    def test_while_the_files_are_written_synced_and_moved(
        self, crowd, finished, tmp_path, disk_library
    ):
        last = finished.events
        assert last > 10
        for number in sorted({*range(1, last, last // 9), last - 3, last - 2, last - 1, last}):
            folder = tmp_path / f"{number}"
            folder.mkdir()
            disk = Disk(folder, disk_library)
            killed = evoke(
                "export", crowd, folder / "out", *LIMITS, env=disk.environment(kill_at=number)
            )
            assert killed.returncode == -signal.SIGKILL
            if number >= last - 2:
                # The last three: the folder has been moved, then opened to others, and its parent
                # is yet to be synced.
                assert check(folder) and leftover(folder) == []
                continue
            assert not check(folder) and len(leftover(folder)) == 1
            again = evoke("export", crowd, folder / "out", *LIMITS)
            assert again.returncode == 0, again.stderr
            assert "removed what 1 interrupted run left behind" in again.stderr
            assert check(folder) and leftover(folder) == []

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


class TestPlaces:
    @pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
    def test_a_full_disk_leaves_nothing(self, crowd, finished, faulty_disk, tmp_path, share):
        fits = int(finished.bytes * share)
        done = evoke(
            "export", crowd, tmp_path / "out", *LIMITS, env=faulty_disk.environment(bytes=fits)
        )
        assert done.returncode == 2
        assert "disk is full" in done.stderr or "No space left" in done.stderr, done.stderr
        assert done.stdout == ""
        assert list(tmp_path.iterdir()) == []

    def test_a_read_only_disk_is_named(self, crowd, faulty_disk, tmp_path):
        done = evoke(
            "export", crowd, tmp_path / "out", *LIMITS, env=faulty_disk.environment(read_only=1)
        )
        assert done.returncode == 2 and done.stdout == ""
        assert f"{tmp_path}: cannot be written to (read-only file system)" in done.stderr

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
        assert done.returncode == 2 and "already exists" in done.stderr
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
        assert refused.returncode == 2 and "already exists" in refused.stderr
