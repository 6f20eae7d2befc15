"""Two builds of one state of the repository give the same bytes, wherever they run."""

from pathlib import Path

from copies import copy_repository, run

from talentwar.pipeline.paths import SITE


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_build_in_another_folder_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    copy = copy_repository(tmp_path / "elsewhere" / "report")
    built = run(copy, "-m", "talentwar", "site", timeout=600)
    assert built.returncode == 0, built.stdout + built.stderr
    here, there = contents(SITE), contents(copy / "_site")
    assert there.keys() == here.keys()
    assert [name for name in here if here[name] != there[name]] == []
    paths = [name for name, data in there.items() if str(tmp_path).encode() in data]
    assert paths == [], "absolute paths in the site"
