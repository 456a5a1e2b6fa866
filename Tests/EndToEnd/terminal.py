"""A person at a real terminal: `evoke ask` behind a pty, its screen read by an emulator."""

from __future__ import annotations

import os
import time

import pexpect
import pyte

from study import BINARY


class Person:
    def __init__(self, study, *arguments, columns=80, rows=24, **environment):
        self.screen = pyte.HistoryScreen(columns, rows, history=1000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "LANG")}
        self.process = pexpect.spawn(
            str(BINARY),
            ["ask", str(study.folder), *map(str, arguments)],
            dimensions=(rows, columns),
            env=kept | {"TERM": "xterm-256color", "LC_ALL": ""} | environment,
            timeout=20,
        )

    def read(self) -> None:
        try:
            bytes = self.process.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += bytes
        self.stream.feed(bytes)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, expected: str, seconds: float = 20) -> str:
        """Waits until the screen shows the text."""
        end = time.monotonic() + seconds
        while expected not in " ".join(self.text.split()):
            assert time.monotonic() < end, f"no “{expected}” on\n{self.text}"
            self.read()
        return self.text

    def press(self, keys: str, expected: str | None = None) -> str:
        self.process.send(keys)
        return self.see(expected) if expected else ""

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def end(self, code: int) -> None:
        end = time.monotonic() + 20
        while self.process.isalive():
            assert time.monotonic() < end, self.text
            self.read()
        self.read()
        self.process.close()
        status = self.process.exitstatus
        assert (status if status is not None else -self.process.signalstatus) == code, self.text

    # The template's pages

    def start(self) -> None:
        self.see("1 Begin")
        self.press("1", "Enter: read on")
        self.press("\r")
        while "Do you want to take part?" not in " ".join(self.text.split()):
            self.press("\r")
            self.read()
        self.press("1", "Question 1 of 5")

    def demographics(self) -> None:
        self.press("1", "Question 2 of 5")
        self.press("1980\r", "Question 3 of 5")
        self.press("germany\r", "Question 4 of 5")
        self.press("3", "Question 5 of 5")
        self.press("2", "Enter: send this page")
        self.press("\r", "Question 1 of 20")

    def scale(self, key: str = "3") -> None:
        for number in range(1, 21):
            self.press(key, f"Question {number + 1} of 20" if number < 20 else "Enter: send this")
