"""The chart of vesting schedules on one time axis, part of the chapter on compensation."""

from __future__ import annotations

import altair as alt
import pandas as pd

from talentwar.charts import theme
from talentwar.charts.figure import Figure, nothing
from talentwar.charts.words import named
from talentwar.language import Language
from talentwar.names import Names

_ROW = 40
_YEARS = 4


def schedules(rules: pd.DataFrame, table: pd.DataFrame, names: Names, language: Language) -> Figure:
    """Draw which share of a grant vests in which year, and how long the cliff is.

    ``rules`` come from ``talentwar.vesting.years``, of which those are drawn that state a schedule
    or a cliff; ``table`` is the table they are taken from, which says the schedule in words.
    """
    told = table.set_index("rule_id")
    stated = rules[rules["share"].notna() | rules["cliff_months"].notna()]
    order = stated.drop_duplicates("rule_id")
    source = language.t("compensation.vesting.source", rows=language.tn("count.rules", len(order)))
    if stated.empty:
        blank = alt.Chart(stated).mark_point()
        return nothing("compensation-vesting", blank, language, source)
    labels = {str(row["rule_id"]): _label(row, names, language) for row in order.to_dict("records")}
    # Even schedules last, so that what differs is seen first; one firm's rules together.
    ranked = sorted(labels, key=lambda rule: (_unevenness(stated, rule), labels[rule], rule))
    rank = {rule: place for place, rule in enumerate(ranked)}
    frame = pd.DataFrame(
        [_cell(row, labels, rank, language) for row in stated.to_dict("records")]
    ).sort_values(["rank", "start"])
    cliffs = frame.drop_duplicates("rule_id")
    headers = {
        "label": language.t("compensation.rule.header"),
        "schedule": language.t("compensation.schedule.header"),
        "shares": language.t("compensation.shares.header"),
        "cliff_text": language.t("compensation.cliff.header"),
    }
    listed = pd.DataFrame(
        [
            {
                "label": labels[rule],
                "schedule": str(told.loc[rule, f"schedule_{language.code}"]),
                "shares": _shares(stated[stated["rule_id"] == rule], language),
                "cliff_text": str(cliffs.set_index("rule_id").loc[rule, "cliff_text"]),
            }
            for rule in ranked
        ]
    )
    front = stated[stated["year"] == 1].dropna(subset=["share"])
    front = front.sort_values(["share", "rule_id"])
    low, high = front.iloc[0], front.iloc[-1]
    values = {
        "last": named(names, low["org_id"], language),
        "low": language.percent(float(low["share"])),
        "first": named(names, high["org_id"], language),
        "high": language.percent(float(high["share"])),
    }
    return Figure(
        name="compensation-vesting",
        facts="vesting_rules",
        chart=_chart(frame, cliffs, language),
        title=language.t("compensation.vesting.title", **values),
        subtitle=language.t("compensation.vesting.subtitle"),
        source=source,
        alt=language.t(
            "compensation.vesting.alt",
            listed=language.series(
                f"{row['label']} {row['shares']}".strip() for row in listed.to_dict("records")
            ),
        ),
        table=listed.rename(columns=headers),
        data=pd.DataFrame(
            {
                headers["label"]: frame["label"],
                language.t("compensation.year.header"): [int(v // 12) + 1 for v in frame["start"]],
                headers["shares"]: frame["share"],
                headers["cliff_text"]: frame["cliff"],
            }
        ),
        language=language,
    )


def _label(row: dict[object, object], names: Names, language: Language) -> str:
    organization = named(names, row["org_id"], language)
    since = row["effective_from"]
    if pd.isna(since):  # type: ignore[call-overload]
        return organization
    return language.t(
        "compensation.rule.since", organization=organization, date=language.date(str(since))
    )


def _unevenness(rules: pd.DataFrame, rule: str) -> tuple[bool, float]:
    shares = rules.loc[rules["rule_id"] == rule, "share"].dropna().astype("float64")
    return shares.empty, -float(shares.iloc[0] - shares.iloc[-1]) if len(shares) else 0.0


def _cell(
    row: dict[object, object], labels: dict[str, str], rank: dict[str, int], language: Language
) -> dict[str, object]:
    rule = str(row["rule_id"])
    stated = not pd.isna(row["share"])  # type: ignore[call-overload]
    start = 12 * (int(float(str(row["year"]))) - 1) if stated else 0
    cliff = None if pd.isna(row["cliff_months"]) else int(float(str(row["cliff_months"])))  # type: ignore[call-overload]
    share = float(str(row["share"])) if stated else None
    return {
        "rule_id": rule,
        "label": labels[rule],
        "row": theme.two_lines(labels[rule]),
        "rank": rank[rule],
        "start": start,
        "end": start + 12 if stated else 12 * _YEARS,
        "share": share,
        "share_text": language.percent(share) if share is not None
        else language.t("compensation.vesting.unknown"),
        "cliff": cliff,
        "cliff_text": "" if cliff is None
        else language.t("compensation.cliff.none") if cliff == 0
        else language.tn("count.months", cliff),
    }  # fmt: skip


def _shares(rules: pd.DataFrame, language: Language) -> str:
    return language.series(language.percent(float(v)) for v in rules["share"].dropna())


def _chart(frame: pd.DataFrame, cliffs: pd.DataFrame, language: Language) -> alt.LayerChart:
    x = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, 12 * _YEARS], nice=False),
        axis=alt.Axis(
            title=language.t("compensation.vesting.axis"), values=list(range(0, 49, 12)), grid=False
        ),
    )
    tooltip = [
        alt.Tooltip("label:N", title=language.t("compensation.rule.header")),
        alt.Tooltip("share_text:N", title=language.t("compensation.shares.header")),
        alt.Tooltip("cliff_text:N", title=language.t("compensation.cliff.header")),
    ]
    base = alt.Chart(frame).encode(y=theme.ranked_rows())
    known = base.transform_filter("isValid(datum.share)")
    bars = known.mark_bar(color=theme.token("gain"), stroke=theme.token("paper"), height=22).encode(
        x=x,
        x2="end:Q",
        opacity=alt.Opacity(
            "share:Q", scale=alt.Scale(domain=[0, 0.4], range=[0.04, 0.55]), legend=None
        ),
        tooltip=tooltip,
    )
    open_ = base.transform_filter("!isValid(datum.share)").mark_bar(
        fill=None, stroke=theme.token("muted"), strokeDash=[4, 3], height=22
    )
    text = (
        base.transform_calculate(middle="(datum.start + datum.end) / 2")
        .mark_text(fontSize=theme.by_width(narrow=10, wide=12))
        .encode(x="middle:Q", text="share_text:N")
    )
    waits = alt.Chart(cliffs).transform_filter("datum.cliff > 0").encode(y=theme.ranked_rows())
    cliff = waits.mark_rule(strokeWidth=5, color=theme.token("accent"), yOffset=14).encode(
        x="start:Q", x2="cliff:Q", tooltip=tooltip
    )
    layers = [bars, open_.encode(x=x, x2="end:Q", tooltip=tooltip), text, cliff]
    rows = frame["rank"].nunique()
    return alt.LayerChart(layer=layers, width=700, height=_ROW * rows)
