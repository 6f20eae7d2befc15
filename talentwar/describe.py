"""What a cell and a row say, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talentwar import schema
from talentwar.language import Language
from talentwar.names import Names
from talentwar.schema import Field, Table

_SEPARATOR = " · "


@dataclass(frozen=True)
class Reader:
    """Puts cells into words.

    Attributes:
        language: language of the words.
        names: for each kind of identifier, such as `org_id`, names by identifier and language
            (see `names_of`).
    """

    language: Language
    names: Mapping[str, Names]

    def row(self, table: Table, cells: Mapping[str, str]) -> str:
        """Return the words that tell a row from others: its label, as the schema defines it.

        A field `x_en` of the label stands for `x_<language>`. Empty cells are left out; a row
        whose label is empty is told by its key.
        """
        wanted = [self._own(table, name) for name in table.label]
        texts = [self.cell(table.field(name), cells[name]) for name in wanted if cells[name]]
        return _SEPARATOR.join(texts) or ", ".join(cells[name] for name in table.primary_key)

    def cell(self, field: Field, value: str) -> str:
        """Return a value as a reader sees it: labels, names, dates and numbers of the language."""
        if not value:
            return ""
        if field.enum:
            return field.labels(self.language.code)[value]
        if field.type == "boolean":
            return self.language.t("value.yes") if value == "true" else self.language.t("value.no")
        if field.role == schema.PARTIAL_DATE:
            return self.language.date(value)
        target = (field.references or "").rpartition(".")[2]
        if target in self.names and field.role != schema.LIST:
            return self.names[target][value][self.language.code]
        if field.type in ("integer", "number") and field.role != schema.YEAR:
            return self.language.number(float(value))
        return value

    def _own(self, table: Table, name: str) -> str:
        """Return the field that holds a text in the reader's language."""
        stem, mark, code = name.rpartition("_")
        own = f"{stem}_{self.language.code}"
        return own if mark and code == schema.SOURCE_LANGUAGE and own in table.field_names else name
