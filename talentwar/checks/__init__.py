"""Checks of the data package: everything `make check` says about `data/`."""

from talentwar.checks.data import check_data
from talentwar.checks.summary import Summary, render_summary, summary
from talentwar.files import format_tables

__all__ = ["Summary", "check_data", "format_tables", "render_summary", "summary"]
