# Canbo. Needs Python 3.11 or later and make; everything else comes with the first command.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
PY := .venv/bin/python
.DEFAULT_GOAL := help
# Where the environment forbids compiled files, each of the many processes of a run compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test check fix bench policy docs lock

help:                    ## say what can be done
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: .venv/ready         ## build the demo world if it is not there, start the server, open it in a browser
	$(PY) -m tools.run --port $(PORT)

test: .venv/ready        ## every test on SQLite and on PostgreSQL, then the journeys in a browser
	$(PY) -m tools.suite

check: .venv/ready       ## what a change must pass besides its tests
	$(PY) -m tools.check

fix: .venv/ready         ## format, and repair what can be repaired by machine
	$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

bench: .venv/ready       ## measure, with the peers beside it
	$(PY) -m bench

policy: .venv/ready      ## check the rule pack: faults, coverage by article, worked cases
	.venv/bin/canbo policy

docs: .venv/ready        ## write docs/reference anew from the code and the rule pack
	$(PY) -m tools.reference

lock: .venv/ready        ## choose versions anew within pyproject.toml and write them down with their hashes
	$(PY) -m tools.lock

# uv installs quickly but does not read pip's configuration; where a mirror is known to pip alone, pip does it.
.venv/ready: requirements/uv.txt requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Canbo needs Python 3.11 or later")'
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	.venv/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements/dev.txt requirements/uv.txt \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
