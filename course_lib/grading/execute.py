"""Run a notebook in a clean kernel, whatever its cells do. Knows nothing of courses, students or databases."""

import os
import subprocess

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output

from course_lib.grading.place import cell_name

SECONDS_PER_CELL = 30
TIME_LIMIT, KERNEL_LOST, NOT_RUN = "TimeLimit", "KernelLost", "NotRun"  # names of the errors that cells get here
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # the process's own; cells' output is not there


class _Exit(Exception):
    """A cell asked the kernel to end, as exit() does: some time later it would."""


def run_notebook(nb, *, folder, seconds=SECONDS_PER_CELL, environment=None, progress=None):
    """Run every code cell in order and keep its outputs, errors included.

    When the kernel is lost, the cells before keep what they gave. The cell that lost it and those after it get an
    error that says so: nbgrader gives full points to a test cell that left no output.

    Parameters
    ----------
    nb : NotebookNode       outputs are written into it
    folder : path           the kernel's working directory
    seconds : int           time limit of a cell
    environment : dict      variables for the kernel, besides this process's own
    progress : callable     is told (number, total) of the code cells before each of them

    Returns
    -------
    problem : str or None   why the notebook did not run to its end

    Raises
    ------
    RuntimeError            if the kernel does not start
    """
    client = _client(nb, folder, seconds)
    places = [index for index, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    problem = None
    with client.setup_kernel(env=os.environ | (environment or {}), **QUIET):
        for number, index in enumerate(places, 1):
            cell = nb.cells[index]
            if problem:
                cell.outputs = [_error(NOT_RUN, problem)]
                continue
            if progress:
                progress(number, len(places))
            problem = _run_cell(client, nb, index)
            if problem:
                cell.outputs.append(_error(KERNEL_LOST, problem))
    return problem


def _client(nb, folder, seconds):
    return NotebookClient(
        nb,
        kernel_name="python3",  # not the student's own, which this machine may lack
        timeout=seconds,
        error_on_timeout={"ename": TIME_LIMIT, "evalue": f"stopped after {seconds} seconds", "traceback": []},
        interrupt_on_timeout=True,
        raise_on_iopub_timeout=True,
        allow_errors=True,
        shutdown_kernel="immediate",
        skip_cells_with_tag="",  # else a tag on a test cell would skip it
        on_cell_executed=_read_reply,
        resources={"metadata": {"path": str(folder)}},
    )


def _run_cell(client, nb, index):
    """Run one cell; return why the kernel is lost, or None."""
    try:
        client.execute_cell(nb.cells[index], index)
    except _Exit:
        return f"{cell_name(nb, index)} calls exit(), which ends the kernel"
    except DeadKernelError:
        return f"the kernel died in {cell_name(nb, index)}: a crash, an exit, or too little memory"
    except CellTimeoutError:
        return f"{cell_name(nb, index)} did not stop after {client.timeout} seconds and could not be interrupted"
    return None


def _read_reply(*, cell, cell_index, execute_reply):
    """Make sure that a cell whose reply is an error has it among its outputs: not all errors print themselves."""
    reply = execute_reply["content"]
    if any(payload.get("source") == "ask_exit" for payload in reply.get("payload", [])):
        raise _Exit
    if reply["status"] != "error":
        return
    if reply["ename"] == TIME_LIMIT:  # say so, rather than show the KeyboardInterrupt that stopped it
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
    if not any(output.output_type == "error" for output in cell.outputs):
        cell.outputs.append(_error(reply["ename"], reply["evalue"]))


def _error(name, text):
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
