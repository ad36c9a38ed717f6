"""Fixture files: cases of a title, an input and what is expected, held apart by lines with a single point."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Case:
    title: str
    given: str
    expected: str


def cases(name: str) -> list[Case]:
    """The cases of one file; what stands before the first blank line is its heading."""
    heading, _, rest = (FOLDER / name).read_text("utf-8").partition("\n\n")
    assert heading
    parts = rest.split("\n.\n")
    found = []
    while len(parts) >= 3:
        title, given, expected = parts[0].strip("\n"), parts[1], parts[2]
        if expected.startswith(".\n"):  # nothing expected yet
            parts[2:3] = ["", expected.removeprefix(".\n")]
            expected = ""
        found.append(Case(title, given, expected))
        parts = parts[3:]
    return found


def update(name: str, title: str, expected: str) -> None:
    """Writes what one case is to give from now on."""
    file = FOLDER / name
    heading = file.read_text("utf-8").partition("\n\n")[0]
    kept = [Case(one.title, one.given, expected) if one.title == title else one for one in cases(name)]
    text = "".join(f"{one.title}\n.\n{one.given}\n.\n{one.expected}\n.\n" for one in kept)
    file.write_text(f"{heading}\n\n{text}", "utf-8")
