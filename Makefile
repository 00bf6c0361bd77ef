# Everything a person needs: make demo, make test. The environment is made on first use and again when the pins change.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready

# Bytecode is kept even where the shell says otherwise: the tests start hundreds of processes that import the same.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test eval fuzz bench check format texts pictures pins clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; '$(PYTHON)' is older. Name another one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $(READY)

demo: $(READY)  ## run the bot, the sandbox and a sample site, and open the page
	$(RUN) -m sandbox.demo

test: $(READY)  ## run all tests; what cannot run here is skipped and says why
	$(RUN) -m pytest -n auto --dist loadgroup

eval: $(READY)  ## measure the questions: gates, specificity, planted faults, changes that must not matter, baselines
	$(RUN) -m tests.evaluation

fuzz: $(READY)  ## read a million broken and hostile inputs (about an hour; FUZZ="--inputs 1000" for fewer)
	$(RUN) -m tests.fuzz $(FUZZ)

bench: $(READY)  ## measure speed beside peers and limits, and write benchmarks/results.json
	$(RUN) -m benchmarks

check: $(READY)  ## lint, types, import contracts
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-cache

format: $(READY)  ## format and mend what ruff can
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

texts: $(READY)  ## bring the files of translations up to date with the texts in the code
	$(RUN) -m tests.languages.texts

pictures: $(READY)  ## take the README's pictures anew, from a walk through the page (needs Chromium)
	README_PICTURES=1 $(RUN) -m pytest -q tests/browser/test_whole_line.py

pins: $(READY)  ## make the pinned requirements anew (needs uv: pip install uv)
	uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal \
		--python-version 3.11 --extra postgresql pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal \
		--python-version 3.11 --extra postgresql --group dev pyproject.toml -o requirements/dev.txt

clean:  ## remove the environment and what tests and demo left behind
	rm -rf $(VENV) var build test-artefacts .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
