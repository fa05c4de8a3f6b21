"""Processor time, wall-clock time and memory of functions that do the same work."""

import math
import time
import tracemalloc
from statistics import median, quantiles

import numpy as np

REST = 0.02  # seconds: longer than a side's idle threads keep spinning for more work, at the cost of the other's


def cpu_times(functions, *, seconds):
    """Time functions in turns, so that whatever else the machine does hits all of them alike.

    Parameters
    ----------
    functions : list        called without arguments; each has been called before
    seconds : float         go on with rounds for about so long, and for at least five

    Returns
    -------
    times : list            for each function, the median over the rounds of its processor time, in seconds
    """
    return _medians(_rounds(functions, seconds, _cpu_time))


def wall_times(functions, *, seconds):
    """Time two functions in turns by the clock on the wall, each after a rest and, if short, a waking call.

    Returns
    -------
    times : list            as cpu_times
    quartiles : list        the first and the third quartile of the rounds' ratios, first function to second
    """
    rounds = _rounds(functions, seconds, _wall_time)
    low, _, high = quantiles([first / second for first, second in rounds], n=4)
    return _medians(rounds), [low, high]


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


def _rounds(functions, seconds, timed):
    repeats = [math.ceil(0.01 / max(timed(function, 1), 1e-5)) for function in functions]  # 10 ms or more a turn
    rounds, end = [], time.monotonic() + seconds
    while len(rounds) < 5 or time.monotonic() < end:
        rounds.append([timed(function, times) for function, times in zip(functions, repeats)])
    return rounds


def _medians(rounds):
    return [median(column) for column in zip(*rounds)]


def _cpu_time(function, repeats):
    start = time.process_time()
    for _ in range(repeats):
        function()
    return (time.process_time() - start) / repeats


def _wall_time(function, repeats):
    time.sleep(REST)
    if repeats > 1:  # a call of 10 ms or more does not feel the waking
        function()
    start = time.perf_counter()
    for _ in range(repeats):
        function()
    return (time.perf_counter() - start) / repeats
