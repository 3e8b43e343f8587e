# Two commands: `make run` and `make test`. Everything else is a part of them.
PYTHON ?= python3
PORT ?= 8000
POSTGRES ?= postgresql://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check unit postgres browser sweep bench-reading fuzz-reading bench-ledger crash-ledger assets example lock clean

run: .venv/.run assets example
	@echo
	@echo "落实 → http://127.0.0.1:$(PORT)/   (Ctrl-C 停止)"
	@$(BIN)/python manage.py example
	@echo
	@$(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 4 \
	  --no-ws --log-level warning luoshi.site.wsgi:application

test: .venv/.dev assets
	@$(BIN)/python tests/machine.py
	@$(MAKE) --no-print-directory check unit postgres browser

# What needs no running program: style, types, the way of the imports, migrations, start-up checks.
check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	LUOSHI_HTTPS=True LUOSHI_HOSTS=luoshi.example LUOSHI_TRUSTED_PROXIES=127.0.0.1 $(BIN)/python manage.py check --deploy --fail-level WARNING

unit: .venv/.dev assets
	$(PYTEST) -n 2 --dist worksteal -m "not browser"

# The whole suite once more on PostgreSQL.
postgres: .venv/.dev assets
	@if $(BIN)/python tests/machine.py postgres; then \
	  LUOSHI_DATABASE_URL=$(POSTGRES) $(PYTEST) -n 2 --dist worksteal -m "database"; fi

browser: .venv/.dev assets
	@if $(BIN)/python tests/machine.py browser; then $(PYTEST) -n 2 --dist loadfile -m browser; fi

# Every page of every account, looked at by axe, keys, sizes and letters at twice the size; ten minutes; in one process, so that it is known what all have seen.
sweep: .venv/.dev assets
	$(PYTEST) -s tests/browser/sweep.py

# How fast texts are read; CORPUS=… names a .jsonl.gz or a folder of .txt.
bench-reading: .venv/.dev
	@$(BIN)/python benchmarks/reading.py $(CORPUS)

# How fast the ledger answers, on both databases, each figure beside its reference: ten goals of MEASURES × 99 tasks.
bench-ledger: .venv/.dev
	@POSTGRES=$(POSTGRES) $(BIN)/python benchmarks/ledger.py --measures $(or $(MEASURES),100)

# Bent texts and files for some MINUTES from a SEED; what breaks is written to var/fuzz.
fuzz-reading: .venv/.dev
	@$(BIN)/python -m tests.reading.fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),0)

# Is what was acknowledged still there? KILLS of the server, POINTS at which the power is cut, a storm of FACTS; about half an hour.
crash-ledger: .venv/.dev assets
	@$(BIN)/python -m benchmarks.crash power --points $(or $(POINTS),300)
	@$(BIN)/python -m benchmarks.crash kill --kills $(or $(KILLS),50)
	@$(BIN)/python -m benchmarks.storm --facts $(or $(FACTS),100000)

assets: .venv/.run
	@$(BIN)/python frontend/messages.py compile
	@$(BIN)/python frontend/help.py
	@$(BIN)/python frontend/build.py

example: .venv/.run assets
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py example > /dev/null

.venv/.run: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.lock
	@$(BIN)/python -m pip install -q --require-hashes -r requirements/dev.lock
	@touch $@

# The locks name versions and hashes, and no place to fetch from.
LOCK = $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml
lock: .venv/.dev
	$(LOCK) --extra web --group build -o requirements/run.lock
	$(LOCK) --extra web --group build --group dev -c requirements/run.lock -o requirements/dev.lock

clean:
	rm -rf .venv var frontend/node_modules src/luoshi/web/static/dist src/luoshi/desk/help.json
