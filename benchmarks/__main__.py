"""Measure our functions against torch's: a table on screen, a JSON file in build/.

    python -m benchmarks                        everything, five minutes on a quiet machine
    python -m benchmarks --only conv            the cases whose group or name holds "conv"

Float32, both sides in one process, in turns, medians; twice: one thread each, processor time, which other programs
hardly disturb and which has targets; then all cores, wall-clock time, what a user waits for: the ratio, and between
which two half of the rounds' ratios lie. Trust ratios, not seconds. Exits with 1 if a target is missed.
"""

import argparse
import json
import platform
import sys
from pathlib import Path
from statistics import geometric_mean

import numpy as np
import torch

from benchmarks.cases import CASES, MEAN_TARGETS
from benchmarks.cores import CORES, all_cores, measure_wall
from benchmarks.measure import cpu_times, disagreement, working_memory

RESULTS = Path(__file__).parents[1] / "build" / "benchmarks.json"
COLUMNS = "{:<18}{:<20}{:>9}{:>9}{:>7}{:>8}{:>7}   {:>9}{:>9}{:>7}{:>14}  {}"


def measure(case, *, seconds):
    """Return a row of the table, as a dict. Raises AssertionError if the two sides compute different things."""
    ours, theirs = case.build()
    error = disagreement(ours(), theirs())
    assert error < 1e-4, f"{case.group} {case.name}: ours and torch's differ by {error:.1e} of the largest value"
    our_time, their_time = cpu_times([ours, theirs], seconds=seconds)
    row = {"group": case.group, "name": case.name, "ours_ms": 1e3 * our_time, "torch_ms": 1e3 * their_time}
    row |= {"ratio": our_time / their_time, "target": case.target, "met": our_time / their_time <= case.target}
    if case.memory_target is not None:
        megabytes = working_memory(ours) / 1e6
        row |= {"memory_mb": megabytes, "memory_target_mb": case.memory_target}
        row["met"] &= megabytes <= case.memory_target
    return row


def show(row):
    """Print a row of the table."""
    times, wall = (
        [f"{row[name]:.2f}" if name in row else "" for name in names]
        for names in [("ours_ms", "torch_ms", "ratio"), ("ours_wall_ms", "torch_wall_ms", "wall_ratio")]
    )
    verdict = "" if row["target"] is None else "met" if row["met"] else "MISSED"
    between = "{:.2f} - {:.2f}".format(*row["wall_ratio_quartiles"]) if "wall_ratio_quartiles" in row else ""
    memory = f"{row['memory_mb']:.1f} MB, at most {row['memory_target_mb']}" if "memory_mb" in row else ""
    target = row["target"] or ""
    print(COLUMNS.format(row["group"], row["name"], *times, target, verdict, *wall, between, memory), flush=True)


def geometric_means(rows):
    """Return a row for each group of two or more."""
    means = []
    for group in dict.fromkeys(row["group"] for row in rows):
        members = [row for row in rows if row["group"] == group]
        if len(members) > 1:
            mean = {name: geometric_mean([row[name] for row in members]) for name in ("ratio", "wall_ratio")}
            target = MEAN_TARGETS.get(group)
            met = target is None or mean["ratio"] <= target
            means.append({"group": group, "name": "geometric mean", **mean, "target": target, "met": met})
    return means


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose group or name holds this text")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each case, about (default: 4)")
    options = parser.parse_args()
    cases = [case for case in CASES if options.only in f"{case.group} {case.name}"]
    if not cases:
        parser.error(f"--only {options.only!r} matches none of: " + ", ".join(f"{c.group} {c.name}" for c in CASES))

    torch.set_num_threads(1)
    print(f"{'':<38}one thread, processor time{'':<17}{CORES} threads, wall clock{'':<14}memory beyond")
    heads = "ours, ms", "torch", "ratio"
    print(COLUMNS.format("group", "case", *heads, "target", "", *heads, "half within", "inputs and outputs"))
    rows = []
    with all_cores() as process:
        for case in cases:
            rows.append(measure(case, seconds=options.seconds))
            rows[-1] |= process.submit(measure_wall, CASES.index(case), options.seconds).result()
            show(rows[-1])
    for mean in geometric_means(rows):
        rows.append(mean)
        show(mean)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"versions": versions, "machine": platform.machine(), "rows": rows}, indent=1), encoding="utf-8"
    )
    print(f"\nAlso in build/{RESULTS.name}.")
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
