"""How many examples a property is tried with: some in a fast run, all when slow tests run too. Always the same ones."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

FAST: Final = "fast"
WHOLE: Final = "whole"
_FEWEST: Final = 25

for _name in (FAST, WHOLE):
    settings.register_profile(_name, derandomize=True, deadline=None, database=None)


def examples(count: int) -> settings:
    """The settings of a test that tries `count` examples when slow tests run, and a tenth of them in a fast run."""
    fast = settings.get_current_profile_name() == FAST
    return settings(max_examples=min(count, max(_FEWEST, count // 10)) if fast else count)
