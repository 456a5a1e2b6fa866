"""Finds places in Swift sources where one small change makes a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

SWITCH = "PlantedFault.isOn"

#: An operand without spaces: a name, a chain of members, a call, a number.
OPERAND = r"[\w.$]+(?:[!?]|\[[\w.$]+\]|\([\w.$: ]*\)|\.\w+)*"
BOUNDARIES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
#: What no value can be computed in.
SKIPPED = re.compile(
    r"\s*(//|@|#|import |case |default:|func |init|static func |struct |enum |package (func|init|struct)"
    r"|extension |protocol |subscript|typealias |private (func|init)|fileprivate func|mutating func)"
)


@dataclass(frozen=True)
class Place:
    """One change of one line; `text` has %d for the fault's number."""

    kind: str
    line: int
    start: int
    end: int
    text: str
    original: str


def places(source: str) -> list[Place]:
    """All places of a source, several in a line included."""
    found = []
    # What is code, letter for letter; words in strings and comments are blank.
    masked = masked_lines(source)
    for number, (line, code) in enumerate(zip(source.split("\n"), masked), 1):
        if not code.strip() or SKIPPED.match(code):
            continue
        for kind, finder in FINDERS.items():
            for start, end, text in finder(line, code):
                found.append(Place(kind, number, start, end, text, line[start:end]))
    return found


def masked_lines(source: str) -> list[str]:
    """The source's lines, in which comments are blank and the words of strings are `~`."""

    def blank(match: re.Match) -> str:
        text = match[0]
        if text.startswith("/"):
            return re.sub(r"[^\n]", " ", text)
        return re.sub(r"[^\n\"]", "~", text)

    pattern = r'//[^\n]*|/\*.*?\*/|#*"""(?:\\.|.)*?"""|"(?:\\\([^\n]*?\)|\\.|[^"\\\n])*"'
    return re.sub(pattern, blank, source, flags=re.S).split("\n")


def inverted(line: str, code: str):
    """A clause of a condition that is a plain expression."""
    match = re.match(r"(.*?\b(?:if|guard|while) )(.*?)( \{| else \{)", code)
    if not match:
        return
    position = len(match[1])
    for clause in _split(match[2]):
        start = position + len(clause) - len(clause.lstrip())
        end = position + len(clause.rstrip())
        position += len(clause) + 1
        plain = not re.match(r"(let|var|case|try|await)\b|#", code[start:end])
        if end > start and plain and _balanced(code[start:end]):
            yield start, end, f"{SWITCH}(%d) != ({_quoted(line[start:end])})"


def moved(line: str, code: str):
    """A comparison, by its boundary."""
    for match in re.finditer(
        rf"(?<![\w.$)\]])(?<![-+*/%] )({OPERAND}) (<=?|>=?|==|!=) ({OPERAND})(?! ?[-+*/%.(\[])", code
    ):
        left, operator, right = (_quoted(line[match.start(n):match.end(n)]) for n in (1, 2, 3))
        changed = f"{left} {BOUNDARIES[operator]} {right}"
        yield match.start(1), match.end(3), f"({SWITCH}(%d) ? {changed} : {left} {operator} {right})"


def constant(line: str, code: str):
    """A number by one more, a truth by its opposite."""
    for match in re.finditer(r"(?<![\w.~\"])(\d+\.\d+|\d+|true|false)(?![\w.~\"])", code):
        value = match[1]
        if value in ("true", "false"):
            other = "false" if value == "true" else "true"
        elif "." in value:
            other = str(float(value) * 2 or 0.5)
        else:
            other = str(int(value) + 1)
        yield match.start(), match.end(), f"({SWITCH}(%d) ? {other} : {value})"


def swapped(line: str, code: str):
    """Two neighbouring values of a list of arguments or columns."""
    value = r"[a-z]\w*(?:\.\w+)*"
    pairs = [rf"({of})(, (?:\w+: )?)({of})" for of in (value, r"\"~+\"")]
    pattern = rf"(?<=[(\[ ])(?:{pairs[0]})(?=[,)\]])"
    words = rf"(?<=[(\[ ])(?:{pairs[1]})(?=[,)\]])"
    for match in [*re.finditer(pattern, code), *re.finditer(words, code)]:
        first, between, second = (_quoted(line[match.start(n):match.end(n)]) for n in (1, 2, 3))
        if first != second and "\\(" not in first + second:
            text = (
                f"({SWITCH}(%d) ? {second} : {first}){between}({SWITCH}(%d) ? {first} : {second})"
            )
            yield match.start(), match.end(), text


def left_out(line: str, code: str):
    """A statement that calls, or adds to something."""
    match = re.fullmatch(
        r"(\s+)((?:try |await |try await |try\? )?[\w.!?]+\(.*\)|[\w.\[\]]+ [-+*]= \S.*)", code
    )
    if match and _balanced(code) and not re.match(r"\s+(return|throw|if|guard|self\.init|super\.)", code):
        start, end = match.span(2)
        yield start, end, f"if !{SWITCH}(%d) {{ {_quoted(line[start:end])} }}"


FINDERS = {
    "condition inverted": inverted,
    "boundary moved": moved,
    "constant changed": constant,
    "values swapped": swapped,
    "call left out": left_out,
}


def _balanced(code: str) -> bool:
    return all(code.count(opening) == code.count(closing) for opening, closing in ("()", "[]", "{}"))


def _quoted(text: str) -> str:
    return text.replace("%", "%%")


def _split(text: str) -> list[str]:
    """The clauses between commas outside of brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
