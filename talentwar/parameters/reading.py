"""Parameters as people write them: in `parameters.yml`, or as `name=value` in a command."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from talentwar.language import languages
from talentwar.parameters.chapters import CHAPTERS
from talentwar.parameters.checking import read
from talentwar.parameters.common import ChapterParameters
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
        problems += [_as_typed(problem, values) for problem in refused.problems]
    if problems:
        raise Refused(problems)
    return parameters


def _as_typed(problem: Problem, values: list[str]) -> Problem:
    """Give the value as the command has it, unless only a part of it is wrong."""
    typed = dict(text.split("=", 1) for text in values if "=" in text).get(problem.field or "")
    whole = typed is not None and not typed.startswith(("[", "{"))
    return replace(problem, value=typed) if problem.value is not None and whole else problem


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
    given, written = _load_yaml(path)
    problems = [
        Problem(
            path.name,
            "there is no such chapter",
            line=written.get((chapter,), (None, None))[0],
            field=chapter,
            allowed=", ".join(CHAPTERS),
            hint=nearest(chapter, CHAPTERS) or _belongs(chapter),
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
                    line=written.get((chapter,), (None, None))[0],
                    field=chapter,
                    value=repr(values),
                )
            )
            continue
        try:
            parameters[chapter] = read(chapter, values, path.name)
        except Refused as refused:
            problems += [_located(p, chapter, written) for p in refused.problems]
    if problems:
        raise Refused(sorted(problems, key=lambda p: p.line or 0))
    return parameters


def _belongs(name: str) -> str | None:
    """Say of a parameter that stands where a chapter should to which one it belongs."""
    owners = [chapter for chapter, model in CHAPTERS.items() if name in model.model_fields]
    return f"a parameter of {', '.join(owners)}: indent it below its chapter" if owners else None


def _located(problem: Problem, chapter: str, written: Mapping[tuple[str, ...], Any]) -> Problem:
    """Say where in the file a problem stands, and the value as it is written there."""
    name = problem.field or ""
    line, text = written.get((chapter, name), (None, None))
    value = text if problem.value is not None and text is not None else problem.value
    return replace(problem, field=f"{chapter}.{name}", line=line, value=value)


def _places(
    chapter: str, block: yaml.MappingNode, table: str = ""
) -> dict[tuple[str, ...], tuple[int, str | None]]:
    """Return line and text of each value of a block, those of its tables as ``offer.grant``."""
    places: dict[tuple[str, ...], tuple[int, str | None]] = {}
    for key, node in block.value:
        name = f"{table}{key.value}"
        scalar = node.value if isinstance(node, yaml.ScalarNode) else None
        places[(chapter, name)] = key.start_mark.line + 1, scalar
        if isinstance(node, yaml.MappingNode):
            places |= _places(chapter, node, f"{name}.")
    return places


class _PlainLoader(yaml.SafeLoader):
    """YAML without surprises: what looks like a date, 3:20 or 2_024 stays the text it was."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse an alias: it would let a few lines stand for millions of values."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, f"write the value out instead of *{event.anchor}", event.start_mark
            )
        return super().compose_node(parent, index)

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

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Read a whole number; Python itself refuses one of thousands of digits."""
        try:
            return int(node.value)
        except ValueError:
            raise yaml.constructor.ConstructorError(
                None, None, "a number of too many digits", node.start_mark
            ) from None


_NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"^[-+]?(0|[1-9][0-9]*)$"),
    "tag:yaml.org,2002:float": re.compile(
        r"^[-+]?([0-9]+\.[0-9]*([eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.inf|\.nan)$"
    ),
}
# Merge keys need aliases, and dates their own type.
_NOT_READ = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge")
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, _NUMBERS.get(tag, pattern)) for tag, pattern in resolvers if tag not in _NOT_READ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_constructor("tag:yaml.org,2002:int", _PlainLoader.construct_yaml_int)


def _load_yaml(path: Path) -> tuple[dict[str, Any], dict[tuple[str, ...], Any]]:
    """Return the values, and by chapter and name the line and, of a scalar, the text there."""
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
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        hint = "YAML is indented with spaces, never with tabs" if r"'\t'" in reason else None
        line = mark and mark.line + 1
        raise Refused(
            [Problem(path.name, f"not valid YAML: {reason}", line=line, hint=hint)]
        ) from error
    except RecursionError as error:
        raise Refused([Problem(path.name, "brackets in brackets without end")]) from error
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise Refused([Problem(path.name, "one block per chapter is expected", line=1)])
    written: dict[tuple[str, ...], Any] = {}
    if isinstance(root, yaml.MappingNode):
        for chapter, block in root.value:
            written[(chapter.value,)] = chapter.start_mark.line + 1, None
            if isinstance(block, yaml.MappingNode):
                written |= _places(chapter.value, block)
    return {str(chapter): block for chapter, block in values.items()}, written
