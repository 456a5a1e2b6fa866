"""A person at a real terminal: `evoke ask` behind a pty, its screen read by an emulator."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pexpect
import pyte

from helpers.study import BINARY

# What is typed at the template's pages, a line each.
ABOUT = ["1", "1980", "de", "3", "2", ""]
WHOLE = ["1", "1", *ABOUT, *["4"] * 20, "", "", *["2"] * 20, ""]

CALM = """\
id: calm
version: "1"
title: A short scale of calm
citation: Made for a test.
licence: { terms: Free to use., evidence: Written for a test. }
instruction:
  default: How well does each word describe you right now?
  evoked: Think of the situation. How well does each word describe you now?
scales:
  - id: agreement
    points:
      - { value: 1, label: Not at all }
      - { value: 2, label: Partly }
      - { value: 3, label: Completely }
items:
  - { id: at_ease, text: At ease, scale: agreement }
  - { id: restless, text: Restless, scale: agreement }
  - { id: quiet, text: Quiet, scale: agreement }
subscales:
  - { id: calm, title: Calm, score: sum, items: [at_ease, restless, quiet], range: [3, 9] }
"""


def shorten(study):
    """Leaves consent, a scale of three items, one situation, and the scale again."""
    (study.folder / "instruments").mkdir()
    (study.folder / "instruments/calm.yaml").write_text(CALM)
    path = study.folder / "study.yaml"
    path.write_text(re.sub(r"(?ms)^demographics:\n.*?^(?=\S)", "", path.read_text()))
    return study.change(design="calm -> imagine situation -> calm").keep_situations(1)


def code_on(text: str) -> str:
    """The last code that was shown."""
    return re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)[-1]


def piped(study, lines, *arguments, **options):
    return subprocess.run(
        [BINARY, "ask", str(study.folder), *arguments],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, timeout=60, **options,
    )


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

    def read(self, seconds: float = 0.05) -> None:
        """Takes in what the terminal is sent, and waits so long for it to come."""
        try:
            bytes = self.process.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += bytes
        self.stream.feed(bytes)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, expected: str, seconds: float = 20) -> str:
        """Waits until the screen shows the text; the whole screen."""
        self.see_one_of(expected, seconds=seconds)
        return self.text

    def see_one_of(self, *expected: str, seconds: float = 20) -> str:
        """Waits until the screen shows one of the texts; the first of those that it shows."""
        end = time.monotonic() + seconds
        while True:
            shown = " ".join(self.text.split())
            found = [text for text in expected if text in shown]
            if found:
                # A screen is drawn in one go: what stands below the text is there or on its way.
                self.settle()
                return found[0]
            assert time.monotonic() < end, f"no “{'” or “'.join(expected)}” on\n{self.text}"
            self.read()

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

    def leave(self, code: int = 3) -> None:
        """Leaves with Ctrl-C."""
        self.press("\x03")
        self.end(code)

    # The short study's pages

    def come_to_situation(self) -> str:
        """Takes part and answers 1, 2, 3; the code to go on with."""
        code = self.start("Question 1 of 3")
        self.press("123\r", "Imagine this situation")
        return code

    # The template's pages

    def read_on_to(self, expected: str) -> None:
        """Presses Enter until the text has been reached, once for each screen."""
        end = time.monotonic() + 20
        while expected not in " ".join(self.text.split()):
            before = self.text
            self.press("\r")
            while self.text == before:
                assert time.monotonic() < end, f"no “{expected}” on\n{self.text}"
                self.read()
            self.settle()

    def settle(self) -> None:
        """Reads what has been written by the time that the program waits for a key or has ended."""
        end = time.monotonic() + 20
        while not self.waits():
            assert time.monotonic() < end, f"the program waits for no key on\n{self.text}"
            self.read(0.005)
        seen = -1
        while seen != len(self.raw):
            seen = len(self.raw)
            self.read(0)

    def waits(self) -> bool:
        """Whether the program waits for a key, is stopped, or has ended."""
        if not self.process.isalive():
            return True
        process = Path(f"/proc/{self.process.pid}")
        try:
            if process.joinpath("stat").read_text().rpartition(") ")[2][0] in "TZ":
                return True
            calls = [path.read_text().split() for path in process.glob("task/*/syscall")]
        except (FileNotFoundError, ProcessLookupError):
            return False
        # The call's number, its first argument and how many descriptors it waits for: poll, ppoll.
        return any(call[0] in ("7", "73", "271") and call[2] == "0x1" for call in calls if call[2:])

    def start(self, first: str = "Question 1 of 5") -> str:
        """Takes part; the code to go on with."""
        self.see("1 Begin")
        self.press("1", "Enter: read on")
        self.read_on_to("Do you want to take part?")
        return code_on(self.press("1", first))

    def demographics(self) -> None:
        self.press("1", "Question 2 of 5")
        self.press("1980\r", "Question 3 of 5")
        self.press("germany\r", "Question 4 of 5")
        self.press("3", "Question 5 of 5")
        self.press("2", "Enter: send this page")
        self.press("\r", "Question 1 of 20")

    def scale(self, key: str = "3", start: int = 1) -> None:
        for number in range(start, 21):
            self.press(key, f"Question {number + 1} of 20" if number < 20 else "Enter: send this")
