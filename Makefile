# Short names for what is done often. `python3 -m tracker run` and `test` need no make.
PYTHON := .venv/bin/python

.PHONY: run test check bench load environment

run:
	python3 -m tracker run

test:
	python3 -m tracker test

check: environment
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) tests/check_commands.py

bench: environment
	$(PYTHON) -m tests.bench
	$(PYTHON) -m tests.bench.register
	$(PYTHON) -m tests.bench.run_chart

# Fifty people at once, for a minute: what was acknowledged is held against the database.
load: environment
	$(PYTHON) -m tests.bench.load

environment:
	@python3 -c "from tracker import environment; environment.prepare(for_tests=True)"
