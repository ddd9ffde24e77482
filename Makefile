# Every way to run a thing. `make help` lists them; CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin
NPM := npm --no-update-notifier

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast coverage check audit format package screenshots attacks bench bench-full bench-report bench-setup bench-clean train bench-anchor bench-store contract soak lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- setting up ---------------------------------------------------------------

setup: .venv/.stamp ## prepare .venv with the locked versions

.venv/.stamp: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Winnow needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.stamp: package-lock.json
	$(NPM) ci --silent
	@touch $@

# --- using it -----------------------------------------------------------------

run: setup ## start the server and a browser with the extension, paired, on the demo article
	@exec $(BIN)/python -m tools.run $(if $(PORT),--port $(PORT)) $(ARGS)

package: setup ## build the extension's folder and zip under build/
	$(BIN)/python -m tools.package

# --- working on it ------------------------------------------------------------

# A test that waits for ever ends the run, with where it waited.
NO_HANG = -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true

# Browsers mostly wait, so their tests run beside the others; what they said comes after.
test: setup node_modules/.stamp ## every test: Python, JavaScript, real browsers
	tools/setup_browsers.sh
	$(NPM) test
	@said=$$(mktemp); \
	$(BIN)/python -m pytest $(NO_HANG) tests/browser >"$$said" 2>&1 & browsers=$$!; \
	$(BIN)/python -m pytest $(NO_HANG) --ignore tests/browser; others=$$?; \
	wait $$browsers; with_browsers=$$?; \
	cat "$$said"; rm -f "$$said"; \
	exit $$((others > with_browsers ? others : with_browsers))

test-fast: setup node_modules/.stamp ## the tests that need no browser
	$(NPM) test
	$(BIN)/python -m pytest --ignore tests/browser

MEASURED = tests/unit/store tests/unit/export tests/unit/*.py tests/api tests/store tests/contract

coverage: setup ## branches of store/, api/ and guard.py that tests take, servers' too: 95 % or red
	mkdir -p build/coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(MEASURED) $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --show-missing --skip-covered --fail-under=95 \
	  --include='*/winnow/store/*,*/winnow/api/*,*/winnow/guard.py'

check: setup node_modules/.stamp ## format, lint, types, the extension's lint, the locked packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(NPM) run --silent typecheck
	$(NPM) run --silent lint
	$(BIN)/python -m tools.package
	$(NPM) run --silent lint:ext
	$(BIN)/python -m tools.contract --check
	$(BIN)/python -m tools.audit

audit: setup ## ask PyPI and npm for faults in what Winnow is built of
	$(BIN)/python -m tools.audit --ask

format: setup ## rewrite the Python sources as `make check` wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: setup ## take the pictures of the README and the docs anew
	tools/setup_browsers.sh
	$(BIN)/python -m pytest tests/browser/test_pictures.py --screenshots

attacks: setup ## attack the server from real browsers; print the table and write docs/attacks.md
	tools/setup_browsers.sh
	$(BIN)/python -m pytest -s --attacks tests/browser/test_attacks.py

contract: setup ## write the page of the HTTP contract, docs/api.html, anew
	$(BIN)/python -m tools.contract

bench-anchor: setup ## placing of marks beside the published algorithm
	$(NPM) ci --silent --prefix bench/anchor/peers
	$(BIN)/python bench/anchor/run.py $(ARGS)

bench-store: setup ## the store beside SQLite and stock TinyDB, at 100 to 100,000 marks
	$(BIN)/python bench/store/run.py $(ARGS)

soak: setup ## the long forms of tests: 1,000 kills, larger searches of cases, the contract
	WINNOW_KILLS=$${WINNOW_KILLS:-1000} WINNOW_EXAMPLES=$${WINNOW_EXAMPLES:-3000} \
	  $(BIN)/python -m pytest -s tests/store tests/unit/store tests/contract $(ARGS)
	WINNOW_EXAMPLES=$${WINNOW_DOCUMENTS:-20000} \
	  $(BIN)/python -m pytest tests/unit/clean/test_any_page.py
	WINNOW_EXAMPLES=$${WINNOW_MARKS:-10000} \
	  $(BIN)/python -m pytest tests/unit/annotate/test_anchor_laws.py

bench: bench-setup ## cleaning and its peers on a part of the pages, in minutes: one table
	@mkdir -p bench/results/quick
	$(NPM) ci --silent --prefix bench/clean/peers
	$(BIN)/python -m bench.clean.run --quick --output bench/results/quick/clean.json
	$(BIN)/python -m bench.clean.planted --pages 40 --jobs 2 --output bench/results/quick/repeats.json
	$(BIN)/python -m bench.clean.report bench/results/quick

bench-full: bench-setup ## the same on all pages; writes bench/results, docs/benchmarks.md and its plot
	$(NPM) ci --silent --prefix bench/clean/peers
	$(BIN)/python -m bench.clean.run
	$(BIN)/python -m bench.clean.planted --jobs 2 --save
	$(BIN)/python -m bench.clean.report

bench-report: bench-setup ## docs/benchmarks.md and its plot from the figures in bench/results
	$(BIN)/python -m bench.clean.report

bench-clean: bench-setup ## cleaning beside its peers, cross-validated by site (ARGS=--quick: a fifth)
	$(NPM) ci --silent --prefix bench/clean/peers
	$(BIN)/python -m bench.clean.run $(ARGS)

.PHONY: bench-repeats
bench-repeats: bench-setup ## repeats and unrelated blocks planted into real pages, beside two peers
	$(BIN)/python -m bench.clean.planted --save $(ARGS)

train: bench-setup ## the line classifier's weights from the development pages, byte for byte
	$(BIN)/python -m bench.clean.train $(ARGS)

bench-setup: setup
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock

# Versions are resolved here and nowhere else; the lock files name no registry.
COMPILE = $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --upgrade \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header

lock: setup ## resolve the third-party versions anew
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra dev --extra bench --constraint requirements-dev.lock \
	  --output-file requirements-bench.lock pyproject.toml
	$(NPM) install --package-lock-only

clean: ## remove what was built and installed
	rm -rf .venv node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
