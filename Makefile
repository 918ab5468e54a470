# `make` lists what there is to make. Everything is installed into .venv, from the lock; nothing else on the machine changes.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup model chat test fast lint lock clean

VENV ?= .venv
PORT ?= 7860
# Not `?=`: some shells export HOST, and a page that listens to the network must be asked for.
HOST = 127.0.0.1
PYTHONS := python3 python3.13 python3.12 python3.11
SUITED := -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
PYTHON ?= $(shell for p in $(PYTHONS); do $$p $(SUITED) && echo $$p && break; done)
BIN := $(VENV)/bin

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 14

chat: setup model  ## set up, read the seeds, open the page (PORT=7860 HOST=127.0.0.1)
	@$(BIN)/sitrep ingest seeds
	@exec $(BIN)/sitrep chat --host $(HOST) --port $(PORT)

test: lint model  ## check everything this machine can check, and name what it cannot
	@$(MAKE) --no-print-directory fast
	@$(BIN)/python -m pytest tests evals

fast: setup  ## the tests without models and browser, on the other Pythons installed here
	@for python in $$(.ci/other-pythons $(BIN)/python); do \
	  venv=.venv-$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "== fast tests on $$($$python --version)"; \
	  $(MAKE) --no-print-directory setup VENV=$$venv PYTHON=$$python; \
	  $$venv/bin/python -m pytest tests -q -m 'not model and not ollama and not browser'; \
	done

lint: setup  ## style, types, and which package may import which
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

setup: $(VENV)/.ready  ## install the locked dependencies and sitrep into .venv

# uv takes its own version from the lock. It does not read pip's settings, so those that a network may need are handed on.
pip_setting = $$($(BIN)/pip config list | sed -n "s/^\(:env:\|global\|user\|site\|install\)\.$(1)='\(.*\)'$$/\2/p" | head -n 1)
UV = env SSL_CERT_FILE="$${SSL_CERT_FILE:-$(call pip_setting,cert)}" UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$(call pip_setting,index-url)}" \
  UV_HTTP_TIMEOUT="$${UV_HTTP_TIMEOUT:-180}" $(BIN)/uv
$(VENV)/.ready: requirements.lock pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo 'sitrep needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=/path/to/python'; exit 1; }
	@echo "== installing into $(VENV)"
	@$(BIN)/python $(SUITED) || $(PYTHON) -m venv --clear $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@$(UV) pip sync --quiet --python $(BIN)/python --link-mode copy --compile-bytecode --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --link-mode copy --no-deps --no-build-isolation --editable .
	@touch $@

model: setup  ## get the embedded chat model (1.1 GB, once)
	@$(BIN)/sitrep models pull

lock: setup  ## write requirements.lock anew after pyproject.toml changed (UPGRADE=1: with newer versions)
	@$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --quiet \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' \
	  $(if $(UPGRADE),--upgrade) -o requirements.lock

clean:  ## remove what was installed and built here (not your reports in .sitrep)
	@rm -rf .venv .venv-* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
