"""Every kind of page, each with addresses of the demo that show what there is of it. A test keeps this list complete."""

from __future__ import annotations

from typing import Final

import pytest

KINDS: Final = {
    "home.html": ["/"],
    "report.html": [
        "/2025/10/30/monthly-meeting/",  # pictures
        "/2025/09/26/xue-xiao-zhao-kai-zhuan-ye-jian-she-tui-jin-hui/",
        "/2025/06/12/rectification/",  # words only
        "/2025/05/14/canteen-talk/",  # corrected
    ],
    "withdrawn.html": ["/2025/10/22/lab-safety/"],
    "corrections.html": ["/corrections/", "/corrections/2025/"],
    "month.html": ["/2025/03/"],
    "year.html": ["/2025/"],
    "archive.html": ["/archive/"],
    "search.html": ["/search/"],
    "roster.html": ["/leaders/"],
    "leader.html": ["/leaders/fang-zhiyuan/", "/leaders/fang-zhiyuan/2025/", "/leaders/shen-wenqu/"],
    "404.html": ["/404.html"],
}
ADDRESSES: Final = [url for urls in KINDS.values() for url in urls]

FIRST: Final = [urls[0] for urls in KINDS.values()]
"""One page of each kind: what a fast run looks at."""

EACH: Final = [url if url in FIRST else pytest.param(url, marks=pytest.mark.slow) for url in ADDRESSES]
"""All of them as parameters of a test; a fast run takes one of each kind."""
