"""Fixtures: a study from the template, and the real server that asks it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from helpers import disk
from helpers.browser import start_chromium
from helpers.form import Visitor
from helpers.study import BINARY, ROOT, Server, Study


def pytest_configure(config):
    if not BINARY.exists():
        pytest.exit(
            f"{BINARY} is missing: swift build -c release --product evoke --static-swift-stdlib",
            returncode=2,
        )


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """A browser for the tests of one file."""
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def study(tmp_path) -> Study:
    """The template's study, in a folder of its own."""
    return Study(tmp_path / "study")


@pytest.fixture
def serve():
    """Starts servers, and sees to it that each stops cleanly and logged no failure."""
    servers = []

    def start(study: Study, *arguments, **options) -> Server:
        servers.append(Server(study, *arguments, **options))
        return servers[-1]

    yield start
    failures = []
    for server in servers:
        if server.process.poll() is None:
            code = server.stop()
            if code != 0:
                failures.append(f"exit code {code}")
        server.process.stdout.close()
        if server.errors:
            failures.append(server.errors)
    assert not failures, "\n".join(failures)


@pytest.fixture
def server(study, serve) -> Server:
    """The template's study, being served."""
    return serve(study)


@pytest.fixture
def rng() -> random.Random:
    """Answers at random, the same at each run."""
    return random.Random(8)


@pytest.fixture
def visitor(server) -> Visitor:
    return Visitor(server)


@pytest.fixture(scope="session")
def disk_library(tmp_path_factory) -> Path:
    return disk.build(tmp_path_factory.mktemp("disk"))


@pytest.fixture
def faulty_disk(tmp_path, disk_library) -> disk.Disk:
    """The test's temporary folder, as a disk whose faults are chosen for each process."""
    return disk.Disk(tmp_path, disk_library)


@pytest.fixture(scope="session")
def reference():
    """The folder of EmotionBench's published files.

    Without EVOKE_REFERENCE the folder beside the repository is taken, and its absence skips; with
    it set, a missing folder is a failure.
    """
    named = os.environ.get("EVOKE_REFERENCE")
    folder = ROOT.parent / "shared/reference" if named is None else Path(named)
    if not folder.is_dir():
        message = f"no reference data at {folder}"
        (pytest.fail if named is not None else pytest.skip)(message)
    return folder


@pytest.fixture(scope="session")
def peers():
    """The folder with the load driver; see `reference` for when its absence fails."""
    named = os.environ.get("EVOKE_PEERS")
    folder = ROOT.parent / "shared/peers" if named is None else Path(named)
    if not (folder / "load/load.py").is_file():
        message = f"no load driver at {folder}/load"
        (pytest.fail if named is not None else pytest.skip)(message)
    return folder
