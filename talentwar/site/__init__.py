"""The Sphinx side of the site: figures, pages, books, assembly."""
