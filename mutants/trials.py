"""Run tests in forked processes, each in a copy of the repository: what a test starts meets the fault too."""

import gc
import importlib
import io
import multiprocessing
import os
import pickle
import resource
import shutil
import signal
import sys
import time
from contextlib import redirect_stdout, suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest

from mutants.faults import Fault

FORK = multiprocessing.get_context("fork")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "demo_output")
MEMORY = 6 << 30  # bytes a process: a fault may ask for all that the machine has
SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


class Survey(NamedTuple):
    """Run a whole test file; result: how long each test takes, what lines it runs, what was imported from elsewhere."""

    file: str
    library: str
    seconds: int = 900  # until it is given up

    def prepare(self, folder):
        pass

    def work(self, folder):
        watch = Watch(folder / self.library)
        with redirect_stdout(io.StringIO()) as told:
            watch.coverage.start()
            code = run_tests([self.file], watch)
            watch.coverage.stop()
        imported = [
            name
            for name, module in sys.modules.items()
            if not (getattr(module, "__file__", "") or "").startswith(str(folder))
        ]
        seen = (int(code), told.getvalue(), watch.seconds, watch.runners(folder), imported)
        (folder / "survey.pickle").write_bytes(pickle.dumps(seen))
        return 0

    def result(self, folder, outcome):
        if outcome != SURVIVED:
            sys.exit(f"{self.file} {outcome} although nothing was changed.")
        code, told, *seen = pickle.loads((folder / "survey.pickle").read_bytes())
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            sys.exit(f"{told}\n{self.file} fails although nothing was changed.")
        return seen


class Trial(NamedTuple):
    """Run the tests that may notice a fault, up to the first that does; result: the trial and how it ended."""

    root: Path
    path: str
    fault: Fault
    tests: dict  # name: seconds
    seconds: float

    def prepare(self, folder):
        (folder / self.path).write_text(self.fault.source, encoding="utf-8")

    def work(self, folder):
        sys.dont_write_bytecode = True  # the next fault of the same second and size would be taken for this one
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        files = sorted({name.partition("::")[0] for name in self.tests})
        code = run_tests(["-x", *files], Choose(self.tests)) if files else 0
        return 0 if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 1

    def result(self, folder, outcome):
        shutil.copy2(self.root / self.path, folder / self.path)
        return self, outcome


class Watch:
    """A pytest plugin: what lines each test runs, and how long it takes."""

    def __init__(self, library):
        self.coverage = coverage.Coverage(data_file=None, config_file=False, source=[str(library)])
        self.seconds = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        self.coverage.switch_context(item.nodeid.partition("::")[0])  # a fixture may serve the whole file

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item):
        self.coverage.switch_context(item.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item):
        self.coverage.switch_context(item.nodeid.partition("::")[0])

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def runners(self, folder):
        """Return {file: {line: names}}: the tests that run a line, or their file, or "" for what imports do."""
        data = self.coverage.get_data()
        return {
            Path(file).relative_to(folder).as_posix(): data.contexts_by_lineno(file) for file in data.measured_files()
        }


class Choose:
    """A pytest plugin: run these tests only, the quick ones first, those of a file together."""

    def __init__(self, seconds):
        self.seconds = seconds

    def pytest_collection_modifyitems(self, items):
        chosen = [item for item in items if item.nodeid in self.seconds]
        of_file = dict.fromkeys((item.path for item in chosen), 0)
        for item in chosen:
            of_file[item.path] += self.seconds[item.nodeid]
        items[:] = sorted(chosen, key=lambda item: (of_file[item.path], item.path, self.seconds[item.nodeid]))


def run_tests(arguments, plugin):
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--basetemp", f"{Path.cwd()}-tmp"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of plugins that are imported already
    return pytest.main([*options, *arguments], plugins=[plugin])


def preload(names):
    """Import packages that take long here, once, for every process forked later."""
    os.environ["OMP_NUM_THREADS"] = "1"  # as in tests/conftest.py
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)
    gc.freeze()  # else each process looks through all that was imported for garbage


class Pool:
    """Copies of the repository, one a worker, and the processes at work in them."""

    def __init__(self, repository, scratch, workers):
        self.root = scratch / "as it is"  # and stays, whatever one edits meanwhile
        shutil.copytree(repository, self.root, ignore=LEFT_OUT)
        self.free = [scratch / f"copy{number}" for number in range(workers)]
        for folder in self.free:
            shutil.copytree(self.root, folder)

    def run(self, jobs):
        """Do jobs side by side, each in a process and a copy of its own; yield their results as they end."""
        jobs, at_work = list(jobs)[::-1], {}
        try:
            while jobs or at_work:
                while jobs and self.free:
                    job, folder = jobs.pop(), self.free.pop()
                    job.prepare(folder)
                    process = FORK.Process(target=_child, args=(job, folder))
                    process.start()
                    at_work[process.sentinel] = job, folder, process, time.monotonic() + job.seconds
                yield from self._ended(at_work)
        finally:
            for _, _, process, _ in at_work.values():
                process.kill()

    def _ended(self, at_work):
        """Wait until a process ends or is late; yield the results of those that did."""
        first = min(deadline for *_, deadline in at_work.values())
        done = wait(list(at_work), timeout=max(0, first - time.monotonic()))
        for key, (job, folder, process, deadline) in list(at_work.items()):
            late = key not in done and deadline <= time.monotonic()
            if late:
                os.killpg(process.pid, signal.SIGKILL)
            if late or key in done:
                process.join()
                del at_work[key]
                self.free.append(folder)
                yield job.result(folder, TIMED_OUT if late else KILLED if process.exitcode else SURVIVED)


def _child(job, folder):
    """Do a job, quietly, with the copy of the repository in place of the repository."""
    os.setsid()  # so that what it starts ends with it
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    os.environ["PYTHONPATH"] = str(folder)
    os._exit(job.work(folder))  # at once: no thread that a fault started is waited for
