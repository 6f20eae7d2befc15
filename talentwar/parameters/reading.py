"""Parameters as people write them: in `parameters.yml`, or as `name=value` in a command."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from talentwar.language import languages
from talentwar.parameters.chapters import CHAPTERS, ChapterParameters, read
from talentwar.problems import Problem, Refused, listed, nearest

PARAMETERS_FILE = Path(__file__).parents[2] / "parameters.yml"


def read_command(chapter: str, values: list[str]) -> ChapterParameters:
    """Return the checked parameters of a command such as ``flows since=2024-01 language=fr``.

    Values are written as in YAML; lists as ``[a, b]``. Raises ``Refused`` with every problem.
    """
    known_chapter(chapter)
    problems, given = [], {}
    for text in values:
        name, sign, value = text.partition("=")
        if not sign or not name:
            problems.append(Problem("command", "not name=value", value=text, allowed="name=value"))
        elif name in given:
            problems.append(Problem("command", "given twice", field=name, value=value))
        else:
            try:
                given[name] = yaml.load(value, _PlainLoader) if value else ""  # noqa: S506
            except yaml.YAMLError:
                problems.append(Problem("command", "not a value of YAML", field=name, value=value))
    try:
        parameters = read(chapter, given, "command")
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    return parameters


def known_chapter(chapter: str) -> str:
    """Return the chapter; ``Refused`` when there is none of this name."""
    if chapter not in CHAPTERS:
        hint = nearest(chapter, CHAPTERS)
        raise Refused(
            [
                Problem(
                    "command",
                    "no such chapter",
                    None,
                    "chapter",
                    chapter,
                    listed(list(CHAPTERS)),
                    hint,
                )
            ]
        )
    return chapter


def known_language(code: str) -> str:
    """Return the code of a language; ``Refused`` when there is none such."""
    if code not in languages():
        allowed = listed(languages())
        raise Refused([Problem("command", "no such language", None, "language", code, allowed)])
    return code


def read_file(path: Path = PARAMETERS_FILE) -> dict[str, ChapterParameters]:
    """Return the parameters of every chapter from a YAML file; what it omits keeps its default.

    Raises ``Refused`` naming file, line, field, value and what is allowed.
    """
    given, lines = _load_yaml(path)
    problems = [
        Problem(
            path.name,
            "there is no such chapter",
            line=lines.get((chapter,)),
            field=chapter,
            allowed=", ".join(CHAPTERS),
            hint=nearest(chapter, CHAPTERS),
        )
        for chapter in given
        if chapter not in CHAPTERS
    ]
    parameters = {}
    for chapter in CHAPTERS:
        values = {} if given.get(chapter) is None else given[chapter]
        if not isinstance(values, dict):
            problems.append(
                Problem(
                    path.name,
                    "a chapter takes a list of `name: value` lines",
                    line=lines.get((chapter,)),
                    field=chapter,
                    value=repr(values),
                )
            )
            continue
        try:
            parameters[chapter] = read(chapter, values, path.name)
        except Refused as refused:
            problems += [_located(p, chapter, lines) for p in refused.problems]
    if problems:
        raise Refused(problems)
    return parameters


def _located(problem: Problem, chapter: str, lines: Mapping[tuple[str, ...], int]) -> Problem:
    name = problem.field or ""
    return replace(problem, field=f"{chapter}.{name}", line=lines.get((chapter, name)))


class _PlainLoader(yaml.SafeLoader):
    """YAML without surprises: a date stays the text it was, a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice, where YAML would silently keep the last."""
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                again = [k for k, _ in node.value if k.value == key][-1]
                raise yaml.constructor.ConstructorError(
                    None, None, f'"{key}" is given twice', again.start_mark
                )
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load_yaml(path: Path) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    if not path.exists():
        raise Refused(
            [Problem(path.name, "the file is missing", hint="git checkout parameters.yml")]
        )
    try:
        text = path.read_text(encoding="utf-8")
        values = yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader
        root = yaml.compose(text, _PlainLoader)
    except UnicodeDecodeError as error:
        raise Refused([Problem(path.name, "not UTF-8 text", allowed="UTF-8")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        raise Refused([Problem(path.name, message, line=mark and mark.line + 1)]) from error
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise Refused([Problem(path.name, "one block per chapter is expected", line=1)])
    lines: dict[tuple[str, ...], int] = {}
    if isinstance(root, yaml.MappingNode):
        for chapter, block in root.value:
            lines[(chapter.value,)] = chapter.start_mark.line + 1
            if isinstance(block, yaml.MappingNode):
                for name, _ in block.value:
                    lines[(chapter.value, name.value)] = name.start_mark.line + 1
    return {str(chapter): block for chapter, block in values.items()}, lines
