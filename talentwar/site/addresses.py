"""Where the rows of a table are on the site, seen from a page of the book."""


def page_name(table: str) -> str:
    """Return the name of a table's page, without extension: the same in every language."""
    return f"rows-{table}"


def page_address(table: str) -> str:
    """Return the address of the page with all rows of a table."""
    return f"{page_name(table)}.html"


def row_address(table: str, key: str) -> str:
    """Return the address of one row of a table."""
    return f"{page_address(table)}#{key}"


def source_address(key: str) -> str:
    """Return the address of a source in the list of sources."""
    return f"sources.html#source-{key}"
