# make site: build the report into _site/      make test: run every check
.DEFAULT_GOAL := site
.PHONY: site test check serve lab clean notebook parameters notebooks format format-data requirements bench bench-moves bench-pages

PYTHON := .venv/bin/python
INSTALLED := .venv/installed

# First use, or new requirements: install what is pinned, then the package itself. The list is
# complete, so that pip has nothing to resolve (--no-deps).
$(INSTALLED): requirements.txt
	@echo "installing the pinned requirements into .venv (a few minutes, once)"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(INSTALLED)
	@$(PYTHON) -m talentwar site

# The site is part of what is tested, so it is brought up to date first. Tests run on all processors;
# a file stays whole on one of them, since its tests share what it has prepared. Those that measure
# time come last, when nothing else runs.
test: site
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest --numprocesses auto --dist loadfile -m "not alone"
	$(PYTHON) -m pytest -m alone tests

check: $(INSTALLED)
	@$(PYTHON) -m talentwar check

serve: site
	@echo "http://127.0.0.1:8000/"
	@$(PYTHON) -m http.server --bind 127.0.0.1 --directory _site 8000

lab: $(INSTALLED)
	$(PYTHON) -m jupyterlab notebooks

# Run the committed notebooks in place with their default parameters.
notebooks: $(INSTALLED)
	@$(PYTHON) -m talentwar notebooks

format: $(INSTALLED) format-data
	@$(PYTHON) -m talentwar format-parameters
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

# make notebook CHAPTER=flows PARAMS="since=2024-01 language=fr": one chapter, the site untouched.
notebook: $(INSTALLED)
	@$(PYTHON) -m talentwar notebook $(CHAPTER) $(PARAMS)

# What can be changed, and to what.
parameters: $(INSTALLED)
	@$(PYTHON) -m talentwar parameters $(CHAPTER)

format-data: $(INSTALLED)
	@$(PYTHON) -m talentwar format-data

bench: $(INSTALLED)
	$(PYTHON) tests/bench/build.py

# The analysis of flows on a million moves.
bench-moves: $(INSTALLED)
	$(PYTHON) tests/bench/moves.py

# Weight and speed of the chapters in Chromium, and Lighthouse (needs npm).
bench-pages: site
	$(PYTHON) tests/bench/page.py

clean:
	rm -rf _site build .snakemake

requirements:
	.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --extra dev --python-version 3.11 --no-emit-index-url --custom-compile-command "make requirements" --output-file requirements.txt pyproject.toml
