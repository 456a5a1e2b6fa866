"""Figures in a command's JSON, and when two are equal."""

from __future__ import annotations

import json

from helpers.study import evoke


def json_of(command: str, *arguments) -> dict:
    """What a command prints as JSON; NaN and infinities are no JSON."""
    result = evoke(command, *arguments, "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")

    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(result.stdout, parse_constant=refuse)


def close(found, expected, tolerance: float = 1e-10, scale: float = 0.0) -> None:
    """Equal but for rounding, relative to the expected figure or to the scale if that is larger."""
    if found is None or expected is None:
        assert found is expected
    else:
        assert abs(found - expected) <= tolerance * max(abs(expected), scale), (found, expected)
