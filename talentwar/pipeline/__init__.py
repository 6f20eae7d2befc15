"""From the notebooks and tables to the site: what the Snakefile calls, step by step."""
