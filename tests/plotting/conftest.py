import matplotlib as mpl
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt

from course_lib import plotting
from tests.plotting import pictures


@pytest.fixture(autouse=True)
def course_style():
    with mpl.rc_context():
        plotting.set_style()
        yield
    plt.close("all")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    with pictures.watched() as seen:
        result = yield
    pictures.check(pictures.name_of(pyfuncitem), seen, pyfuncitem._request.getfixturevalue("tmp_path"))
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    pictures.COLLECTED.update(map(pictures.name_of, items))  # before -k leaves any out
