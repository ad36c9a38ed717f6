"""Coverage-guided fuzzing by atheris: `python run.py reading|drafting FOLDER [OPTIONS OF LIBFUZZER]` (`make fuzz`).

It does not stop at what it finds: of each broken promise, told apart by where it broke, the smallest bytes are kept in FOLDER/found.
What is mended belongs into tests/fixtures/fuzz/, from where `tests/test_fuzz.py` tries it every time.
Only our own modules are instrumented: the libraries' are what they are.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["campus_news"]):
    import promise
    import seed

_BROKEN_BYTES = 8
"""Of so many inputs one may be no UTF-8; else most would be, and go no further than the first lines of `source`."""


def typed(data: bytes, size: int, number: int) -> bytes:
    """Bytes much like `data`, mostly text."""
    mutated = atheris.Mutate(data, len(data))
    return mutated if number % _BROKEN_BYTES == 0 else mutated.decode("utf-8", "ignore").encode()[:size]


def keeping(target: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """`target`, with what breaks its promises kept in `folder`."""
    smallest: dict[str, int] = {}

    def tried(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # noqa: BLE001 - any is what is looked for
            frame = traceback.extract_tb(error.__traceback__)[-1]
            about = re.search(r"code='(E\d+)'", str(error))
            place = f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}-{about[1] if about else ''}"
            if len(data) < smallest.get(place, sys.maxsize):
                smallest[place] = len(data)
                (folder / place).write_bytes(data)
                (folder / f"{place}.txt").write_text(traceback.format_exc(), "utf-8")

    return tried


def main() -> None:
    target, folder, *options = sys.argv[1:]
    found = Path(folder) / "found"
    found.mkdir(parents=True, exist_ok=True)
    for old in found.iterdir():
        old.unlink()
    seed.plant(target, Path(folder) / "corpus")
    words = Path(__file__).with_name("tokens.dict")
    atheris.Setup(
        [sys.argv[0], f"{folder}/corpus", f"-dict={words}", f"-artifact_prefix={found}/", *options],
        keeping(getattr(promise, target), found),
        custom_mutator=typed,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
