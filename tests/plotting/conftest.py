import matplotlib as mpl
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt

from course_lib import plotting


@pytest.fixture(autouse=True)
def course_style():
    with mpl.rc_context():
        plotting.set_style()
        yield
    plt.close("all")
