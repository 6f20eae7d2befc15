"""Charts: one module a chapter, one theme, one figure type; all in the language of the page."""
