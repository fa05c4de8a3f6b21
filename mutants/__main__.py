"""`python tasks.py mutants [MODULE …]`: a module is written as in `ops/conv`, `checks`; all of course_lib by default.

Each fault of each module is planted in a copy, and the tests of the module's room that run the changed lines are run.
A fault that none notices is printed: write a test, or say in explained.toml why no test can notice it.

`python tasks.py mutants exercises` plants them in the answers to exercises instead, and looks what the checks say.
"""

import os
import sys

if not hasattr(os, "fork"):
    sys.exit("Mutants need fork: Linux, macOS, or WSL on Windows.")

import argparse
import ast
import json
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import tqdm

from mutants.faults import faults
from mutants.trials import KILLED, SURVIVED, TIMED_OUT, Pool, Survey, Trial, preload

LIBRARY = "course_lib"
LONGEST = 30  # seconds for the tests of one fault
EXPLAINED = Path("mutants", "explained.toml")
ALSO = {
    "grading": ["test_cli.py"],
    "demo": ["test_cli.py"],
    "doctor": ["test_cli.py"],
}  # room: tests that lie elsewhere


def main(arguments=None):
    """Try all faults of the modules named; return 0 if every one is noticed or explained, 130 if stopped, else 1."""
    parser = argparse.ArgumentParser(prog="python tasks.py mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as ops/conv or checks")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try every N-th fault only, for a first look")
    options = parser.parse_args(arguments)
    if options.modules[:1] == ["exercises"]:
        from mutants import exercises  # here, since it runs the library as it is

        return exercises.main(options.modules[1:], read_explained(Path.cwd()))
    paths = modules(Path.cwd(), options.modules)
    preload(packages(Path.cwd()))
    outcomes = []
    with tempfile.TemporaryDirectory() as scratch:
        pool = Pool(Path.cwd(), Path(scratch), os.cpu_count())
        try:
            outcomes.extend(try_all(pool, paths, options.every))
        except KeyboardInterrupt:
            print("\nStopped: this is not all.")
            report(pool.root, outcomes, whole=False)
            return 130
        return report(pool.root, outcomes, whole=options.every == 1)


def modules(root, names):
    """Return the paths of the modules, relative to the root, that the names mean: a file, or a folder of them."""
    found = []
    for name in names or [""]:
        place = root / LIBRARY / name.removeprefix(f"{LIBRARY}/").removesuffix(".py")
        files = [file for file in [*sorted(place.rglob("*.py")), place.with_suffix(".py")] if file.is_file()]
        if not files:
            sys.exit(f"{LIBRARY} has no module {name}: write ops/conv, say, or checks.")
        found += files
    return [path.relative_to(root).as_posix() for path in found]


def test_files(root, path):
    """Return the test files of a module's room: tests mirror the library."""
    room = Path(path).parts[1].removesuffix(".py")
    places = [room, f"test_{room}.py", *ALSO.get(room, [])]
    found = [root / "tests" / place for place in places]
    files = [file for place in found for file in ([place] if place.is_file() else sorted(place.rglob("test_*.py")))]
    return [file.relative_to(root).as_posix() for file in files]


