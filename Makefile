# The commands a newcomer types. Each sets up what it needs; a second run is fast.
.DEFAULT_GOAL := help
.PHONY: help install serve test eval lint format index doctor lock widget pictures clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export MEND_CACHE_DIR ?= $(CURDIR)/.cache/mend

help:  ## Show this help
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: $(BIN)/.installed  ## Create .venv with what the service needs

serve: $(BIN)/.installed  ## Start the service on http://127.0.0.1:8000
	@$(BIN)/mend serve

test: $(BIN)/.installed-dev  ## Run every check and test
	@scripts/chromium
	@scripts/javascript
	@scripts/test

eval: $(BIN)/.installed  ## Measure the coach: one report
	@$(BIN)/mend eval --out .cache/eval

lint: $(BIN)/.installed-dev  ## Check style, types and layers only
	@scripts/test lint

format: $(BIN)/.installed-dev  ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

index: $(BIN)/.installed  ## Build the index
	@$(BIN)/mend index

doctor: $(BIN)/.installed  ## Check rules, guides, help lines, weights and index
	@$(BIN)/mend doctor

lock: $(BIN)/.installed-dev  ## Write constraints.txt anew from what is installed
	@scripts/lock

widget: widget/node_modules  ## Build the widget (needs Node 20 and npm)
	@cd widget && npm run --silent check && npm run --silent build

widget/node_modules: widget/package-lock.json
	@cd widget && npm ci --silent --no-fund --no-audit
	@touch $@

pictures: $(BIN)/.installed-dev  ## Take the pictures of the widget and the chat page anew
	@$(BIN)/python -m pytest tests/browser/pictures.py tests/browser/chat/pictures.py

clean:  ## Remove what was built
	@rm -rf $(VENV) .cache build dist widget/node_modules tests/js/node_modules

$(BIN)/python:
	@scripts/venv "$(PYTHON)" "$(VENV)"

$(BIN)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing pinned dependencies (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(BIN)/.installed-dev: $(BIN)/.installed
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
