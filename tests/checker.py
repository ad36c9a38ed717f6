"""Checkers that are no Python: where `.ci/install all` has put them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import playwright
import pytest

from conftest import REPO

_MODULES = REPO / ".cache" / "checkers" / "node_modules"


def html_messages(urls: Sequence[str]) -> list[dict[str, Any]]:
    """What the Nu Html Checker says of pages, errors and warnings alike."""
    jar = _there(_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine; `make test-all` installs it")
    local = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    output = _run(
        ["java", local, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", *urls]
    )
    return list(json.loads(output)["messages"])


def lighthouse(url: str, chromium: str, flags: Sequence[str]) -> Mapping[str, Any]:
    """Lighthouse's report on a page, as on a middling phone with slow 4G."""
    program = _there(_MODULES / "lighthouse" / "cli" / "index.js")
    node = Path(playwright.__file__).parent / "driver" / "node"
    flags = ["--headless=new", *flags]
    command = [str(node), str(program), url, "--quiet", "--output=json", f"--chrome-flags={' '.join(flags)}"]
    report: Mapping[str, Any] = json.loads(_run(command, CHROME_PATH=chromium))
    return report


def _there(file: Path) -> Path:
    if not file.exists():
        pytest.skip(f"no {file.name} in .cache/checkers; `make test-all` installs it")
    return file


def _run(command: Sequence[str], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=600, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
