# `make help` lists what there is to make. Needs Python 3.11 or newer; everything else is
# installed into .venv in this folder.

PYTHON ?= python3
LOCK := .ci/requirements.txt
BIN := .venv/bin
RUNTIME := .venv/runtime-installed
LAB := .venv/lab-installed
TESTING := .venv/testing-installed
HEAVY := .venv/heavy-installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK)
OUT ?= reports/example
STUDIES ?= 300
EXPORTS ?= 10000
SECONDS ?= 600

.PHONY: help report lab test test-heavy lint bench fuzz lock clean

help: ## this list
	@echo "make report      the TOP 5 of the built-in example, with its page in $(OUT)"
	@echo "make lab         JupyterLab in this folder, with the workbench for a workshop"
	@echo "make test        every check: style, types, rooms, tests (in a browser too)"
	@echo "make test-heavy  the same ranking from answers that Dask or Spark holds; slides and workbooks in"
	@echo "                 LibreOffice; batches killed at 50 moments (sets up Java and LibreOffice where"
	@echo "                 it can); twenty times as many made-up studies"
	@echo "make lint        style, types and rooms only"
	@echo "make bench       how fast it starts, counts 20 million answers, draws and answers on the"
	@echo "                 screen, and how true its chances are (in $(STUDIES) synthetic studies;"
	@echo "                 STUDIES=2000 for more)"
	@echo "make fuzz        thousands of made-up exports and studies, and bytes at random for every reader"
	@echo "                 (EXPORTS=$(EXPORTS), SECONDS=$(SECONDS))"
	@echo "make lock        choose the exact versions of all dependencies anew"
	@echo "make clean       remove what was made here, .venv too"
	@echo
	@echo "Another Python: make report PYTHON=/path/to/python3.12"

report: $(RUNTIME)
	@$(BIN)/cx-workbench demo --out "$(OUT)"

# A copy, so that what a workshop writes into it stays out of the templates.
lab: $(LAB)
	@mkdir -p reports
	@test -e reports/workshop.ipynb || cp templates/workshop.ipynb reports/workshop.ipynb
	@$(BIN)/jupyter-lab --LabApp.default_url=/lab/tree/reports/workshop.ipynb

# Each of the two processes keeps to one core: more threads only get into each other's way.
test: export OMP_NUM_THREADS = 1
test: export OPENBLAS_NUM_THREADS = 1
test: lint
	@CX_WORKBENCH_CHROMIUM="$$(.ci/chromium)" && export CX_WORKBENCH_CHROMIUM && \
	  $(BIN)/python -m pytest --numprocesses 3 --dist worksteal

test-heavy: $(HEAVY)
	@.ci/libreoffice >/dev/null
	@JAVA_HOME="$$(.ci/java)" && export JAVA_HOME && $(BIN)/python -m pytest tests/heavy
	@CX_WORKBENCH_TRIES=10 $(BIN)/python -m pytest --numprocesses 2 -m hypothesis tests

lint: $(TESTING)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(TESTING)
	@$(BIN)/python tests/benchmarks/startup.py
	@$(BIN)/python tests/benchmarks/tally.py
	@$(BIN)/python -m tests.benchmarks.calibration --studies $(STUDIES)
	@$(BIN)/python -m tests.benchmarks.simulation
	@$(BIN)/python -m tests.benchmarks.reorder
	@$(BIN)/python -m tests.benchmarks.drawings
	@$(BIN)/python -m tests.benchmarks.pictures
	@$(BIN)/python -m tests.benchmarks.batch
	@$(BIN)/python -m tests.benchmarks.importing
	@CX_WORKBENCH_CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m tests.benchmarks.screen

# What the fuzzers find, they print with what makes it again.
fuzz: $(TESTING)
	@$(INSTALL) atheris
	@$(BIN)/python -m tests.fuzz.exports --count $(EXPORTS)
	@CX_WORKBENCH_TRIES=100 $(BIN)/python -m pytest --numprocesses 2 -m hypothesis tests/study
	@mkdir -p reports/fuzz
	@cd reports/fuzz && PYTHONPATH=../.. ../../$(BIN)/python -m tests.fuzz.readers . \
	  -max_total_time=$(SECONDS) -timeout=5 -rss_limit_mb=1000 -max_len=4096 -print_final_stats=1

lock:
	@.ci/check-python "$(PYTHON)"
	@.ci/lock "$(PYTHON)" $(LOCK)

clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist reports
	find cx_workbench tests -name __pycache__ -prune -exec rm -rf {} +

# The marks are made last: an installation that broke off starts again.
$(RUNTIME): pyproject.toml $(LOCK)
	@.ci/check-python "$(PYTHON)"
	@echo "Installing into .venv; this takes a few minutes the first time."
	@"$(PYTHON)" -m venv --clear .venv
	@$(INSTALL) --editable .
	@touch $@

$(LAB): $(RUNTIME)
	@echo "Installing JupyterLab."
	@$(INSTALL) --editable '.[lab]'
	@touch $@

$(TESTING): $(LAB)
	@echo "Installing what the tests need."
	@$(INSTALL) --editable '.[test]'
	@touch $@

$(HEAVY): $(TESTING)
	@echo "Installing Spark."
	@$(INSTALL) --editable '.[test,spark]'
	@touch $@
