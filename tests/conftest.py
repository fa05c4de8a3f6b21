import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # several test processes share two cores; set before NumPy is imported

import numpy as np
import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--thorough", action="store_true", help="try answers on 500 seeds, not 50, and more; as .ci/run does"
    )


def pytest_generate_tests(metafunc):
    """Give a test that asks for `first_seed` where the next fifty seeds begin: any worker may take them."""
    if "first_seed" in metafunc.fixturenames:
        metafunc.parametrize("first_seed", range(0, 500 if metafunc.config.getoption("thorough") else 50, 50))


@pytest.fixture
def thorough(request):
    """Whether there is time for all, as on the build server."""
    return request.config.getoption("thorough")


@pytest.fixture
def rng():
    return np.random.default_rng(0)
