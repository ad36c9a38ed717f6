"""Lighthouse gives the pages that readers open full marks, served as docs/hosting.md says.

A busy machine only takes marks away, so of some runs the best of each counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.conftest import CHROMIUM_ARGS, chromium_path
from checker import lighthouse
from hosting import nginx

PAGES = ["/", "/2025/10/30/monthly-meeting/", "/leaders/fang-zhiyuan/", "/2025/03/"]
WORDS_ONLY = "/2025/06/12/rectification/"
MARKS = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
SEARCH = "/search/"
RUNS = 8
SOON = 1000
"""Milliseconds on slow 4G until the largest thing on the screen is there, in a report without pictures."""


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(demo, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def least(page: str) -> int:
    """The search page fetches its engine."""
    return 95 if page == SEARCH else 100


@pytest.mark.slow
@pytest.mark.parametrize("page", dict.fromkeys([*PAGES, WORDS_ONLY, SEARCH]))
def test_marks_and_the_time_until_a_report_is_there(server, page):
    best, soonest = dict.fromkeys(MARKS, 0), float("inf")
    for _ in range(RUNS):
        report = lighthouse(server + page, chromium_path(), CHROMIUM_ARGS)
        best = {
            name: max(mark, round(100 * report["categories"][name]["score"])) for name, mark in best.items()
        }
        soonest = min(soonest, report["audits"]["largest-contentful-paint"]["numericValue"])
        if all(best[name] >= least(page) for name in MARKS) and (soonest <= SOON or page != WORDS_ONLY):
            break
    assert min(best.values()) >= least(page), best
    print(f"{page}: {best}, largest paint {soonest:.0f} ms")
    assert soonest <= SOON or page != WORDS_ONLY
