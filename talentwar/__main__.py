"""Let ``python -m talentwar`` run the command line."""

from talentwar.pipeline.cli import main

if __name__ == "__main__":
    main()
