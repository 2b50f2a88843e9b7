# make run    who said what in the articles under examples/articles
# make test   linters, types, documentation and tests
# make docs   the documentation as pages, under build/site
#
# Both set up an environment in .venv at first use. See "Set-up" in README.md for PYTHON and TORCH.

VENV ?= .venv
TORCH ?= torch==2.13.0
TORCH_OPTIONS ?=
ARTICLES ?= examples/articles

# the first Python that really starts, has venv and is of a version that the package allows
SUITS := import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3.10 python3; do \
	"$$python" -c "$(SUITS)" 2>/dev/null && echo "$$python" && break; done)

PIP := $(VENV)/bin/python -m pip --disable-pip-version-check

.PHONY: run test docs clean

run: $(VENV)/.package
	@$(VENV)/bin/quoteattr extract --to table $(ARTICLES)

test: $(VENV)/.tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy quoteattr
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet
	$(VENV)/bin/python -m pytest

docs: $(VENV)/.tools
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict

clean:
	rm -rf "$(VENV)" build mutants *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Each step leaves a stamp when it has succeeded, so that an interrupted set-up goes on where it stopped.

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.10 to 3.14 with venv is needed: install one, or name it by make PYTHON=..." >&2; exit 1; }
	"$(PYTHON)" -m venv "$(VENV)"
	@touch $@

# PyTorch comes first and by itself: the package only asks for 2.4 or later, and takes what is there.
$(VENV)/.torch: $(VENV)/.python
	@echo "Setting up $(VENV): downloads several hundred megabytes, once."
	$(PIP) install -q $(TORCH_OPTIONS) "$(TORCH)" || $(PIP) install -q $(TORCH_OPTIONS) "torch>=2.4"
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.torch
	$(PIP) install -q -e .
	@touch $@

$(VENV)/.tools: pyproject.toml $(VENV)/.torch
	$(PIP) install -q -e ".[test,lint,docs]"
	@touch $@ $(VENV)/.package
