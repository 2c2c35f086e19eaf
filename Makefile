# One command each; `make help` lists them. Every target sets up what it needs and is quiet about what is already there.
PYTHON ?= /usr/bin/python3
export PYTHON

python := .venv/bin/python
codifier := resources/territory/katottg.sqlite
translations := $(wildcard resources/i18n/*.ts)
sources := $(shell find plugin resources -type f -not -path '*/__pycache__/*' -not -path 'resources/territory/*' -not -name '*.qm' 2>/dev/null)

.DEFAULT_GOAL := help
MINUTES ?= 10
.PHONY: help demo test soak screenshots timing lint format bench package docs venv codifier i18n manual pictures pins clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: venv codifier i18n manual  ## portal, workspace and QGIS together; without a display a guided tour, pictures in build/demo
	@$(python) tools/tour/demo.py $(ARGS)

test: venv codifier i18n manual  ## the whole suite, headless; ARGS="…" goes to pytest
	@tools/test.sh $(ARGS)

soak: venv codifier  ## random faults between offices and a portal for MINUTES=60; SEED=… replays a failure
	@$(python) -m tests.e2e.faults.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(ARGS)

screenshots: venv codifier i18n manual  ## every screen, uk and en, light and dark, 100 and 200 %; ARGS="--lang uk --only form" picks
	@$(python) tools/screens/screens.py $(ARGS)

timing: venv codifier i18n manual  ## a first and a further record with real clicks and keys: interactions, seconds, stalls
	@$(python) tools/timing/timing.py $(ARGS)

lint: venv  ## format, types, walls between the rooms, security, Qt 6, texts in both languages
	@tools/lint.sh

format: venv  ## put the sources into the common format
	@.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .

bench: venv codifier i18n  ## what it costs, beside what people would use instead; ARGS="changes pull" picks measures
	@$(python) -m bench.run $(ARGS)

package: build/vidbudova.zip  ## the plugin as people install it: build/vidbudova.zip
	@echo build/vidbudova.zip

docs: venv  ## the pages that are made from the sources: data dictionary, checks
	@$(python) tools/data_dictionary.py && $(python) tools/checks_page.py

venv:  ## system packages where missing, .venv with the pinned requirements
	@tools/setup.sh

codifier: $(codifier)  ## the territory codifier KATOTTG as one searchable file

i18n: venv  ## translations of the windows' texts: .ts up to date, .qm compiled
	@$(python) tools/i18n.py

manual: venv  ## the offline help, from the guides and the record definitions
	@$(python) tools/build_help.py

pictures: venv  ## the pictures of guides and help, made small from those of make screenshots
	@$(python) tools/help_pictures.py

pins:  ## resolve the groups of pyproject.toml anew into requirements.txt
	@tools/pin_requirements.sh

clean:  ## remove what make has made, except .venv
	@rm -rf build resources/territory resources/i18n/*.qm resources/help/uk resources/help/en .hypothesis .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .qgis-settings
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(codifier): tools/build_codifier.py requirements.txt | venv
	@$(python) tools/build_codifier.py
	@touch $@

build/vidbudova.zip: $(sources) tools/package.py requirements.txt LICENSE $(codifier) tools/build_help.py $(wildcard docs/guide.*.md) | venv i18n manual
	@$(python) tools/package.py