def packages(root):
    """Return what the library and its tests import of other people's, by its full name.

    Nothing that lies in the repository: what is imported here stays as it is, whatever fault is planted in a copy.
    """
    own = {*(path.stem for path in root.iterdir()), *sys.stdlib_module_names}
    names = set()
    for file in [*root.glob(f"{LIBRARY}/**/*.py"), *root.glob("tests/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names |= {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module} if isinstance(node, ast.ImportFrom) else set()
    return sorted(name for name in names if name.partition(".")[0] not in own)


def try_all(pool, paths, every):
    """Yield each trial, or every n-th, with its outcome."""
    seconds, runners = survey(pool, sorted({file for path in paths for file in test_files(pool.root, path)}))
    if LIBRARY in sys.modules:
        sys.exit(f"{LIBRARY} was imported before any fault was planted, so no test could notice one.")
    trials = []
    for path in paths:
        room = set(test_files(pool.root, path))
        known = {name: time for name, time in seconds.items() if name.partition("::")[0] in room}
        for fault in faults((pool.root / path).read_text(encoding="utf-8")):
            tests = quickest(witnesses(fault, runners[path], known))
            trials.append(Trial(pool.root, path, fault, tests, 10 + 3 * sum(tests.values())))
    trials = trials[::every]
    yield from tqdm.tqdm(pool.run(trials), "faults", len(trials), unit="fault", smoothing=0.02)


def survey(pool, files):
    """Run the tests as they are; return the seconds that each takes, and {module: {line: tests}}: what runs what."""
    seconds, runners, imported = {}, defaultdict(lambda: defaultdict(set)), {}
    results = pool.run([Survey(file, LIBRARY) for file in files])
    for durations, lines_of, loaded in tqdm.tqdm(results, "tests as they are", len(files), unit="file"):
        seconds |= durations
        imported |= dict.fromkeys(loaded)
        for path, lines in lines_of.items():
            for line, names in lines.items():
                runners[path][line] |= set(names)
    preload(imported)
    return seconds, runners


def witnesses(fault, runners, known):
    """Return the tests that may notice a fault: those that run its lines, or use its module if an import runs them.

    Lines that none runs here may be run by a process that a test starts: then all of the room's tests may notice.
    """
    names = set().union(*(runners.get(line, ()) for line in fault.lines))
    if "" in names:
        names = set().union(*runners.values())
    return {name: time for name, time in known.items() if not names or {name, name.partition("::")[0]} & names}


def quickest(tests):
    """Leave out the tests that do not fit into the time that a fault may take: they mostly repeat the quick ones."""
    chosen = {}
    for name, time in sorted(tests.items(), key=lambda test: test[1]):
        if sum(chosen.values()) + time <= LONGEST:
            chosen[name] = time
    return chosen


def read_explained(root):
    """Return {module: {function: changed line: why no test can notice it}}."""
    file = root / EXPLAINED
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def report(root, outcomes, *, whole):
    """Print the faults that survived and a table; return 0 if there are none that nobody explains, else 1."""
    explained = read_explained(root)
    counts, left, used = defaultdict(Counter), [], set()
    for trial, outcome in sorted(outcomes, key=lambda one: (one[0].path, one[0].fault.line, one[0].fault.shown)):
        key = f"{trial.fault.scope}: {trial.fault.shown}"
        if outcome == SURVIVED and key in explained.get(trial.path, {}):
            outcome = "explained"
            used.add((trial.path, key))
        counts[trial.path][outcome] += 1
        if outcome == SURVIVED:
            left.append(f'{trial.path}:{trial.fault.line}\n{json.dumps(key, ensure_ascii=False)} = ""')
    print("\n".join(["", *left, ""]))
    unused = [f"{path}: {key}" for path in counts for key in explained.get(path, {}) if (path, key) not in used]
    print("".join(f"explained, but noticed or gone: {line}\n" for line in unused if whole))
    print_table(counts)
    return 1 if left else 0


def print_table(counts):
    """Print a row for each module, and their sum."""
    kinds = [KILLED, TIMED_OUT, "explained", SURVIVED]
    rows = {path.removeprefix(f"{LIBRARY}/"): count for path, count in counts.items()}
    rows["all"] = sum(counts.values(), Counter())
    width = max(map(len, rows))
    print(f"{'':{width}} {'faults':>9}" + "".join(f"{kind:>11}" for kind in kinds) + f"{'%':>8}")
    for name, count in rows.items():
        share = 100 * (1 - count[SURVIVED] / max(1, count.total()))
        print(f"{name:{width}} {count.total():9}" + "".join(f"{count[kind]:11}" for kind in kinds) + f"{share:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
