# Short names for what is done often. `python3 -m tracker run` and `test` need no make.
PYTHON := .venv/bin/python

.PHONY: run test check bench load pins environment

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

# The requirement files from pyproject.toml: every package held to its digest, on every system.
PINS = $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make pins"
pins: environment
	$(PYTHON) -m pip install --quiet uv
	$(PINS) --group run --output-file requirements.txt
	$(PINS) --group run --group tests --constraint requirements.txt \
		--output-file tests/requirements.txt

environment:
	@python3 -c "from tracker import environment; environment.prepare(for_tests=True)"
