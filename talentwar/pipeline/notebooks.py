"""Notebooks in several languages: select one, execute it, keep the result reproducible.

A notebook holds each code cell once and each prose cell once per language, side by side,
tagged ``lang-en``, ``lang-fr``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from talentwar.pipeline.progress import StepFailed

LANGUAGE_TAG = "lang-"
_KEPT_METADATA = {"tags", "translation_of", "mystnb"}
_STARTS, _START_SECONDS = 3, 30
"""How often a kernel is started, and how long it has to answer."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def read(path: Path) -> NotebookNode:
    """Return a notebook of the current format; ``StepFailed`` when the file is not one."""
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call, no-any-return]
    except FileNotFoundError:
        raise StepFailed(f"{path.name}: the notebook is missing") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise StepFailed(f"{path.name}: not a notebook: {str(error)[:200]}") from error


def language_of(cell: NotebookNode) -> str | None:
    """Return the language a cell is tagged with, ``None`` for a cell of all languages."""
    for tag in cell.metadata.get("tags", []):
        if tag.startswith(LANGUAGE_TAG):
            return str(tag.removeprefix(LANGUAGE_TAG))
    return None


def select_language(notebook: NotebookNode, code: str) -> NotebookNode:
    """Return a copy that keeps the cells of one language and those of all, without outputs.

    Each cell remembers its position in the whole notebook, for messages.
    """
    selected = copy.deepcopy(notebook)
    cells = []
    for position, cell in enumerate(selected.cells):
        if language_of(cell) not in (None, code):
            continue
        cell.metadata["position"] = position
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
        cells.append(cell)
    selected.cells = cells
    return selected


def execute(
    path: Path, code: str, values: Mapping[str, Any], folder: Path, where: Path | None = None
) -> NotebookNode:
    """Run a notebook in one language with papermill and return the normalised result.

    ``values`` are the plain parameters, ``folder`` takes the intermediate files, ``where`` is the
    working directory, that of the notebook unless given. Raises ``StepFailed`` naming notebook,
    cell and error.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError

    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{path.stem}.{code}.source.ipynb"
    nbformat.write(select_language(read(path), code), source)  # type: ignore[no-untyped-call]
    try:
        executed = _run(source, values, where or path.parent)
    except papermill.PapermillExecutionError as error:
        raise StepFailed(_explain(path, source, error)) from error
    except DeadKernelError as error:
        raise StepFailed(f"notebooks/{path.name}: the kernel died (out of memory?)") from error
    return normalise(_effective_parameters(executed))


def _run(source: Path, values: Mapping[str, Any], folder: Path) -> NotebookNode:
    """Execute a notebook in a folder; start its kernel again if it does not answer.

    A kernel's ports are picked before they are taken, so that two kernels that start at the same
    time can pick the same, and one of them never answers.
    """
    import papermill

    for _ in range(_STARTS):
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(source),
                # Not kept on the way: writing it twice a cell takes as long as running it.
                None,
                parameters=dict(values),
                progress_bar=False,
                log_output=False,
                kernel_name="python3",
                language="python",
                # Nothing is left to save in a kernel whose outputs are all here.
                shutdown_kernel="immediate",
                # Its warnings are about the transport, which is this machine's.
                extra_arguments=["--log-level=ERROR"],
                start_timeout=_START_SECONDS,
                cwd=str(folder),
            )
        except RuntimeError as error:
            if "Kernel didn't respond" not in str(error):
                raise
        else:
            return executed
    raise StepFailed(f"{source.name}: the kernel does not answer, started {_STARTS} times")


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without anything that changes from run to run or machine to machine."""
    clean = copy.deepcopy(notebook)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    clean.metadata = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    count = 0
    for cell in clean.cells:
        kept = {k: v for k, v in cell.metadata.items() if k in _KEPT_METADATA}
        cell.metadata = nbformat.from_dict(kept)  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count if cell.outputs else None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return clean


def published(notebook: NotebookNode) -> NotebookNode:
    """Return an executed notebook as a reader downloads it: without what only the build needs."""
    clean = normalise(notebook)
    for cell in clean.cells:
        tags = [t for t in cell.metadata.get("tags", []) if not t.startswith(LANGUAGE_TAG)]
        cell.metadata = nbformat.from_dict(  # type: ignore[no-untyped-call]
            {"tags": tags} if tags else {}
        )
    return clean


def merge_outputs(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """Return the whole notebook with the outputs of an execution, matched by cell id."""
    merged = normalise(notebook)
    outputs = {cell.id: cell for cell in executed.cells if cell.cell_type == "code"}
    for cell in merged.cells:
        if cell.cell_type == "code" and cell.id in outputs:
            cell.outputs = outputs[cell.id].outputs
            cell.execution_count = outputs[cell.id].execution_count
    return merged


def outputs_of(notebook: NotebookNode, mime_type: str) -> list[Any]:
    """Return the data of all outputs of a MIME type, in order."""
    return [
        output["data"][mime_type]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if mime_type in output.get("data", {})
    ]


def texts_of(notebook: NotebookNode, mime_type: str) -> list[str]:
    """Return what outputs of a MIME type say where only text can be shown, in order."""
    return [
        str(output["data"]["text/plain"])
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if mime_type in output.get("data", {})
    ]


def _effective_parameters(executed: NotebookNode) -> NotebookNode:
    """Keep one parameters cell, that with the values used; readers download this notebook."""
    injected = next(
        (c for c in executed.cells if "injected-parameters" in c.metadata.get("tags", [])), None
    )
    if injected is None:
        return executed
    for cell in executed.cells:
        tags = cell.metadata.get("tags", [])
        if "parameters" in tags:
            cell.source = injected.source
            break
    executed.cells = [c for c in executed.cells if c is not injected]
    return executed


def _explain(path: Path, source: Path, error: Any) -> str:
    """Say which cell of which notebook failed and how, in a few lines."""
    said = f"{error.ename}: {_ANSI.sub('', error.evalue)}"
    # Of cells that are alike, the first; parameters that were injected are in none.
    failed = next((cell for cell in read(source).cells if cell.source == error.source), None)
    if failed is None:
        return f"{path.name}: {said}"
    code = "\n".join(f"    {line}" for line in failed.source.splitlines()[:8])
    return f"notebooks/{path.name}, cell {failed.metadata['position']}:\n{code}\n{said}"
