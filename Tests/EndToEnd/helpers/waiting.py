"""Waiting for a state, however long a busy machine takes to come to it."""

from __future__ import annotations

import time
from collections.abc import Callable

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException


def wait_for(condition: Callable[[], object], seconds: float = 30, what: str = "it") -> None:
    """Returns as soon as the condition holds, and fails if it has not after so many seconds."""
    deadline = time.monotonic() + seconds

    def holds() -> bool:
        try:
            return bool(condition())
        except (NoSuchElementException, StaleElementReferenceException):
            # Between two pages there is nothing to look at.
            return False

    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come to pass in {seconds} s"
        time.sleep(0.02)
