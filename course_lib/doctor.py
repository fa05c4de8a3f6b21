"""What is installed on this machine, what is missing, and how to get it."""

import importlib.metadata
import platform
import shutil
import subprocess
import sys

CORE = ("numpy", "matplotlib", "jupyterlab", "ipykernel", "ipywidgets", "nbclient", "pillow", "pooch", "tqdm")
GIBIBYTE = 2**30


def examine():
    """Print a line for each thing that the course uses.

    Returns
    -------
    well : bool     whether everything needed for the lectures and assignments in NumPy is there
    """
    recent = sys.version_info >= (3, 11)
    found = [_line("Python", platform.python_version(), recent, "install Python 3.11 or newer")]
    found += [_line(package, _version(package), cure=f"pip install {package}") for package in CORE]
    free = shutil.disk_usage(".").free / GIBIBYTE
    found += [_line("disk", f"{free:.1f} GB free", free > 1, "make room: 1 GB is wanted here")]
    print("\nNot everybody needs these:")
    _line("nbgrader", _version("nbgrader"), cure="to release and grade: pip install nbgrader")
    _line("torch", _version("torch"), cure="for lectures 11 to 13: pip install torch")
    _line("GPU", _gpu(), cure="torch finds none; nothing in the course demands one")
    _line("sandbox", shutil.which("bwrap"), cure="no bubblewrap; grading does not use it yet")
    print(f"\n{'All' if all(found) else 'Not all'} that the lectures and assignments in NumPy need is there.")
    return all(found)


def _line(name, found, enough=True, cure=""):
    """Print what was found, and how to get it if that is not enough; return whether it is."""
    there = bool(found and enough)
    print(f"  {name:12} {found or 'none':12} {'' if there else cure}".rstrip())
    return there


def _version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _gpu():
    """Ask torch in a process of its own: a broken install can end the process that imports it."""
    code = "import torch; a = torch.accelerator; print(a.current_accelerator() if a.is_available() else '')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None
