"""Measure our functions against torch's: a table on screen, a JSON file in build/.

    python -m benchmarks                        everything, two minutes
    python -m benchmarks --only conv            the cases whose group or name holds "conv"

Float32, one thread each, both in this process, processor time, in turns, medians. Trust the ratios, not the seconds.
Exits with 1 if a target is missed.
"""

import argparse
import json
import math
import platform
import sys
from pathlib import Path

import numpy as np
import torch

from benchmarks.cases import CASES, MEAN_TARGETS
from benchmarks.measure import cpu_times, disagreement, working_memory

RESULTS = Path(__file__).parents[1] / "build" / "benchmarks.json"
COLUMNS = "{:<18}{:<22}{:>10}{:>10}{:>8}{:>8}   {}"


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
    verdict = "met" if row["met"] else "MISSED"
    if "memory_mb" in row:
        verdict += f"   {row['memory_mb']:.1f} MB beyond inputs and outputs, at most {row['memory_target_mb']}"
    times = [f"{row[name]:.2f}" if name in row else "" for name in ("ours_ms", "torch_ms", "ratio")]
    print(COLUMNS.format(row["group"], row["name"], *times, row["target"], verdict), flush=True)


def geometric_means(rows):
    """Return a row for each group that has a target of its own."""
    means = []
    for group, target in MEAN_TARGETS.items():
        ratios = [row["ratio"] for row in rows if row["group"] == group]
        if ratios:
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            means.append({"group": group, "name": "geometric mean", "ratio": mean, "target": target})
            means[-1]["met"] = mean <= target
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
    print(COLUMNS.format("group", "case", "ours, ms", "torch, ms", "ratio", "target", ""))
    rows = []
    for case in cases:
        rows.append(measure(case, seconds=options.seconds))
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
