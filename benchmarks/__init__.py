"""Side by side with torch on a CPU: `python -m benchmarks`. The threads are counted here, before NumPy is imported."""

import os

THREADS = int(os.environ.get("BENCHMARK_THREADS", "1"))  # benchmarks/cores.py sets it for the process it starts
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[variable] = str(THREADS)
