PYTHON ?= /usr/bin/python3
export PYTHON

.PHONY: venv
venv:
	@tools/setup.sh
