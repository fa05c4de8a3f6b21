import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # several test processes share two cores; set before NumPy is imported

import numpy as np
import pytest


def pytest_addoption(parser):
    parser.addoption("--seeds", type=int, default=100, help="to try answers with; .ci/run takes 500")


@pytest.fixture
def rng():
    return np.random.default_rng(0)
