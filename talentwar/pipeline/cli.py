"""The command line: ``python -m talentwar <command>``. The Makefile and the Snakefile call it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from talentwar.pipeline.paths import BUILD, NOTEBOOKS, ROOT, SITE, shown
from talentwar.pipeline.progress import StepFailed, step
from talentwar.problems import Refused, render


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; bad input is answered with one screen and exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except Refused as refused:
        sys.exit(render(refused.problems))
    except StepFailed as failure:
        sys.exit(str(failure))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m talentwar", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    command("site", _site, "build the site into _site/")
    check = command("check", _check, "check data, parameters, notebooks and pages; sum up")
    check.add_argument("--all", action="store_true", help="warnings name every row they are of")
    command("format-data", _format_data, "sort and format data/tables/*.csv")
    reviewed = command("reviewed", _reviewed, "record that a translation was read")
    reviewed.add_argument("files", nargs="+", type=Path)
    notebooks = command("notebooks", _notebooks, "run notebooks in place with default parameters")
    notebooks.add_argument("chapters", nargs="*")
    one = command("notebook", _notebook, "run one chapter with parameters; leaves the site alone")
    one.add_argument("chapter", nargs="?", default="")
    one.add_argument("values", nargs="*", metavar="name=value")
    words = command("parameters", _parameters, "say what can be changed, and to what")
    words.add_argument("chapter", nargs="?", default="")
    words.add_argument("--language", default="en")
    command("format-parameters", _format_parameters, "comment parameters.yml, fill the notebooks")
    run = command("step-execute", _execute, "execute one chapter in one language (a build step)")
    run.add_argument("chapter")
    run.add_argument("language")
    run.add_argument("output", type=Path)
    run.add_argument("values", type=json.loads, help="the checked parameters, as JSON")
    engine = command("step-engine", _engine, "write the chart engine (a build step)")
    engine.add_argument("output", type=Path)
    book = command("step-book", _book, "build the book of one language (a build step)")
    book.add_argument("language")
    book.add_argument("engine", type=Path)
    whole = command("step-assemble", _assemble, "assemble the site, swap it in (a build step)")
    whole.add_argument("chapters", nargs="+")
    return parser


def _site(_: argparse.Namespace) -> None:
    from talentwar.pipeline import build

    build.run()


def _check(options: argparse.Namespace) -> None:
    from talentwar.checks import render_summary
    from talentwar.pipeline.check import check_everything

    problems = check_everything()
    if problems:
        raise Refused(problems)
    print(render_summary(whole=options.all))  # noqa: T201


def _format_data(_: argparse.Namespace) -> None:
    from talentwar.checks import format_tables

    for file in format_tables():
        print(f"formatted {file}")  # noqa: T201


def _reviewed(options: argparse.Namespace) -> None:
    from talentwar.pipeline.translation import mark_reviewed

    for file in options.files:
        print(f"{shown(file)}: {mark_reviewed(file)} marked as reviewed")  # noqa: T201


def _notebooks(options: argparse.Namespace) -> None:
    import nbformat

    from talentwar import parameters
    from talentwar.pipeline import notebooks

    for chapter in options.chapters or parameters.CHAPTERS:
        path = NOTEBOOKS / f"{chapter}.ipynb"
        executed = notebooks.execute(path, "en", {}, BUILD / "notebooks")
        merged = notebooks.merge_outputs(notebooks.read(path), executed)
        nbformat.write(merged, path)  # type: ignore[no-untyped-call]
        print(f"{shown(path)}: run with default parameters")  # noqa: T201


def _notebook(options: argparse.Namespace) -> None:
    import nbformat

    from talentwar import parameters
    from talentwar.charts.bundle import SPEC
    from talentwar.pipeline import notebooks

    values = parameters.read_command(options.chapter, options.values)
    plain = json.loads(values.model_dump_json())
    path = NOTEBOOKS / f"{options.chapter}.ipynb"
    executed = notebooks.execute(path, values.language, plain, BUILD / "notebooks")
    out = BUILD / "runs" / f"{options.chapter}.{values.language}.ipynb"
    out.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(executed, out)  # type: ignore[no-untyped-call]
    for figure in notebooks.texts_of(executed, SPEC):
        print(f"{figure}\n")  # noqa: T201
    print(f"{shown(out)}: {path.name} run; the site stays as it is")  # noqa: T201


def _parameters(options: argparse.Namespace) -> None:
    from talentwar import parameters
    from talentwar.language import Language
    from talentwar.parameters.words import reference

    language = Language(parameters.known_language(options.language))
    chapters = [parameters.known_chapter(options.chapter)] if options.chapter else None
    for chapter, entries in reference(language).items():
        if chapters and chapter not in chapters:
            continue
        print(chapter)  # noqa: T201
        for entry in entries:
            print(f"  {entry.name}={entry.default}")  # noqa: T201
            print(f"      {entry.label}. {entry.help} ({entry.allowed})")  # noqa: T201


def _format_parameters(_: argparse.Namespace) -> None:
    from talentwar.pipeline import parameter_files

    for file in parameter_files.write():
        print(f"formatted {shown(file)}")  # noqa: T201


def _execute(options: argparse.Namespace) -> None:
    import nbformat

    from talentwar.estimates import MIME_TYPE
    from talentwar.pipeline import notebooks

    with step(f"execute {options.chapter} {options.language}"):
        values = {**options.values, "language": options.language}
        path = NOTEBOOKS / f"{options.chapter}.ipynb"
        options.output.parent.mkdir(parents=True, exist_ok=True)
        # Beside the chapters that are executed already, which the overview reads.
        executed = notebooks.execute(
            path, options.language, values, BUILD / "notebooks", options.output.parent
        )
        listings = notebooks.outputs_of(executed, MIME_TYPE)
        if len(listings) != 1:
            raise StepFailed(f"{shown(path)}: show `chapter.estimates` once, in the last cell")
        nbformat.write(executed, options.output)  # type: ignore[no-untyped-call]
        text = json.dumps(listings[0], ensure_ascii=False, indent=2)
        options.output.with_suffix(".estimates.json").write_text(text + "\n", encoding="utf-8")


def _engine(options: argparse.Namespace) -> None:
    from talentwar.site.book import engine_bundle

    with step("chart engine"):
        options.output.write_text(engine_bundle(), encoding="utf-8")


def _book(options: argparse.Namespace) -> None:
    from talentwar.site.book import build

    with step(f"book {options.language}"):
        executed = BUILD / "executed" / options.language
        build(options.language, executed, options.engine, BUILD / "book" / options.language)


def _assemble(options: argparse.Namespace) -> None:
    from talentwar.language import languages
    from talentwar.site.assemble import assemble, published_at, swap

    with step("assemble"):
        estimates = [_same_estimates(chapter) for chapter in options.chapters]
        books = {code: BUILD / "book" / code / "html" for code in languages()}
        aside = BUILD / "site"
        assemble(books, estimates, BUILD / "vega.js", ROOT / "data", aside, published_at())
        swap(aside, SITE)


def _same_estimates(chapter: str) -> Path:
    """Return the chapter's file of estimates; a language must not change a number."""
    from talentwar.language import languages

    files = [BUILD / "executed" / code / f"{chapter}.estimates.json" for code in languages()]
    if len({file.read_bytes() for file in files}) > 1:
        raise StepFailed(f"{chapter}: the estimates differ between {', '.join(languages())}")
    published = BUILD / "estimates" / f"{chapter}.json"
    published.parent.mkdir(exist_ok=True)
    published.write_bytes(files[0].read_bytes())
    return published
