"""Each check fires on a copy of healthy data broken in one place, and says where and what to do."""

from collections.abc import Callable
from pathlib import Path

import broken
import broken_founding
import broken_law
import broken_money
import broken_rows
import pytest
import tiny
from broken import Broken, Sound
from frictionless import Package

from talentwar import checks, files, schema
from talentwar.checks.careers import name_key
from talentwar.problems import Problem, Refused, render

BROKEN = [
    pytest.param(case, id=f"{module.__name__}-{name}")
    for module in (broken, broken_rows, broken_founding, broken_money, broken_law)
    for name, case in module.ALL.items()
]
SOUND = [
    pytest.param(case, id=f"{module.__name__}-{name}")
    for module in (broken_rows, broken_founding, broken_money, broken_law)
    for name, case in module.SOUND.items()
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def path_of(root: Path, table: str) -> Path:
    return root / "tables" / f"{table}.csv"


def edit(root: Path, table: str, *edits: tuple[str, str]) -> None:
    """Replace texts, each of which stands once, in a table."""
    text = path_of(root, table).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path_of(root, table).write_text(text, encoding="utf-8", newline="")


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, render(problems, 50)
    return problems[0]


def test_healthy_data_have_no_problem(root: Path) -> None:
    assert checks.check_data(root) == []


def test_the_data_of_the_report_have_no_problem() -> None:
    problems = checks.check_data()
    assert problems == [], render(problems)


def test_the_data_of_the_report_are_a_data_package_to_others() -> None:
    """The standard's own validator, reading the files itself, agrees."""
    report = Package(str(schema.DATA / schema.DESCRIPTOR)).validate()
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(schema.package().tables)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_copy_gives_the_problem_that_names_it(root: Path, case: Broken) -> None:
    edit(root, case.table, *case.edits)
    found = checks.check_data(root)
    problem = only(found)
    file = f"data/tables/{case.told or case.table}.csv"
    assert problem.file == file
    assert (problem.line, problem.field or "") == (case.line, case.field)
    assert problem.value == case.value
    assert case.message in problem.message
    assert problem.allowed == case.allowed
    assert (problem.hint is None) == (case.hint is None)
    assert (case.hint or "") in (problem.hint or "")
    assert f"{file}:{case.line}" in render(found)


@pytest.mark.parametrize("case", SOUND)
def test_what_is_unusual_but_sound_is_no_problem(root: Path, case: Sound) -> None:
    table, old, new = case
    edit(root, table, (old, new))
    assert checks.check_data(root) == []


def test_an_unknown_column_comes_with_the_nearest_known(root: Path) -> None:
    edit(root, "moves", ("announced", "anounced"))
    missing, unknown = checks.check_data(root)
    assert (missing.field, missing.message) == ("announced", "the column is missing")
    assert (unknown.field, unknown.hint) == ("anounced", 'did you mean "announced"?')


def test_a_column_that_stands_twice(root: Path) -> None:
    edit(root, "flow_ratios", ("period_from,period_to", "period_from,period_to,period_to"))
    problem = only(checks.check_data(root))
    assert (problem.field, problem.message) == ("period_to", "the column stands twice")


def test_a_line_that_cannot_be_read_brings_no_false_alarms(root: Path) -> None:
    """What refers to a row of an unreadable line is not called unknown, nor its sources unused."""
    edit(root, "organizations", ("openai,OpenAI", 'openai,"OpenAI'))
    edit(root, "tenures", ("t-2,", '"t-2,'))
    found = checks.check_data(root)
    assert [(p.file, p.line) for p in found] == [
        ("data/tables/organizations.csv", 9),
        ("data/tables/tenures.csv", 3),
    ]


def test_lines_are_those_of_the_file_after_a_line_that_cannot_be_read(root: Path) -> None:
    edit(
        root, "moves", (",s-one;s-relay,\nm-003", ',"s-one;s-relay,\nm-003'), (",3,low,", ",3,lwo,")
    )
    assert [problem.line for problem in checks.check_data(root)] == [3, 6]


def test_everything_wrong_is_said_in_one_run(root: Path) -> None:
    edit(root, "moves", (",3,low,", ",3,lwo,"), ("2021-11", "2021-13"), ("Cy Gamma", ""))
    edit(root, "tenures", ("2026-03-22", "2014"))
    path_of(root, "flow_ratios").unlink()
    found = checks.check_data(root)
    assert {(p.file.rsplit("/")[-1], p.field) for p in found} == {
        ("flow_ratios.csv", None),
        ("moves.csv", "announced"),
        ("moves.csv", "confidence"),
        ("moves.csv", "person"),
        ("tenures.csv", "censored_on"),
    }


def test_coming_back_is_no_contradiction(root: Path) -> None:
    """Bo leaves google for cohere and returns from there; by way of openai it holds too."""
    edit(
        root,
        "moves",
        (
            "cohere,google,2024-08-02,,medium,s-two,came back",
            "openai,google,2024-08-02,,medium,s-two,",
        ),
        ("m-005,", "m-0041,person,Bo Béta,cohere,openai,2023,,low,s-blog,\nm-005,"),
    )
    assert checks.check_data(root) == []


def test_moves_more_than_a_year_apart_are_two(root: Path) -> None:
    edit(
        root,
        "moves",
        ("m-005,", "m-0041,person,Bo Béta,google,cohere,2025-09,,low,s-blog,\nm-005,"),
    )
    assert checks.check_data(root) == []


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Return an edit of the bytes of moves.csv."""
    return lambda root: path_of(root, "moves").write_bytes(
        change(path_of(root, "moves").read_bytes())
    )


@pytest.mark.parametrize(
    ("damage", "file", "line", "message"),
    [
        (
            rewrite(lambda data: b"\xef\xbb\xbf" + data),
            *("data/tables/moves.csv", 1, "byte order mark"),
        ),
        (
            rewrite(lambda data: data.replace(b"\n", b"\r\n")),
            *("data/tables/moves.csv", 1, "CRLF"),
        ),
        (
            rewrite(lambda data: data.decode("utf-8").encode("latin-1")),
            *("data/tables/moves.csv", 4, "not UTF-8"),
        ),
        (rewrite(lambda _: b""), "data/tables/moves.csv", 1, "the file is empty"),
        (
            lambda root: path_of(root, "moves").unlink(),
            *("data/tables/moves.csv", None, "the file is missing"),
        ),
        (
            lambda root: path_of(root, "people").write_text("a\n"),
            *("data/tables/people.csv", None, "not described"),
        ),
        (
            lambda root: (root / "datapackage.json").unlink(),
            *("data/datapackage.json", None, "the file is missing"),
        ),
        (
            lambda root: (root / "datapackage.json").write_text('{\n"name": }'),
            *("data/datapackage.json", 2, "not valid JSON"),
        ),
    ],
)
def test_damaged_files_are_named(
    root: Path, damage: Callable[[Path], object], file: str, line: int | None, message: str
) -> None:
    damage(root)
    problem = only(checks.check_data(root))
    assert (problem.file, problem.line) == (file, line)
    assert message in problem.message


def test_a_descriptor_against_the_standard_or_the_conventions(root: Path) -> None:
    raw = tiny.descriptor()
    tiny.field(raw, "moves", "note")["type"] = "strng"
    tiny.write_descriptor(root, raw)
    messages = [problem.message for problem in checks.check_data(root)]
    assert any('"strng" is not supported' in message for message in messages)


def test_a_missing_translation_does_not_hide_what_is_wrong_with_rows(root: Path) -> None:
    raw = tiny.descriptor()
    tiny.field(raw, "moves", "note").pop("title_fr")
    tiny.write_descriptor(root, raw)
    edit(root, "moves", (",3,low,", ",3,lwo,"))
    fields = [problem.field for problem in checks.check_data(root)]
    assert fields == ["moves.note.title_fr", "confidence"]


def test_a_table_without_rows_is_allowed(root: Path) -> None:
    header = path_of(root, "tenures").read_text(encoding="utf-8").split("\n")[0]
    path_of(root, "tenures").write_text(f"{header}\n", encoding="utf-8")
    edit(root, "cohorts", ("true,2", "false,"))
    assert checks.check_data(root) == []


def test_format_tables_repairs_form_and_nothing_else(root: Path) -> None:
    moves, sources = path_of(root, "moves"), path_of(root, "sources")
    healthy = {path: path.read_bytes() for path in (moves, sources)}
    lines = moves.read_bytes().splitlines()
    moves.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([lines[0], *reversed(lines[1:])]))
    edit(root, "sources", (",Two,", ',"Two",'))
    assert checks.check_data(root) != []
    assert checks.format_tables(root) == [sources, moves]
    assert {path: path.read_bytes() for path in (moves, sources)} == healthy
    assert checks.format_tables(root) == []
    assert sorted(path.name for path in moves.parent.iterdir()) == sorted(
        f"{name}.csv" for name in tiny.TABLES
    )


def test_format_tables_writes_nothing_when_a_table_cannot_be_read(root: Path) -> None:
    edit(root, "sources", (",Two,", ',"Two",'))
    edit(root, "moves", ("came back", '"came back'))
    before = path_of(root, "sources").read_bytes()
    with pytest.raises(Refused, match=r"moves\.csv:5  .*unbalanced quotes"):
        checks.format_tables(root)
    assert path_of(root, "sources").read_bytes() == before


def test_the_form_of_the_report_s_tables_is_stable() -> None:
    for table in schema.package().tables.values():
        rows = files.read(table, schema.DATA).rows
        assert files.canonical(table, rows) == table.path.read_bytes().decode("utf-8")


def test_summary(root: Path) -> None:
    counted = checks.summary(root)
    assert counted.rows == {name: text.count("\n") - 1 for name, text in tiny.TABLES.items()}
    assert counted.confidence == {"high": 12, "medium": 12, "low": 8}
    assert list(counted.confidence) == ["high", "medium", "low"]
    assert counted.sources == {"primary": 1, "press": 3, "blog": 1}
    assert (counted.facts, counted.independent) == (49, 3)
    assert counted.newest == ("2026-03-22", "data/tables/tenures.csv:3", "censored_on")
    assert counted.warnings == ()


def test_a_relay_of_a_report_is_no_second_original(root: Path) -> None:
    before = checks.summary(root).independent
    edit(root, "moves", ("2021,,medium,s-one;s-relay", "2021,,high,s-one;s-two"))
    assert checks.summary(root).independent == before + 1


def test_the_newest_fact_is_none_of_a_source_and_no_law_to_come(root: Path) -> None:
    """Sources and verifications are of 2026-11, a law is announced for 2028: no facts."""
    edit(root, "tenures", ("2026-03-22", "2017-03-22"))
    where = "data/tables/founders.csv:2"
    assert checks.summary(root).newest == ("2026-03-20", where, "censored_on")


def test_the_summary_as_it_is_printed(root: Path) -> None:
    edit(root, "sources", ("2024-06,2026-11-01", "2024-06,"), ("2025,2026-11-01", "2025,"))
    lines = checks.render_summary(root).split("\n")
    assert lines[:2] == [
        "organizations          9     funding_events         8",
        "sources                5     capital_totals         2",
    ]
    assert lines[7:] == [
        "founders               5     all tables            61",
        "confidence        high 12, medium 12, low 8",
        "sources           primary 1, press 3, blog 1",
        "two originals     3 of 49 facts (6%)",
        "newest fact       2026-03-22 (data/tables/tenures.csv:3, censored_on)",
        "warning           2 sources have no date of access: s-blog, s-three",
    ]


def test_a_long_warning_is_cut_to_the_width_of_a_screen(root: Path) -> None:
    name = f"fe-cohere-2021-1-{'x' * 60}"
    edit(root, "funding_events", ("fe-cohere-2021-1", name), ("40000000,,USD", "40000000,,EUR"))
    *_, cut, hint = checks.render_summary(root).split("\n")
    assert cut.startswith("warning           1 amounts lack the exchange rate")
    assert len(cut) == 100
    assert cut.endswith("xxx...")
    assert hint.endswith("talentwar check --all")


def test_the_summary_of_the_report_fits_on_a_screen() -> None:
    lines = checks.render_summary().split("\n")
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Arthur Szlam", "arthur szlam", True),
        ("Łukasz Kaiser", "Lukasz Kaiser", True),
        ("Timothée Lacroix", "Timothee Lacroix", True),
        ("Jean-Baptiste Alayrac", "Jean Baptiste Alayrac", True),
        ("Daniel M. Ziegler", "Daniel Ziegler", True),
        ("Yao Shunyu (agents)", "Yao Shunyu (physicist)", False),
        ("Yann LeCun", "Yann Le Cun", True),
        ("Sam Altman", "Sam Atman", False),
    ],
)
def test_name_key(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


def test_render_fits_on_a_screen_and_counts_the_rest() -> None:
    many = [Problem("data/tables/moves.csv", "wrong", line=n) for n in range(2, 51)]
    lines = render(many).split("\n")
    assert lines[0] == "49 problems"
    assert lines[1] == "data/tables/moves.csv:2  wrong"
    assert (len(lines), lines[-1]) == (13, "... and 38 more")


def test_render_says_all_of_a_problem_in_two_lines() -> None:
    problem = Problem(
        "data/tables/moves.csv", "not allowed", 12, "kind", "hir\u200be\n", "hire", "see there"
    )
    assert render([problem]).split("\n") == [
        "1 problem",
        'data/tables/moves.csv:12  kind: "hir\\u200be\\n": not allowed',
        "    allowed: hire | see there",
    ]


def test_render_of_nothing_and_refusing_nothing() -> None:
    assert render([]) == ""
    with pytest.raises(ValueError, match="at least one"):
        Refused([])
