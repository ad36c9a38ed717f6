# Two commands do everything on a new machine: `make site` and `make test`.

PYTHON ?= python3
PY     := .venv/bin/python
PYTEST := $(PY) -m pytest -n 3 --dist worksteal

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

site: .venv/ready ## build the demo into public/
	$(PY) build.py
	@echo "site: public/ is built; to see it: $(PY) -m http.server -d public, then open http://localhost:8000/"

check: .venv/ready ## check every report, write nothing
	$(PY) build.py check

test: lint chromium ## ruff, mypy and every test but the slow ones
	$(PYTEST)
	@echo "test: ruff, mypy and all the tests counted above passed"

test-all: lint checkers ## the same, and the slow tests too
	$(PYTEST) -m ""
	@echo "test-all: ruff, mypy and all the tests counted above passed"

lint: .venv/ready ## ruff and mypy --strict
	$(PY) -m ruff check .
	$(PY) -m mypy

# Without the safe path, pip-tools would import our build.py in place of the package `build`.
bench: .venv/ready ## compare with other site generators, into bench/RESULTS.md (takes an hour or more)
	$(PY) bench/run.py

FUZZ_SECONDS ?= 1800
FUZZ := .venv/fuzz

# Atheris is no part of `make test`: it is installed here, the first time. What is found is kept in .venv/fuzz/*/found.
fuzz: .venv/ready ## look for files that break the reader or `draft`, half an hour each (FUZZ_SECONDS=60 for less)
	@$(PY) -c 'import atheris' 2>/dev/null || $(PY) -m pip install -qq --no-build-isolation -e '.[fuzz]'
	@for target in reading drafting; do \
	    $(PY) tests/fuzzing/run.py $$target $(FUZZ)/$$target -max_total_time=$(FUZZ_SECONDS) \
	        -timeout=10 -rss_limit_mb=1500 -max_len=6000 || exit 1; \
	done
	@if ls $(FUZZ)/*/found/* 2>/dev/null; then echo "fuzz: the files above break a promise"; exit 1; fi
	@echo "fuzz: no promise was broken"

lock: .venv/ready ## choose anew the newest versions that pyproject.toml allows
	PYTHONSAFEPATH=1 CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --upgrade \
	    --generate-hashes --allow-unsafe --strip-extras --extra search --extra test --build-deps-for editable \
	    --no-emit-options --output-file requirements.lock pyproject.toml
	PYTHONSAFEPATH=1 CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --upgrade \
	    --generate-hashes --allow-unsafe --strip-extras --no-emit-options --output-file .ci/release.lock .ci/release.in

release: .venv/ready .venv-release/ready ## wheel, source archive and bill of materials (CycloneDX) into dist/
	@.ci/release
	@echo "release: dist/ holds what the lines above name"

audit: .venv-release/ready ## ask whether a locked library is known to be vulnerable
	@.venv-release/bin/python .ci/audit

screenshots: .venv/ready chromium ## photograph every kind of page into docs/screenshots/after
	$(PY) docs/screenshots.py
	$(PY) docs/screenshot_form.py
	$(PY) docs/screenshot_guide.py

clean: ## remove what builds have made (public/ and .cache/)
	rm -rf public .cache

chromium: .venv/ready
	@.ci/install

checkers: .venv/ready
	@.ci/install all

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs Python 3.11: make PYTHON=python3.11")'
	@echo "installing what requirements.lock lists into .venv; this takes a minute, once"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -qq --require-hashes -r requirements.lock
	@$(PY) -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

.venv-release/ready: .ci/release.lock
	@$(PYTHON) -m venv .venv-release
	@.venv-release/bin/python -m pip install -qq --require-hashes -r $<
	@touch $@

.PHONY: help site check test test-all lint fuzz lock release audit screenshots clean chromium checkers bench
