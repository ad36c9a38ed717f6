"""What docs/hosting/ asks of servers, so that tests send just that."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from conftest import REPO

SAMPLES = REPO / "docs" / "hosting"


@cache
def headers() -> dict[str, str]:
    """The headers that the sample for nginx sends with every answer."""
    text = (SAMPLES / "nginx.conf").read_text("utf-8")
    found = dict(re.findall(r'^ *add_header ([\w-]+) "([^"]*)" always;$', text, re.MULTILINE))
    assert "Content-Security-Policy" in found
    return found


def iis() -> etree._Element:
    """The sample for IIS."""
    return etree.parse(SAMPLES / "web.config").getroot()
