# The two commands of the README are `make demo` and `make test`; both do all the set-up first.
.DEFAULT_GOAL := help
PY := .venv/bin
# Whole checks wait for people's and cards' own pace: one worker more than there are cores keeps all of these at work.
WORKERS := $(shell n=$$(($$(nproc) + 1)); echo $$((n > 4 ? 4 : n)))

.PHONY: help setup demo test test-long test-search lint types contracts pytest lock bench screens

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is missing (apt packages, locked environment in .venv)
	@packaging/setup.sh

demo: setup ## run the kiosk with a virtual card and a virtual camera
	@$(PY)/kiosk demo --out build/demo

test: setup lint types contracts pytest ## lint, types, import contracts and the test suite, without what is marked long

test-long: setup ## the tests that are marked long: every picture, every bit, every torn reading
	$(PY)/python -m pytest -m long -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-search: setup ## every property with new examples and fifteen times as many
	$(PY)/python -m pytest -m hypothesis --hypothesis-profile search --timeout 900 -n $(WORKERS) --dist load

pytest:
	$(PY)/python -m pytest -m "not long" -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint:
	$(PY)/ruff check .
	$(PY)/ruff format --check .

types:
	$(PY)/mypy

contracts:
	$(PY)/lint-imports --no-logo

bench: setup ## how fast a check is (JSON)
	$(PY)/python benchmarks/check.py

screens: setup ## draw every screen x language x site x size into build/screens/, with an index page
	$(PY)/python -m tests.ui.gallery build/screens

lock: setup ## resolve the dependencies anew into requirements/*.txt (hashed)
	@packaging/lock.sh
