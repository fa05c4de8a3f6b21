"""Run a notebook in a clean kernel, whatever its cells do. Knows nothing of courses, students or databases."""

import math
import os
import subprocess
from time import monotonic

from nbformat.v4 import new_output

from course_lib.grading.kernel import MOST_OUTPUT, BoundedClient
from course_lib.grading.place import cell_name

SECONDS_PER_CELL, SECONDS_PER_NOTEBOOK = 30, 300
TIME_LIMIT, KERNEL_LOST, NOT_RUN = "TimeLimit", "KernelLost", "NotRun"  # names of the errors that cells get here
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # the process's own; cells' output is not there


class _Exit(Exception):
    """A cell asked the kernel to end, as exit() does: some time later it would."""


def run_notebook(
    nb, *, folder, seconds=SECONDS_PER_CELL, notebook_seconds=SECONDS_PER_NOTEBOOK, environment=None, progress=None
):
    """Run every code cell in order and keep its outputs, errors included; of much output the first part.

    When the kernel is lost or the time is up, the cells before keep what they gave. The cell that lost it and those
    after it get an error that says so: nbgrader gives full points to a test cell that left no output.

    Parameters
    ----------
    nb : NotebookNode       outputs are written into it
    folder : path           the kernel's working directory
    seconds : int           time limit of a cell
    notebook_seconds : int  time limit of all cells together
    environment : dict      variables for the kernel, besides this process's own
    progress : callable     is told (number, total) of the code cells before each of them

    Returns
    -------
    problem : str or None   why the notebook did not run to its end

    Raises
    ------
    RuntimeError            if the kernel does not start
    """
    client = _client(nb, folder)
    places = [index for index, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    problem, took = None, {}
    with client.setup_kernel(env=os.environ | (environment or {}), **QUIET):
        end = monotonic() + notebook_seconds
        for number, index in enumerate(places, 1):
            started = monotonic()
            if not problem and started >= end:
                problem = _too_slow(nb, notebook_seconds, took)
            if problem:
                nb.cells[index].outputs = [_error(NOT_RUN, problem)]
                continue
            if progress:
                progress(number, len(places))
            _set_limit(client, seconds, end - started, notebook_seconds)
            problem = _run_cell(client, nb, index)
            took[index] = monotonic() - started
            if problem:
                _replace_errors(nb.cells[index], _error(KERNEL_LOST, problem))
    return problem


def _client(nb, folder):
    return BoundedClient(
        nb,
        kernel_name="python3",  # not the student's own, which this machine may lack
        interrupt_on_timeout=True,
        allow_errors=True,
        shutdown_kernel="immediate",
        skip_cells_with_tag="",  # else a tag on a test cell would skip it
        on_cell_executed=_read_reply,
        resources={"metadata": {"path": str(folder)}},
    )


def _set_limit(client, seconds, left, notebook_seconds):
    """Give the next cell its time, or what is left of the notebook's."""
    client.timeout = min(seconds, math.ceil(left))
    reason = f"stopped after {client.timeout} seconds"
    if client.timeout < seconds:
        reason += f", with which the notebook's {notebook_seconds} seconds were used up"
    client.error_on_timeout = {"ename": TIME_LIMIT, "evalue": reason, "traceback": []}


def _too_slow(nb, notebook_seconds, took):
    slowest = max(took, key=took.get)
    return (
        f"the notebook's {notebook_seconds} seconds were used up, "
        f"{took[slowest]:.0f} of them in {cell_name(nb, slowest)}"
    )


def _run_cell(client, nb, index):
    """Run one cell; return why the kernel is lost, or None."""
    try:
        client.execute_cell(nb.cells[index], index)
    except _Exit:
        return f"{cell_name(nb, index)} calls exit(), which ends the kernel"
    except RuntimeError:  # DeadKernelError is one
        return f"the kernel died in {cell_name(nb, index)}: a crash, an exit, or too little memory"
    except TimeoutError:
        return f"{cell_name(nb, index)} did not stop after {client.timeout} seconds and could not be interrupted"
    return None


def _read_reply(*, cell, cell_index, execute_reply):
    """Make sure that a cell whose reply is an error has it among its outputs: not all errors print themselves."""
    reply = execute_reply["content"]
    if any(payload.get("source") == "ask_exit" for payload in reply.get("payload", [])):
        raise _Exit
    if reply["status"] != "error":
        return
    error = _error(reply["ename"], reply["evalue"][: MOST_OUTPUT // 2])  # once as it is, once in the traceback
    if reply["ename"] == TIME_LIMIT:  # say so, rather than show the KeyboardInterrupt that stopped it
        _replace_errors(cell, error)
    elif not any(output.output_type == "error" for output in cell.outputs):
        cell.outputs.append(error)


def _replace_errors(cell, error):
    cell.outputs = [*(output for output in cell.outputs if output.output_type != "error"), error]


def _error(name, text):
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
