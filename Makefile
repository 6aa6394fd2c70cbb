# make example   set up and run the example cohort to finished reports
# make test      set up and run the tests
# make fuzz      read damaged files of every kind for a minute
# make lint      every linter, and stop at none before all have run
# make clean     remove results and caches; the environment stays
#
# PYTHON=python3.12   the interpreter to make the environment with (3.11 or newer)
# CORES=2             how many cores the example and the tests may use

PYTHON ?= python3
CORES ?= 2
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.synced
# Commands find the programs of the environment first, as Snakemake's jobs do.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: example test fuzz lint clean setup
.DEFAULT_GOAL := example

setup: $(READY)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "make: no $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $(PYTHON) is $$($(PYTHON) -V 2>&1), too old. Python 3.11 or newer is needed: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making the environment $(VENV)"; $(PYTHON) -m venv $(VENV) || { \
	  echo "make: $(PYTHON) cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 2; }

# uv from the PATH where there is one, else a pinned one in the environment itself.
$(READY): uv.lock pyproject.toml | $(BIN)/python
	@command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || { \
	  echo "make: uv could not be installed from the Python package index; without network, install uv $(UV_VERSION) by other means and put it on the PATH" >&2; exit 2; }
	@echo "Installing the locked packages"; UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON_DOWNLOADS=never uv sync --frozen --inexact --quiet || { \
	  echo "make: the locked packages could not be installed (see above). Is the Python package index, or the mirror in UV_INDEX_URL, reachable?" >&2; exit 2; }
	@touch $@

example: $(READY)
	snakemake --cores $(CORES)
	@echo "The reports of the example cohort:"; ls results/*/*.report.pdf results/cohort.tsv

test: $(READY)
	pytest -n $(CORES) --dist loadgroup

fuzz: $(READY)
	python -m tests.fuzz --seconds 60

lint: $(READY)
	@failed=""; \
	run() { echo "$$*"; "$$@" || failed="$$failed\n  $$*"; }; \
	run ruff check .; \
	run ruff format --check .; \
	run mypy --strict; \
	run snakefmt --check Snakefile workflow; \
	run snakemake --lint; \
	if [ -n "$$failed" ]; then printf "make lint: failed:$$failed\n" >&2; exit 1; fi

clean:
	rm -rf results .snakemake .pytest_cache .mypy_cache .ruff_cache .hypothesis
