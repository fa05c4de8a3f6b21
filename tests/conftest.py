import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # several test processes share two cores; set before NumPy is imported

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(0)
