"""Asks a server for every address of a list, following pages that lead on; exit code 1 if one leads nowhere."""

import re
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

listed, server = Path(sys.argv[1]), sys.argv[2]
urls = [line for line in listed.read_text("utf-8").splitlines() if line.startswith("/")]


def arrives(url: str) -> str | None:
    """Where it leads in the end, None if nowhere."""
    for _ in range(5):
        try:
            with urlopen(server + quote(url, safe="/%")) as answer:
                page = answer.read().decode()
        except HTTPError:
            return None
        onward = re.search(r'http-equiv="?refresh"? content="0; ?url=([^"]+)"', page)
        if not onward:
            return url
        url = urlsplit(onward[1]).path
    return None


ends = {url: arrives(url) for url in urls}
lost = [url for url, end in ends.items() if end is None]
print(f"{len(urls)} 个网址，{sum(url != end for url, end in ends.items())} 个转到别处，{len(lost)} 个打不开")
for url in lost:
    print(url)
sys.exit(bool(lost))
