# The whole pipeline: execute (chapter x language) -> book (language) -> assemble.
# `python -m talentwar site` runs it, after checking everything that changed: a check inside would
# either re-run all that follows it after each edit or, marked as ancient, hide changed inputs.
import re
import sys
from pathlib import Path

sys.path.insert(0, workflow.basedir)
from talentwar import parameters
from talentwar.language import languages

CHAPTERS, LANGUAGES = list(parameters.CHAPTERS), list(languages())
OVERVIEW = "overview"
PARAMETERS = parameters.read_file()
PYTHON = f"{sys.executable} -m talentwar"


def found(*patterns):
    return sorted(str(p) for pattern in patterns for p in Path().glob(pattern))


def tables(chapter):
    """The tables that a chapter reads: its notebook names them, its parameters name ids of two."""
    if chapter == OVERVIEW:
        return found("data/tables/*.csv")
    names = re.findall(r'load\(\\"(\w+)\\"\)', Path(f"notebooks/{chapter}.ipynb").read_text())
    return [f"data/tables/{name}.csv" for name in sorted({*names, "organizations", "cohorts"})]


def modules(chapter):
    """The package without what belongs to other chapters or to the site."""
    others = {f"{name}.py" for name in CHAPTERS if chapter not in (name, OVERVIEW)}
    code = found("talentwar/*.py", "talentwar/parameters/*.py", "talentwar/charts/*.py", "talentwar/pipeline/notebooks.py")
    return [path for path in code if Path(path).name not in others] + found("talentwar/locale/**/*.po")


def beside(wildcards):
    """The other chapters in the same language, which the overview sums up."""
    others = [name for name in CHAPTERS if name != OVERVIEW] if wildcards.chapter == OVERVIEW else []
    return [f"build/executed/{wildcards.language}/{name}.ipynb" for name in others]


rule all:
    input: "build/assembled"

rule execute:
    input:
        beside,
        "data/datapackage.json",
        found("data/boundaries/*.json"),
        lambda w: tables(w.chapter),
        lambda w: modules(w.chapter),
        notebook="notebooks/{chapter}.ipynb",
    output: "build/executed/{language}/{chapter}.ipynb", "build/executed/{language}/{chapter}.estimates.json"
    params: values=lambda w: PARAMETERS[w.chapter].model_dump_json()
    shell: PYTHON + " step-execute {wildcards.chapter} {wildcards.language} {output[0]} {params.values:q}"

rule engine:
    input: "requirements.txt", "talentwar/site/book.py"
    output: "build/vega.js"
    shell: PYTHON + " step-engine {output}"

rule book:
    input:
        expand("build/executed/{{language}}/{chapter}.ipynb", chapter=CHAPTERS),
        found("data/**/*.*"),
        expand("build/executed/{{language}}/{chapter}.estimates.json", chapter=CHAPTERS),
        lambda w: found(f"book/{w.language}/*.md", "book/_*", "book/_*/**/*.*", "book/*.bib", "talentwar/site/*.py", "talentwar/parameters/*.py", "talentwar/describe.py", "talentwar/charts/palette.py", "talentwar/charts/bundle.py", "talentwar/locale/**/*.po"),
        "_config.yml",
        "parameters.yml",
        engine="build/vega.js",
    output: touch("build/book/{language}.built")
    shell: PYTHON + " step-book {wildcards.language} {input.engine}"

rule assemble:
    input:
        expand("build/book/{language}.built", language=LANGUAGES),
        expand("build/executed/{language}/{chapter}.estimates.json", language=LANGUAGES, chapter=CHAPTERS),
        found("data/**/*.*", "book/_templates/*.html", "talentwar/site/*.py", "talentwar/locale/**/*.po"),
        "_config.yml",
    output: touch("build/assembled")
    shell: PYTHON + " step-assemble " + " ".join(CHAPTERS)
