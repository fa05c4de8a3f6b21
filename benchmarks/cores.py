"""A case with all cores, by the clock on the wall: in a process of its own, for NumPy counts threads at import."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import torch

from benchmarks import THREADS
from benchmarks.cases import CASES
from benchmarks.measure import wall_times

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def all_cores():
    """Return an executor whose one process gives as many threads as there are cores to NumPy and to torch."""
    os.environ["BENCHMARK_THREADS"] = str(CORES)
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def measure_wall(index, seconds):
    """Measure CASES[index]; return columns of the table."""
    torch.set_num_threads(THREADS)
    sides = CASES[index].build()
    (ours, theirs), (low, high) = wall_times(sides, seconds=seconds)
    return {
        "threads": THREADS,
        "ours_wall_ms": 1e3 * ours,
        "torch_wall_ms": 1e3 * theirs,
        "wall_ratio": ours / theirs,
        "wall_ratio_quartiles": [low, high],
    }
