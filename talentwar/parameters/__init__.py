"""The parameters of each chapter: one definition for files, notebooks, commands and pages."""

from talentwar.parameters.chapters import CHAPTERS, MINIMUM_MEMBERS
from talentwar.parameters.checking import read
from talentwar.parameters.common import ChapterParameters
from talentwar.parameters.reading import (
    PARAMETERS_FILE,
    known_chapter,
    known_language,
    read_command,
    read_file,
)

__all__ = [
    "CHAPTERS",
    "MINIMUM_MEMBERS",
    "PARAMETERS_FILE",
    "ChapterParameters",
    "known_chapter",
    "known_language",
    "read",
    "read_command",
    "read_file",
]
