"""What a page says about itself to those who link to it: address, description, picture."""

from __future__ import annotations

from docutils import nodes

LONGEST = 200
"""Characters of a description that those who show it do not cut."""
DEFAULT_CARD = "figures/card.png"


def describe(doctree: nodes.document | None) -> str:
    """Return the first paragraph of a page as text, cut at the end of a word.

    A page that is no document, such as that of search, has none: the text is empty.
    """
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.section | nodes.document):
            continue
        text = " ".join(paragraph.astext().split(" "))
        # French typography parts with spaces that are not to be broken; they stay.
        text = text.replace("\n", " ").strip()
        if text:
            return shortened(text)
    return ""


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text of at most ``longest`` characters, cut between words where it is longer."""
    if len(text) <= longest:
        return text
    start = text[: longest - 1].rpartition(" ")[0] or text[: longest - 1]
    return f"{start.rstrip(' ,;:.')}…"


def card(page: str) -> str:
    """Return where the picture of a page lies in its book if it has one of its own."""
    return f"figures/{page}-card.png"
