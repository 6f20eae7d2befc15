"""What is read of the descriptor, in both languages, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from talentwar import schema
from talentwar.checks import conventions
from talentwar.problems import Problem, Refused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def refused(root: Path) -> Problem:
    """Return the one problem for which the package at `root` is refused."""
    with pytest.raises(Refused) as caught:
        schema.package(root)
    (problem,) = caught.value.problems
    return problem


def test_a_field_says_all_the_descriptor_says(root: Path) -> None:
    field = schema.table("moves", root).field("confidence")
    assert (field.title("en"), field.title("fr")) == ("confidence", "confidence (fr)")
    assert field.description("fr").startswith("Ce qu’est")
    assert field.enum == ("high", "medium", "low")
    assert field.labels("fr") == {"high": "haute", "medium": "moyenne", "low": "basse"}
    assert list(field.labels("en").values()) == ["High", "Medium", "Low"]
    assert (field.required, field.unique, field.role, field.references) == (True, False, None, None)


def test_a_unit_is_said_in_each_language_or_not_at_all(root: Path) -> None:
    size = schema.table("moves", root).field("group_size")
    assert (size.unit("en"), size.unit("fr")) == ("persons", "personnes")
    assert schema.table("moves", root).field("note").unit("fr") is None
    with pytest.raises(KeyError, match="no de in the unit of field group_size; there is en, fr"):
        size.unit("de")


def test_a_table_says_what_tells_its_rows_apart(root: Path) -> None:
    assert schema.table("moves", root).label == ("person", "origin_id", "destination_id")
    assert schema.table("cohorts", root).label == ()
    raw = tiny.descriptor()
    raw["resources"][2]["talentwar:label"] = "person"
    tiny.write_descriptor(root, raw)
    assert schema.table("moves", root).label == ("person",), "one name needs no list"


@pytest.mark.parametrize("label", [3, [3], ["person", None]])
def test_a_label_of_another_kind_is_refused(root: Path, label: object) -> None:
    raw = tiny.descriptor()
    raw["resources"][2]["talentwar:label"] = label
    tiny.write_descriptor(root, raw)
    assert "talentwar:label" in refused(root).message


def test_roles_references_and_limits(root: Path) -> None:
    moves = schema.table("moves", root)
    assert moves.field("announced").role == schema.PARTIAL_DATE
    assert moves.field("origin_id").references == "organizations.org_id"
    assert moves.field("source_ids").references == "sources.source_id"
    assert moves.field("group_size").minimum == 2
    assert moves.field("note").labels("en") == {}
    assert moves.primary_key == ("move_id",)
    assert moves.path == root / "tables" / "moves.csv"
    parent = schema.table("organizations", root).field("parent_id")
    assert parent.references == "organizations.org_id"


def test_package_texts(root: Path) -> None:
    package = schema.package(root)
    assert (package.title("en"), package.title("fr")) == ("Tiny", "Tiny (fr)")
    assert (package.version, package.licences) == ("0.0.1", ("CC-BY-4.0",))
    assert list(package.tables) == list(tiny.TABLES)


def test_a_language_that_is_not_there_is_said(root: Path) -> None:
    table = schema.table("moves", root)
    with pytest.raises(KeyError, match="no de in the title of table moves; there is en, fr"):
        table.title("de")
    with pytest.raises(KeyError, match="labels of field confidence"):
        table.field("confidence").labels("de")


def test_unknown_names_come_with_the_nearest(root: Path) -> None:
    with pytest.raises(Refused, match=r"did you mean \"moves\"\?"):
        schema.table("mvoes", root)
    with pytest.raises(KeyError, match="did you mean"):
        schema.table("moves", root).field("anounced")


def test_the_descriptor_is_read_again_when_it_changed(root: Path) -> None:
    assert schema.package(root) is schema.package(root)
    raw = tiny.descriptor()
    tiny.field(raw, "moves", "note")["title_fr"] = "Remarque de la rédaction"
    tiny.write_descriptor(root, raw)
    assert schema.table("moves", root).field("note").title("fr") == "Remarque de la rédaction"


def test_missing_descriptor(root: Path) -> None:
    (root / "datapackage.json").unlink()
    assert refused(root) == Problem("data/datapackage.json", "the file is missing")


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b'{\n "name": "x",\n}', "not valid JSON", 3),
        (b"[]", "not a JSON object", 1),
        (b'{"name": "\xe9"}', "not UTF-8", None),
        (b'{"name": "x", "version": "1"}', 'resources of "x" is missing', None),
        (b'{"name": "x", "version": "1", "resources": [1]}', "which is no object", None),
        (b'{"name": "x", "version": "1", "resources": [{"name": "a"}]}', "schema of", None),
    ],
)
def test_a_descriptor_that_is_none(
    root: Path, content: bytes, message: str, line: int | None
) -> None:
    (root / "datapackage.json").write_bytes(content)
    problem = refused(root)
    assert message in problem.message
    assert (problem.file, problem.line) == ("data/datapackage.json", line)


@pytest.mark.parametrize(
    ("table", "name", "change", "message"),
    [
        ("moves", "note", {"title_fr": 3}, 'title_fr of "note" is of the wrong kind ("3")'),
        ("moves", "note", {"type": None}, 'type of "note" is of the wrong kind'),
        ("moves", "scope", {"labels": {"en": "Person"}}, "labels are"),
        ("moves", "scope", {"labels": {"en": {"person": []}}}, "person of a part is"),
        ("moves", "scope", {"constraints": {"enum": ["person", 1]}}, "the enum of moves.scope"),
        ("moves", "group_size", {"constraints": {"minimum": "2"}}, "minimum of a part is"),
        ("moves", "move_id", {"name": "id"}, "a primary key that is none of them"),
    ],
)
def test_a_part_of_another_kind_is_refused(
    root: Path, table: str, name: str, change: tiny.Json, message: str
) -> None:
    raw = tiny.descriptor()
    tiny.field(raw, table, name).update(change)
    tiny.write_descriptor(root, raw)
    assert message in refused(root).message


def test_a_healthy_descriptor_keeps_the_conventions(root: Path) -> None:
    package = schema.package(root)
    assert conventions.check_structure(package, "x") == []
    assert conventions.check_texts(package, "x") == []


def changed(table: str, name: str, change: Callable[[tiny.Json], object]) -> tiny.Json:
    """Return the tiny descriptor with one field changed."""
    raw = tiny.descriptor()
    change(tiny.field(raw, table, name))
    return raw


@pytest.mark.parametrize(
    ("raw", "field", "message"),
    [
        (changed("moves", "note", lambda f: f.pop("title_fr")), "moves.note.title_fr", "missing"),
        (
            changed("moves", "note", lambda f: f.update(description=" ")),
            "moves.note.description",
            "missing",
        ),
        (
            changed("moves", "confidence", lambda f: f["labels"]["fr"].pop("low")),
            "moves.confidence.labels.fr",
            "the label is missing",
        ),
        (
            changed("moves", "confidence", lambda f: f["labels"]["en"].update(lwo="Low!")),
            "moves.confidence.labels.en",
            "a label for no value",
        ),
        (
            changed("moves", "confidence", lambda f: f["labels"]["en"].update(low="High")),
            "moves.confidence.labels.en",
            "two values have the same label",
        ),
        (
            changed("moves", "note", lambda f: f.update(type="date")),
            "moves.note.type",
            "a type the loader does not know",
        ),
        (
            changed("moves", "note", lambda f: f.update({"talentwar:role": "lists"})),
            "moves.note.talentwar:role",
            "not a known role",
        ),
        (
            changed("moves", "announced", lambda f: f["constraints"].clear()),
            "moves.announced.constraints.pattern",
            "not the pattern",
        ),
        (
            changed("moves", "source_ids", lambda f: f.pop("talentwar:references")),
            "moves.source_ids",
            "without talentwar:references",
        ),
        (
            changed(
                "moves", "source_ids", lambda f: f.update({"talentwar:references": "source.id"})
            ),
            "moves.source_ids",
            "refers to no field",
        ),
        (
            changed("moves", "announced", lambda f: f.update(name="announced_on")),
            "moves.announced",
            "call by name is missing",
        ),
        (
            changed("moves", "group_size", lambda f: f.pop("unit_fr")),
            "moves.group_size.unit_fr",
            "the text is missing",
        ),
        (
            changed("moves", "group_size", lambda f: f.update(unit=" ")),
            "moves.group_size.unit",
            "the text is missing",
        ),
        (
            changed("moves", "group_size", lambda f: f.pop("unit")),
            "moves.group_size.unit",
            "the text is missing",
        ),
        (
            changed("moves", "move_id", lambda f: f["constraints"].clear()),
            "moves.primaryKey",
            "not required",
        ),
    ],
)
def test_conventions_that_are_broken(root: Path, raw: tiny.Json, field: str, message: str) -> None:
    tiny.write_descriptor(root, raw)
    package = schema.package(root)
    found = conventions.check_structure(package, "x") + conventions.check_texts(package, "x")
    assert [problem.field for problem in found] == [field]
    assert message in found[0].message


def test_a_label_names_fields_of_its_table(root: Path) -> None:
    raw = tiny.descriptor()
    raw["resources"][2]["talentwar:label"] = ["person", "anounced"]
    tiny.write_descriptor(root, raw)
    (problem,) = conventions.check_structure(schema.package(root), "x")
    assert (problem.field, problem.value) == ("moves.talentwar:label", "anounced")
    assert (problem.message, problem.hint) == ("no such field", 'did you mean "announced"?')


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("anounced", "no such field"),
        ("note", "a field that rows cannot be chosen by"),
        ("group_size", "a field that rows cannot be chosen by"),
    ],
)
def test_filters_are_fields_of_few_values(root: Path, name: str, message: str) -> None:
    raw = tiny.descriptor()
    raw["resources"][2]["talentwar:filters"] = ["origin_id", "announced", "confidence", name]
    tiny.write_descriptor(root, raw)
    (problem,) = conventions.check_structure(schema.package(root), "x")
    assert (problem.field, problem.value) == ("moves.talentwar:filters", name)
    assert problem.message == message


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("organizations", "kind"),
        ("sources", "original_publisher"),
        ("moves", "group_size"),
        ("cohorts", "members_expected"),
        ("tenures", "censored_on"),
        ("spinouts", "outcome_fr"),
        ("founders", "left_origin"),
        ("funding_events", "cap_per_person"),
        ("capital_totals", "as_of"),
        ("compensation", "amount_high"),
        ("verifications", "verdict"),
        ("exchange_rates", "usd_per_unit"),
        ("noncompete_rules", "standing"),
        ("noncompete_rules", "threshold_multiple"),
    ],
)
def test_a_field_that_the_code_calls_by_name_must_be_there(
    root: Path, table: str, name: str
) -> None:
    tiny.write_descriptor(root, changed(table, name, lambda field: field.update(name="other")))
    (problem,) = conventions.check_structure(schema.package(root), "data/datapackage.json")
    assert (problem.file, problem.field) == ("data/datapackage.json", f"{table}.{name}")
    assert problem.message == "a field that the analyses call by name is missing"


def test_an_id_refers_to_something(root: Path) -> None:
    raw = tiny.descriptor()
    raw["resources"][2]["schema"]["foreignKeys"].pop()
    tiny.write_descriptor(root, raw)
    (problem,) = conventions.check_structure(schema.package(root), "x")
    assert (problem.field, problem.message) == (
        "moves.destination_id",
        "an id without a foreign key",
    )


def test_a_path_follows_from_the_name(root: Path) -> None:
    raw = tiny.descriptor()
    raw["resources"][0]["path"] = "tables/../organisations.csv"
    tiny.write_descriptor(root, raw)
    (problem,) = conventions.check_structure(schema.package(root), "x")
    assert (problem.field, problem.allowed) == (
        "organizations.path",
        "tables/organizations.csv",
    )
