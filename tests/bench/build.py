"""How long the build takes and how much memory: `make bench`. Prints, never fails.

Works on a copy of the repository in a temporary folder, with this environment's packages:

- cold: `make site` after installation, nothing built;
- edited: again, after one data cell of one chapter changed;
- unchanged: again, with nothing changed;
- plain: `jupyter-book build` executing the same notebooks, one language after the other.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
import yaml

from talentwar.language import languages
from talentwar.pipeline.notebooks import read, select_language

sys.path.insert(0, str(Path(__file__).parents[1]))
from copies import copy_repository, environment


def main() -> None:
    """Measure and print one line a case."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_repository(Path(folder) / "copy")
        site = [sys.executable, "-m", "talentwar", "site"]
        report("cold", site, copy)
        table = copy / "data/tables/tenures.csv"
        text = table.read_text(encoding="utf-8")
        table.write_text(text.replace(",medium,", ",high,", 1), encoding="utf-8")
        report("edited", site, copy)
        report("unchanged", site, copy)
        plain = [str(prepare_plain(copy, code, Path(folder))) for code in languages()]
        book = f"{Path(sys.executable).parent}/jupyter-book build --quiet"
        report("plain", ["sh", "-c", " && ".join(f"{book} {source}" for source in plain)], copy)


def prepare_plain(copy: Path, code: str, folder: Path) -> Path:
    """Lay out one language as a book of its own that executes its notebooks."""
    source = folder / f"plain-{code}"
    shutil.copytree(copy / "book" / code, source)
    shutil.copy(copy / "book" / "_toc.yml", source)
    config = yaml.safe_load((copy / "_config.yml").read_text(encoding="utf-8"))
    config["execute"]["execute_notebooks"] = "force"
    config["sphinx"] = {"config": {"language": code}}
    del config["html"]["favicon"]
    (source / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for path in sorted((copy / "notebooks").glob("*.ipynb")):
        notebook = select_language(read(path), code)
        for cell in notebook.cells:
            if "parameters" in cell.metadata.get("tags", []):
                cell.source = cell.source.replace('language = "en"', f'language = "{code}"')
        nbformat.write(notebook, source / path.name)
    return source


def report(name: str, command: list[str], folder: Path) -> None:
    """Run a command and print its duration and the peak memory of it and all it starts."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = [0]
    watcher = threading.Thread(target=watch, args=(process.pid, peak))
    watcher.start()
    output, _ = process.communicate()
    seconds = time.monotonic() - start
    watcher.join()
    print(f"{name:<10} {seconds:6.1f} s   peak {peak[0] / 2**20:6.0f} MiB")
    if process.returncode:
        print(output)


def watch(pid: int, peak: list[int]) -> None:
    """Keep the largest sum of proportional memory of a process and its descendants."""
    while psutil.pid_exists(pid):
        try:
            root = psutil.Process(pid)
            family = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(memory(p) for p in family))
            if root.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        # Reading the memory maps of all processes is no small work: not too often.
        time.sleep(0.5)


def memory(process: psutil.Process) -> int:
    """Return the proportional set size in bytes, zero for a process that has just ended."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
