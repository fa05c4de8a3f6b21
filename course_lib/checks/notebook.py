"""What the kernel of a notebook knows of the student's cells. In a plain script all of it is silent."""

import ast
import difflib
import linecache
import re
import sys
from types import CodeType

CALLS = re.compile(r"\b(check|by_hand|inputs)\(")
ALIKE = 0.7  # of difflib: one_hot and onehot are, linear_forward and linear_backward are not


def nearest(name, others):
    """Return the one of the other names that is meant, as far as one can tell, or None."""
    holding = [other for other in others if name in other or (other in name and len(other) > len(name) / 2)]
    return next(iter(difflib.get_close_matches(name, holding or others, 1, 0 if holding else ALIKE)), None)


def outdated(function, name):
    """Say that the last run of the cell that defines the name failed, so that the function is from before; or None.

    Silent where the function's own cell does not define the name, as with a decorator, or no later one does.
    """
    own, latest, newest = _source(function).strip(), _latest(name).strip(), [source.strip() for source in _ran()[::-1]]
    defines = re.search(rf"^(def +)?{name}\b", own, re.MULTILINE)
    if not (defines and latest and own in newest) or newest.index(own) <= newest.index(latest):
        return None
    return f"This is the {name} from before: {_failure(latest, name)}. Mend that, and run the cell again."


def explain_missing(names):
    """In a notebook, show a sentence in place of the traceback where one of the names is not defined in a check's cell.

    Every other NameError is shown as before; the error itself stays what it is.
    """
    shell = _shell()
    if shell is None or NameError in shell.custom_exceptions:
        return

    def show(shell, kind, error, traceback, tb_offset=None):
        if kind is NameError and error.name in names and _in_a_check(traceback, shell):
            lines = [f"{error.name} is not defined in this kernel.", advice(error.name, names)]
            error._render_traceback_ = lambda: lines
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset, running_compiled_code=True)

    shell.set_custom_exc((NameError,), show)


def advice(name, names):
    """Say how to define a name that is missing; names: those that stand for something else."""
    other, latest = nearest(name, [own for own in _own_functions() if own not in names]), _latest(name)
    if other:
        return f"There is {other}: call it {name}, and run its cell again."
    if latest:
        return f"T{_failure(latest, name)[1:]}. Mend that, and run the cell again."
    return f"Run the cell that defines {name}; after a restart of the kernel, run all cells above this one."


def _failure(source, name):
    """Say how the run of a cell that should have defined a name ended."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f"the last run of its cell ended in a syntax error, line {error.lineno} of the cell: {error.msg}"
    return f"the last run of its cell ended in an error, before it came to `def {name}`"


def _shell():
    ipython = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()


def _ran():
    """Return the cells that were run, without the one that runs now."""
    shell = _shell()
    return shell.user_ns.get("In", [])[:-1] if shell else []


def _latest(name):
    """Return the source of the last cell that was run to define the function, or nothing."""
    defines = re.compile(rf"^def +{name}\b", re.MULTILINE)
    return next((source for source in reversed(_ran()) if defines.search(source)), "")


def _source(function):
    """Return the whole cell that a function was written in, or nothing."""
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    return "".join(linecache.getlines(code.co_filename)) if isinstance(code, CodeType) else ""


def _in_a_check(traceback, shell):
    """Whether an error arose in a cell's own lines, and the cell calls a check."""
    while traceback.tb_next:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    own = frame.f_code.co_name == "<module>" and frame.f_globals is shell.user_ns
    return own and CALLS.search("".join(linecache.getlines(frame.f_code.co_filename))) is not None


def _own_functions():
    """Return the names of the functions that cells define."""
    shell = _shell()
    space = shell.user_ns.items() if shell else ()
    return [name for name, value in space if callable(value) and getattr(value, "__module__", "") == "__main__"]
