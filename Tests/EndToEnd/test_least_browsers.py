"""Script and style sheet ask for no more than the least browsers of docs/serving.md have."""

from __future__ import annotations

import re

import esprima
import pytest

from helpers.study import ROOT

ASSETS = ROOT / "survey/web/assets"
# What is put here is said to be missing in the least browsers, and from when on browsers have it
# (Chrome, Firefox, Safari).
TOO_NEW_FOR_THE_SCRIPT = {
    r"AbortSignal\.(timeout|any)": "103, 100, 16",
    r"\.at\(": "92, 90, 15.4",
    r"\.(replaceAll|matchAll)\(": "85, 77, 13.1",
    r"\.(flat|flatMap)\(": "69, 62, 12",
    r"\.(findLast|toSorted|toReversed|with)\(": "97, 104, 15.4",
    r"\bstructuredClone\(": "98, 94, 15.4",
    r"\bObject\.(fromEntries|hasOwn|groupBy)\(": "73, 63, 12.1",
    r"\bPromise\.(any|allSettled|withResolvers)\(": "76, 71, 13",
    r"\bglobalThis\b": "71, 65, 12.1",
    r"\bqueueMicrotask\(": "71, 69, 12.1",
    r"\brequestSubmit\(": "76, 75, 16",
    r"\b(requestIdleCallback|scheduler)\b": "never in Safari",
    r"\brandomUUID\(": "92, 95, 15.4",
    r"\breplaceChildren\(": "86, 78, 14",
    r"\bcheckVisibility\(": "105, 106, 17.4",
    r"\b(ResizeObserver|IntersectionObserver)\b": "64, 69, 13.1",
    r"event\.submitter(?! \|\|)": "81, 75, 15.4, unless something stands in for it",
}
TOO_NEW_FOR_THE_STYLE = {
    r"(?<!scroll-)\b(margin|padding)-(block|inline):": "87, 66, 14.1",
    r"\binset(-block|-inline)?(-start|-end)?:": "87, 63, 14.1",
    r"\bborder-(block|inline):": "87, 66, 14.1",
    r"\b(float|clear): inline-": "118, 55, 15",
    r":(is|where)\(": "88, 78, 14",
    r"^\s*&|\{\s*&": "nesting: 120, 117, 17.2",
    r"@(layer|container|property|scope)": "99, 97, 15.4",
    r"\b\d+(d|s|l)v[hwib]\b": "108, 101, 15.4",
    r"\baspect-ratio:": "88, 89, 15",
    r"\b(color-mix|oklch|light-dark)\(": "111, 113, 16.2",
    r"@media[^{]*[<>]": "104, 63, 16.4",
    r"\bsubgrid\b": "117, 71, 16",
}
# Newer than the least, each with what a browser without it shows instead.
DOES_WITHOUT = {
    r":has\(": "what is chosen is told by its radio alone, and scales stay stacked",
    r":focus-visible": "the browser's own ring",
    r"\baccent-color:": "the browser's own colours",
    r"\btext-wrap:": "lines as they come",
    r"(?<!-)\bhyphens:": "words as they are",
    r"\bfit-content\b": "a box as wide as its line",
    r"\bgap:": "less room between answers, links and buttons",
    r"@media \((prefers-contrast|forced-colors)": "the page's own colours",
    r"::details-content": "what is folded stays so on paper",
    r"\bscroll-(margin|padding)-": "a question at the very edge of the screen",
    r"\bcontent-visibility:": "what is folded stays so on paper",
    r"\bforced-color-adjust:": "the page's own colours",
}
# What needs an older way of saying it on the line before.
WITH_A_LINE_FOR_OTHERS = {
    r"^\s*overflow-wrap: anywhere;": r"overflow-wrap: break-word;",
    r"^\s*padding: .*\bmin\(": r"padding: ",
    r"^\s*user-select:": r"-webkit-user-select:",
    r"^\s*appearance:": r"-webkit-appearance:",
}


def test_the_script_is_javascript_of_2018():
    esprima.parseScript((ASSETS / "survey.js").read_text())


@pytest.mark.parametrize("newer", ["a?.b", "a ?? b", "try {} catch {}", "a ||= b", "a.#b"])
def test_the_parser_knows_nothing_newer(newer):
    with pytest.raises(esprima.Error):
        esprima.parseScript(newer)


def uses(file: str, features: dict[str, str]) -> list[str]:
    text = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", (ASSETS / file).read_text(), flags=re.S | re.M)
    return [f"{feature}: {since}" for feature, since in features.items() if re.search(feature, text, re.M)]


def test_the_script_uses_nothing_that_the_least_browsers_lack():
    assert uses("survey.js", TOO_NEW_FOR_THE_SCRIPT) == []
    # Without these the page is left as it is.
    text = (ASSETS / "survey.js").read_text()
    assert "if (!window.AbortController || !window.fetch) return;" in text


def test_the_style_sheet_uses_nothing_that_the_least_browsers_lack():
    assert uses("survey.css", TOO_NEW_FOR_THE_STYLE) == []
    # A list that grows old says nothing.
    assert len(uses("survey.css", DOES_WITHOUT)) == len(DOES_WITHOUT)


@pytest.mark.parametrize("feature", WITH_A_LINE_FOR_OTHERS)
def test_what_is_newer_stands_behind_what_is_older(feature):
    lines = (ASSETS / "survey.css").read_text().splitlines()
    found = [number for number, line in enumerate(lines) if re.search(feature, line)]
    assert found
    for number in found:
        assert re.search(WITH_A_LINE_FOR_OTHERS[feature], lines[number - 1]), lines[number]


def test_a_selector_that_is_newer_takes_no_older_one_with_it():
    """A browser drops the whole rule for one selector that it does not know."""
    text = re.sub(r"/\*.*?\*/", "", (ASSETS / "survey.css").read_text(), flags=re.S)
    for selectors in re.findall(r"([^{}]+)\{", text):
        known = [":has(" in selector for selector in re.split(r",(?![^()]*\))", selectors)]
        assert all(known) or not any(known), selectors
