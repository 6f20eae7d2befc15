"""The colours and the font of the report, for charts and style sheets alike.

Colours are CSS custom properties with a light fallback. A chart on the site so follows the
page's colour theme as it changes, without being drawn again, and still looks right where
no style sheet is at hand (JupyterLab, a downloaded file).
"""

from __future__ import annotations

# Arial's metrics: shipped with vl-convert, so that the static drawing does not depend on the
# fonts of the machine, and close to what a reader's browser has.
FONT = '"Liberation Sans", Arial, Helvetica, sans-serif'

TOKENS: dict[str, tuple[str, str]] = {
    "ink": ("#1d2733", "#e8ecf1"),
    "muted": ("#55606e", "#a9b4c2"),
    "grid": ("#dfe3e8", "#39424d"),
    "paper": ("#ffffff", "#14181e"),
    "accent": ("#b3372f", "#ff8a7a"),
    "gain": ("#1f6fb4", "#6db6f2"),
    "loss": ("#b85c00", "#f2a65a"),
}
"""Colour tokens of the report: name -> (light, dark)."""

ORGANIZATIONS: dict[str, tuple[str, str]] = {
    "anthropic": ("#b4552d", "#f0936a"),
    "openai": ("#0e7c66", "#4cc9ac"),
    "google-deepmind": ("#2f5fd0", "#8fb0ff"),
    "google-brain": ("#5b7fd6", "#a9c0ff"),
    "google": ("#1a3f94", "#6f93ea"),
    "meta": ("#7a3fb5", "#c79cf5"),
    "microsoft": ("#6b7300", "#c6cf4a"),
    "xai": ("#3f4650", "#c3cad4"),
    "apple": ("#80636b", "#d3b3bb"),
    "amazon": ("#a96500", "#f5b759"),
    "mistral": ("#c4343f", "#ff8f96"),
    "ssi": ("#00748f", "#5fcde6"),
    "thinking-machines": ("#a02c78", "#f08fcc"),
}
"""One colour per organisation, the same everywhere: id -> (light, dark)."""

DESTINATIONS: dict[str, tuple[str, str]] = {
    "rival": ("#b3372f", "#ff8a7a"),
    "own": ("#946200", "#f0c050"),
    "big-tech": ("#2f6fb0", "#6db6f2"),
    "academia": ("#47752b", "#9ccc74"),
    "other": ("#6f549a", "#bda4e6"),
    "unreported": ("#68727e", "#a3adb9"),
}
"""One colour per group of destinations (``talentwar.destinations``): name -> (light, dark)."""

OUTCOMES: dict[str, tuple[str, str]] = {
    "void": ("#8fc1e3", "#1d5a87"),
    "below-line": ("#cfe4f2", "#2c4a60"),
    "only-if-paid": ("#f0da86", "#6a5810"),
    "may-bind": ("#f4b183", "#7d4513"),
    "binds": ("#de7f78", "#8f2f2b"),
    "unknown": ("#dfe3e8", "#434c57"),
}
"""One colour per outcome of the law (``talentwar.noncompetes``), on which ink is read:
name -> (light, dark)."""

DEEPEST_CELL = 0.5
"""Opacity of the fullest cell of a matrix; the numbers on it must still be read."""


def token(name: str) -> str:
    """Return a colour token as CSS with its light value as fallback."""
    return f"var(--tw-{name}, {TOKENS[name][0]})"


def organization_color(org_id: str) -> str:
    """Return the colour of an organisation, the muted token for one without its own."""
    if org_id not in ORGANIZATIONS:
        return token("muted")
    return f"var(--tw-org-{org_id}, {ORGANIZATIONS[org_id][0]})"


def destination_color(group: str) -> str:
    """Return the colour of a group of destinations."""
    return f"var(--tw-to-{group}, {DESTINATIONS[group][0]})"


def outcome_color(outcome: str) -> str:
    """Return the colour of an outcome of the law."""
    return f"var(--tw-law-{outcome}, {OUTCOMES[outcome][0]})"


def style_sheet() -> str:
    """Return the CSS that defines every token in the light and the dark theme."""
    colours = {f"--tw-{k}": v for k, v in TOKENS.items()}
    colours |= {f"--tw-org-{k}": v for k, v in ORGANIZATIONS.items()}
    colours |= {f"--tw-to-{k}": v for k, v in DESTINATIONS.items()}
    colours |= {f"--tw-law-{k}": v for k, v in OUTCOMES.items()}
    light = "".join(f"  {name}: {pair[0]};\n" for name, pair in colours.items())
    dark = "".join(f"  {name}: {pair[1]};\n" for name, pair in colours.items())
    return f"html {{\n{light}}}\n@media screen {{\nhtml[data-theme='dark'] {{\n{dark}}}\n}}\n"
