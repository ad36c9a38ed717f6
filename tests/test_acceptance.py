"""The whole story, from a hand-over to a page that stays: tests/acceptance/day_in_the_office.sh."""

from __future__ import annotations

import subprocess

import pytest

from conftest import REPO


@pytest.mark.slow
def test_a_day_in_the_office(tmp_path):
    done = subprocess.run(
        [REPO / "tests" / "acceptance" / "day_in_the_office.sh", tmp_path / "day"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert done.stdout.rstrip().endswith("== 全部走通")
    assert "Traceback" not in done.stdout + done.stderr
