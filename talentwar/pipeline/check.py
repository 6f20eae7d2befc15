"""All checks that need no kernel, together."""

from __future__ import annotations

from talentwar import parameters, schema
from talentwar.checks import check_data
from talentwar.pipeline import catalogues, translation
from talentwar.pipeline.paths import NOTEBOOKS
from talentwar.problems import Problem, Refused


def check_everything() -> list[Problem]:
    """Return every problem of data, parameters, catalogues, notebooks and pages.

    Parameters name rows of the tables, so they are read only once the data are sound.
    """
    problems = check_data()
    problems += [
        Problem(f"{schema.DATA.name}/{name}", "the file is missing")
        for name in schema.COMPANIONS
        if not (schema.DATA / name).is_file() and name != schema.DESCRIPTOR
    ]
    if not problems:
        try:
            parameters.read_file()
        except Refused as refused:
            problems += refused.problems
    problems += catalogues.check()
    for chapter in parameters.CHAPTERS:
        problems += translation.check_notebook(NOTEBOOKS / f"{chapter}.ipynb")
    return problems + translation.check_pages()
