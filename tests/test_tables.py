"""Loading: types, missing values, lists, the cache, and what is refused."""

import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import tiny

from talentwar import schema, tables
from talentwar.problems import Refused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def edit(root: Path, table: str, old: str, new: str) -> None:
    """Replace a text that stands once in a table."""
    path = root / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def test_types_follow_from_the_schema(root: Path) -> None:
    moves = tables.load("moves", root)
    confidence = moves["confidence"]
    assert confidence.cat.ordered
    assert list(confidence.cat.categories) == ["high", "medium", "low"]
    assert [str(moves[name].dtype) for name in ("person", "group_size", "announced_latest")] == [
        "str",
        "Int64",
        "datetime64[s]",
    ]
    assert str(tables.load("flow_ratios", root)["value_low"].dtype) == "float64"
    closed = tables.load("cohorts", root)["closed"]
    assert str(closed.dtype) == "boolean"
    assert list(closed) == [False, True]


def test_columns_keep_the_order_of_the_schema_with_bounds_after_their_date(root: Path) -> None:
    names = list(tables.load("moves", root).columns)
    at = names.index("announced")
    assert names[at : at + 3] == ["announced", "announced_earliest", "announced_latest"]
    assert [name for name in names if not name.startswith("announced_")] == list(
        schema.table("moves", root).field_names
    )


def test_partial_dates_keep_their_text_and_gain_bounds(root: Path) -> None:
    row = tables.load("moves", root).set_index("move_id").loc["m-005"]
    assert row["announced"] == "2023-05/2024-02"
    assert row["announced_earliest"] == pd.Timestamp(2023, 5, 1)
    assert row["announced_latest"] == pd.Timestamp(2024, 2, 29)


def test_only_the_empty_cell_is_missing(root: Path) -> None:
    countries = tables.load("organizations", root).set_index("org_id")["country"]
    assert countries["namibia-lab"] == "NA"
    assert countries.isna().sum() == 1
    sizes = tables.load("moves", root)["group_size"]
    assert sizes.dropna().tolist() == [3]


def test_a_caller_cannot_change_what_others_load(root: Path) -> None:
    mine = tables.load("moves", root)
    mine.loc[:, "person"] = "Nobody"
    mine["extra"] = 1
    mine["confidence"] = mine["confidence"].cat.set_categories(["low"])
    again = tables.load("moves", root)
    assert again.loc[0, "person"] == "Ann Alpha"
    assert "extra" not in again
    assert again["confidence"].notna().all()


def test_a_table_that_changed_is_read_again(root: Path) -> None:
    tables.load("moves", root)
    edit(root, "moves", "came back", "came home")
    assert "came home" in set(tables.load("moves", root)["note"])


def test_split_ids() -> None:
    cells = pd.Series(["a;b", "c", None], index=[5, 6, 7], dtype="str")
    assert tables.split_ids(cells).to_dict() == {5: ["a", "b"], 6: ["c"], 7: []}


def test_explode_sources_keeps_rows_without_sources(root: Path) -> None:
    moves = tables.load("moves", root)
    moves.loc[1, "source_ids"] = None
    exploded = tables.explode_sources(moves)
    assert exploded.loc[[0, 1], "source_id"].tolist()[:2] == ["s-one", "s-two"]
    assert exploded.loc[1:1, "source_id"].isna().all()
    assert len(exploded) == len(moves) + 1
    assert "source_ids" not in exploded


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("moves", ",3,low,", ",3,lwo,", 'moves.csv:6  confidence: "lwo": not an allowed value'),
        ("moves", ",3,low,", ",3,lwo,", 'did you mean "low"?'),
        ("moves", ",3,low,", ",three,low,", 'group_size: "three": not of type integer'),
        ("moves", "2021-11", "2021-13", "moves.csv:4  announced"),
        ("moves", "2021-11", "2021-13", "there is no month 13"),
        ("flow_ratios", "8.2", '"1,200"', 'value: "1,200": not of type number'),
        ("flow_ratios", "8.2", "NaN", 'value: "NaN": not of type number'),
        ("cohorts", "false", "no", 'cohorts.csv:2  closed: "no": not of type boolean'),
        ("moves", "move_id", "id", "moves.csv:1  move_id: the column is missing"),
        ("moves", ",came back", ",came back,twice", "moves.csv:5"),
        ("moves", ",came back", ',"came back', "unbalanced quotes"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    root: Path, table: str, old: str, new: str, expected: str
) -> None:
    edit(root, table, old, new)
    with pytest.raises(Refused) as caught:
        tables.load(table, root)
    assert expected in str(caught.value)


def test_a_table_that_is_not_there_is_refused(root: Path) -> None:
    (root / "tables" / "moves.csv").unlink()
    with pytest.raises(Refused, match=r"data/tables/moves\.csv  the file is missing"):
        tables.load("moves", root)
    with pytest.raises(Refused, match="no such table"):
        tables.load("people", root)


def test_line_ends_of_another_system_change_nothing(root: Path) -> None:
    before = tables.load("moves", root)
    path = root / "tables" / "moves.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(before, tables.load("moves", root))


def test_the_data_of_the_report_load_as_the_schema_says() -> None:
    for name, table in schema.package().tables.items():
        frame = tables.load(name)
        assert len(frame) > 0, name
        assert frame[table.primary_key[0]].is_unique, name
        for field in table.fields:
            if field.enum:
                assert list(frame[field.name].cat.categories) == list(field.enum)
                assert list(field.labels("fr")) == list(field.labels("en")) == list(field.enum)
            if field.role == schema.PARTIAL_DATE:
                known = frame[field.name].notna()
                assert (frame[f"{field.name}_earliest"].notna() == known).all()
                assert (
                    frame[f"{field.name}_earliest"][known] <= frame[f"{field.name}_latest"][known]
                ).all()


@pytest.mark.alone
def test_loading_is_quick_and_leaves_the_validator_alone() -> None:
    code = (
        "import sys, time; from talentwar import schema, tables; start = time.perf_counter();"
        "[tables.load(name) for name in schema.package().tables];"
        "print(time.perf_counter() - start, 'frictionless' in sys.modules)"
    )
    repository = Path(tables.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=repository
    )
    seconds, validator = done.stdout.split()
    assert float(seconds) < 0.5
    assert validator == "False"


@pytest.mark.alone
def test_loading_again_comes_from_memory() -> None:
    tables.load("sources")
    start = time.perf_counter()
    for _ in range(10):
        tables.load("sources")
    assert time.perf_counter() - start < 0.1
