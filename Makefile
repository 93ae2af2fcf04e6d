# `make crawl` and `make test` work on a fresh clone: they set up what they need, and are quick the second time.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: install crawl test lint types unit services bench lock clean

install: .venv/.installed-developers

# One lock for users, one for developers; a changed lock installs again, an unchanged one costs nothing.
.venv/.installed-users: requirements/users.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --requirement requirements/users.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/.installed-developers: .venv/.installed-users requirements/developers.lock
	$(PIP) install --require-hashes --requirement requirements/developers.lock
	touch $@

.venv/.installed-readers: .venv/.installed-developers requirements/readers.lock
	$(PIP) install --require-hashes --requirement requirements/readers.lock
	touch $@

# (Spark is no wheel; what builds it is in the lock, too, and not fetched apart.)
.venv/.installed-engines: .venv/.installed-readers requirements/engines.lock
	$(PIP) install --require-hashes --no-build-isolation --requirement requirements/engines.lock
	touch $@

crawl: .venv/.installed-users
	$(BIN)/babelwire crawl demo

test: lint types unit

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

# (Spread anew when a process has nothing left: crawls take seconds, most tests none.)
unit: .venv/.installed-engines services
	$(BIN)/python -m pytest -n auto --dist worksteal

# What tests run beside Babelwire, as Debian has it: PostgreSQL and Redis servers, a browser, Java for Spark. Tests that
# miss one are skipped and say so; only root on Debian can have them installed here, and a second run finds them.
SERVICES := postgresql redis-server chromium chromium-driver openjdk-17-jre-headless
services:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && ! dpkg -s $(SERVICES) > /dev/null 2>&1; then \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $(SERVICES); } \
			> /dev/null || echo "not installed: $(SERVICES); tests that need them are skipped"; \
	fi

# Other extractors are measured in an environment of their own: users and developers need none of them. (The lock is
# whole, so nothing has to be resolved; older pips stumble over the extras of lxml in it.)
.venv-bench/.installed: requirements/bench.lock pyproject.toml
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps --requirement requirements/bench.lock
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	touch $@

bench: .venv-bench/.installed
	.venv-bench/bin/python benchmarks/run.py

# Every version with its hashes, for every platform; needs uv.
COMPILE := uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet
lock:
	$(COMPILE) --group build --output-file requirements/users.lock
	$(COMPILE) --group build --group dev --constraint requirements/users.lock --output-file requirements/developers.lock
	$(COMPILE) --group readers --extra parquet --constraint requirements/developers.lock --output-file requirements/readers.lock
	$(COMPILE) --extra ray --extra datatrove --extra spark --constraint requirements/readers.lock --output-file requirements/engines.lock
	$(COMPILE) --group build --extra bench --output-file requirements/bench.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
