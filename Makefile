.PHONY: build serve check test lint format bench faults fuzz load audit lock clean

installed := .venv/installed

$(installed): requirements.lock pyproject.toml .ci/environment
	@.ci/environment

# The sample archive, built into public/
build: $(installed)
	@.venv/bin/brief build

# The sample archive at http://127.0.0.1:8000/, shown anew on every save
serve: $(installed)
	@.venv/bin/brief serve

check: $(installed)
	@.venv/bin/brief check

test: $(installed)
	@.ci/browser
	@.ci/servers
	@.venv/bin/python -m pytest

lint: $(installed)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

format: $(installed)
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

# brief beside Hugo, Eleventy, Pelican, MkDocs Material and Zensical, which are installed outside the project at first use;
# then how a build grows with its archive. Takes an hour or more; needs ../shared/bench. BENCH="--sizes 1000 --repeat 1"
bench: $(installed)
	@.venv/bin/python -m tests.bench.side_by_side $(BENCH)
	@.venv/bin/python -m tests.bench.side_by_side --growth 1000,10000,100000 --repeat 1 --limit 3600 --saves 0 \
		--edits "cold,nothing changed,one body changed" --out ~/.cache/brief-bench/growth
	@.venv/bin/python -m tests.bench.graph
	@.venv/bin/python -m tests.bench.mentions
	@.venv/bin/python -m tests.bench.markdown
	@.venv/bin/python -m tests.bench.pictures

# Builds that are killed, interrupted, out of disk and out of memory, at so many moments as TIMES says
faults: $(installed)
	@BRIEF_FAULTS=$(or $(TIMES),300) .venv/bin/python -m pytest tests/building/test_faults.py

# Strangers' bytes, guided by what they reach: each target for so many SECONDS, or those alone that TARGETS names
fuzz: $(installed)
	@.ci/fuzz/install
	@.brief/fuzz/python/bin/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(TARGETS)

# The dev server under wrk for so many SECONDS while 1,000 files change, and what it shows at the end
load: $(installed)
	@.ci/servers
	@.venv/bin/python -m tests.bench.load --seconds $(or $(SECONDS),60)

# The budgets of the reader's site, measured on the sample: weight, layout shift, axe, Lighthouse, Nu; and what is
# known against the pinned packages. With BIG=1 also what a search costs at 10,000 briefings, which takes minutes and
# needs ../shared/bench
audit: $(installed)
	@.ci/browser
	@.ci/audit/install
	@.venv/bin/python -m tests.audit $(if $(BIG),--big)

# Pins every dependency anew, with hashes and without the address of any index
lock:
	python3 -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile --universal --python-version 3.11 --group dev --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml --output-file requirements.lock
	echo pip-audit | .venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet - --output-file .ci/audit/requirements.lock
	.venv-lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet .ci/fuzz/requirements.in --output-file .ci/fuzz/requirements.lock
	rm -r .venv-lock

clean:
	rm -rf .venv .brief public
