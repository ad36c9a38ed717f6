"""Runs every step of publish.yml on FOLDER/origin.git as a host would, and puts what it publishes into FOLDER/www."""

import shutil
import sys
from pathlib import Path

from workflow import Host

folder = Path(sys.argv[1])
runs = folder / "ci"
runs.mkdir(exist_ok=True)
cache = folder / "ci-cache"
host = Host(folder / "origin.git", runs, cache=cache if cache.exists() else None)
well = host.run("publish.yml")
for step in host.steps:
    last = step.shown.strip().splitlines()[-1:] or [""]
    print(f"CI {'✓' if not step.code else '✗'} {step.name}：{last[0]}")
if not well:
    sys.exit(host.steps[-1].shown)
shutil.rmtree(cache, ignore_errors=True)
if host.cache:
    shutil.copytree(host.cache, cache)
shutil.copytree(host.artifacts["github-pages"], folder / "www", dirs_exist_ok=True)
