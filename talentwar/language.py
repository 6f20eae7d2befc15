"""Everything that depends on the language of a page: labels, numbers, dates, lists.

Labels live in gettext catalogues (``talentwar/locale/<language>/LC_MESSAGES/talentwar.po``)
under language-neutral keys, so that no language is the original of another. The catalogues
are read as they are: nothing has to be compiled after an edit.
"""

from __future__ import annotations

import gettext
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, get_day_names, get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_decimal,
    format_percent,
    get_decimal_symbol,
    get_group_symbol,
)
from babel.units import format_unit

from talentwar import dates

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "talentwar"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_EXACT = Context(prec=400)  # digits enough for any float
# Where a language has no one way of writing dates and lists.
_LOCALES = {"en": "en_GB"}


def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a catalogue, sorted."""
    return tuple(sorted(p.parent.parent.name for p in CATALOGUES.glob(f"*/*/{DOMAIN}.po")))


def catalogue_path(code: str) -> Path:
    """Return the path of a language's catalogue."""
    return CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _translations(code: str) -> gettext.GNUTranslations:
    with catalogue_path(code).open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    translations.add_fallback(_Missing(code))
    return translations


class _Missing(gettext.NullTranslations):
    """A key without a text is a defect of the build, never shown to a reader."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def gettext(self, message: str) -> str:
        raise KeyError(f'no text for "{message}" in {catalogue_path(self.code)}')

    def ngettext(self, msgid1: str, _msgid2: str, _n: int) -> str:
        raise KeyError(f'no plural text for "{msgid1}" in {catalogue_path(self.code)}')


_MONEY = ((1e9, "money.billion"), (1e6, "money.million"), (1e3, "money.thousand"))
"""From which amount on which unit is written."""
_YEARS_FROM, _MONTHS_FROM = 2.0, 1.5 / 12
"""Durations in years from which years, and months, are the unit."""


@dataclass(frozen=True)
class Language:
    """One language: its texts and its way to write numbers, dates and lists."""

    code: str

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a language that has no catalogue."""
        if self.code not in languages():
            raise ValueError(f'language "{self.code}" is none of {", ".join(languages())}')

    @property
    def locale(self) -> Locale:
        """The Babel locale of the language."""
        return Locale.parse(_LOCALES.get(self.code, self.code))

    @property
    def territory(self) -> str:
        """The language with its territory, as Open Graph asks for it (``fr_FR``)."""
        likely: str = get_global("likely_subtags")[self.code]
        return f"{self.code}_{self.locale.territory or likely.rpartition('_')[2]}"

    def t(self, key: str, **values: object) -> str:
        """Return the text of a key with its ``{placeholders}`` filled in.

        Raises ``KeyError`` when the catalogue has no such key or a value is missing.
        """
        if not key:
            raise KeyError("a text has no key")
        return _translations(self.code).gettext(key).format(**values)

    def tn(self, key: str, n: int, **values: object) -> str:
        """Return the text of a key in the grammatical number of ``n`` (placeholder ``{n}``)."""
        text = _translations(self.code).ngettext(key, f"{key}.plural", n)
        return text.format(n=self.number(n), **values)

    def plural_forms(self, key: str) -> tuple[str, str]:
        """Return the text of a key for one and for many, with its placeholders."""
        catalogue = _translations(self.code)
        return catalogue.ngettext(key, f"{key}.plural", 1), catalogue.ngettext(
            key, f"{key}.plural", 2
        )

    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number; by default one decimal below 100 and none above or for integers.

        Infinity is written as its sign, a value below 0.1 with two significant digits. What lies
        in the middle is rounded away from zero, as readers expect and browsers do (2.25 is 2.3).
        """
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        if decimals is None:
            decimals = _default_decimals(value)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return _minus(format_decimal(_rounded(value, decimals), format=pattern, locale=self.locale))

    def money(self, value: float, currency: str) -> str:
        """Write an amount of money with three significant digits (``$61.5B``, ``61,5 Md$``)."""
        size = abs(value)
        factor, unit = next(((f, key) for f, key in _MONEY if size >= f), (1, None))
        # Rounded as all numbers are: the middle away from zero.
        places = 2 - math.floor(math.log10(size / factor)) if size else 0
        shown = float(_rounded(size / factor, places)) if places > 0 else round(size / factor)
        decimals = next((d for d in (0, 1, 2) if round(shown, d) == shown), 2)
        text = self.t(
            f"money.{currency}",
            n=self.number(shown, decimals),
            unit=self.t(unit) if unit else "",
        )
        return f"−{text}" if value < 0 else text

    def percent(self, share: float, decimals: int = 0) -> str:
        """Write a share of one as a percentage."""
        pattern = self.locale.percent_formats[None].pattern
        if decimals:
            pattern = pattern.replace("#,##0", "#,##0." + "0" * decimals)
        return _minus(
            format_percent(_rounded(share, decimals + 2), format=pattern, locale=self.locale)
        )

    def years(self, value: float) -> str:
        """Write a duration in years with one decimal (``2.6 years``)."""
        # As a decimal with its digits: the grammatical number depends on what is written.
        written: Any = Decimal(f"{value:.1f}")
        return str(format_unit(written, "duration-year", "long", "#,##0.0", self.locale))

    def duration(self, years: float) -> str:
        """Write a duration in days, months or years, whichever is read at a glance."""
        if years >= _YEARS_FROM:
            return self.years(years)
        if years >= _MONTHS_FROM:
            return str(format_unit(round(12 * years), "duration-month", "long", locale=self.locale))
        days = round(365.25 * years)
        return str(format_unit(days, "duration-day", "long", locale=self.locale))

    def signed(self, value: float, decimals: int | None = None) -> str:
        """Write a number with its sign, as differences are read."""
        text = self.number(value, decimals)
        return text if value <= 0 or text == self.number(0) else f"+{text}"

    def points(self, difference: float) -> str:
        """Write a difference of two shares in percentage points, with its sign."""
        return self.t("value.points", points=self.signed(round(100 * difference, 1)))

    def date(self, partial: str) -> str:
        """Write a partial date (``2025``, ``2025-06``, ``2025-06-30`` or an interval)."""
        if "/" in partial:
            start, end = partial.split("/")
            return self.t("date.interval", start=self.date(start), end=self.date(end))
        day = dates.parse(partial).earliest
        skeletons = {4: "y", 7: "MMMM y", 10: None}
        skeleton = skeletons[len(partial)]
        if skeleton:
            return format_date(day, format=skeleton, locale=self.locale)
        written = format_date(day, format="long", locale=self.locale)
        # French alone counts the first day of a month.
        return f"1er{written[1:]}" if self.code == "fr" and day.day == 1 else written

    def series(self, words: Iterable[str]) -> str:
        """Write a list whose items contain commas of their own (``a; b; c``)."""
        return self.t("series.separator").join(words)

    def items(self, words: Iterable[str]) -> str:
        """Write a list of words as a sentence does (``a, b and c``)."""
        return format_list(list(words), locale=self.locale)

    def sort_key(self, word: str) -> str:
        """Return a key that sorts words as a dictionary does, accents and case aside."""
        folded = unicodedata.normalize("NFKD", word.casefold())
        return "".join(c for c in folded if not unicodedata.combining(c))

    def d3_number_locale(self) -> dict[str, Any]:
        """Return the number format definition that d3, and so Vega, expects."""
        return {
            "decimal": get_decimal_symbol(self.locale),
            "thousands": get_group_symbol(self.locale),
            "grouping": [3],
            "currency": ["$", ""] if self.code == "en" else ["", f"{NO_BREAK_SPACE}$"],
            "percent": self.locale.percent_formats[None].pattern.replace("#,##0", ""),
            "minus": "−",
        }

    def d3_time_locale(self) -> dict[str, Any]:
        """Return the date format definition that d3, and so Vega, expects."""
        return {
            "dateTime": "%A %e %B %Y %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": _week(get_day_names("wide", locale=self.locale)),
            "shortDays": _week(get_day_names("abbreviated", locale=self.locale)),
            "months": list(get_month_names("wide", locale=self.locale).values()),
            "shortMonths": list(get_month_names("abbreviated", locale=self.locale).values()),
        }


def everywhere(key: str, **values: object) -> dict[str, str]:
    """Return the text of a key in every language; a callable value gets the language."""
    texts = {}
    for code in languages():
        language = Language(code)
        filled = {k: v(language) if callable(v) else v for k, v in values.items()}
        texts[code] = language.t(key, **filled)
    return texts


def _default_decimals(value: float) -> int:
    if value == 0 or abs(value) >= 100 or float(value).is_integer():
        return 0
    if abs(value) < 0.1:
        return 1 - math.floor(math.log10(abs(value)))
    return 1


def _rounded(value: float, decimals: int) -> Decimal:
    """Round the middle away from zero; without a minus before zero."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(float(value)).quantize(step, ROUND_HALF_UP, _EXACT) or Decimal(0)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _week(names: Any) -> Sequence[str]:
    # Babel counts from Monday, d3 from Sunday.
    return [names[6], *(names[day] for day in range(6))]
