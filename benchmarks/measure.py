"""Processor time and memory of functions that do the same work."""

import math
import time
import tracemalloc
from statistics import median

import numpy as np


def cpu_times(functions, *, seconds, least_rounds=5):
    """Time functions in turns, so that whatever else the machine does hits all of them alike.

    Parameters
    ----------
    functions : list        called without arguments; each has been called before
    seconds : float         go on with rounds for about so long
    least_rounds : int      and for at least so many

    Returns
    -------
    times : list            for each function, the median over the rounds of its processor time, in seconds
    """
    repeats = [math.ceil(0.01 / max(_cpu_time(function, 1), 1e-5)) for function in functions]  # 10 ms or more a turn
    rounds, end = [], time.monotonic() + seconds
    while len(rounds) < least_rounds or time.monotonic() < end:
        rounds.append([_cpu_time(function, times) for function, times in zip(functions, repeats)])
    return [median(column) for column in zip(*rounds)]


def working_memory(function):
    """Return the most bytes that NumPy held at once during a call, beyond the arrays that the call returns."""
    tracemalloc.start()
    results = function()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - sum(result.nbytes for result in results)


def disagreement(ours, theirs):
    """Return the largest difference between two lists of arrays, each as a fraction of the array's largest value."""
    pairs = [(np.asarray(our), np.asarray(their)) for our, their in zip(ours, theirs, strict=True)]
    return max((float(abs(our - their).max() / abs(their).max()) for our, their in pairs), default=0.0)


def _cpu_time(function, repeats):
    start = time.process_time()
    for _ in range(repeats):
        function()
    return (time.process_time() - start) / repeats
