"""What fuzzing starts from: the demo's reports, every case of the fixtures, the hand-overs of tests/drafts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path.append(str(TESTS))

from fixture import cases  # noqa: E402

FOUND = TESTS / "fixtures" / "fuzz"
"""What was found by fuzzing, in a folder for each target."""


def _reading() -> Iterator[bytes]:
    for path in (TESTS.parent / "content" / "reports").rglob("*.md"):
        yield path.read_bytes()
    yield from (case.given.encode() for case in cases("findings.txt"))
    for case in cases("markup.txt"):
        yield f"---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n{case.given}\n".encode()


def _drafting() -> Iterator[bytes]:
    for path in (TESTS / "drafts").glob("*.txt"):
        yield path.read_bytes()


def seeds(target: str) -> list[bytes]:
    """The seeds of `target` and all that was found by it."""
    given = {"reading": _reading, "drafting": _drafting}[target]()
    return sorted({*given, *found(target).values()})


def found(target: str) -> dict[str, bytes]:
    """What was found, by the name of its file."""
    return {path.name: path.read_bytes() for path in sorted((FOUND / target).iterdir())}


def plant(target: str, corpus: Path) -> None:
    """Puts the seeds into the folder `corpus`, named as libFuzzer names what it finds, by their content."""
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds(target):
        (corpus / sha256(data).hexdigest()[:40]).write_bytes(data)
