import pytest

from course_lib.checks.engine.structure import find


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """Hints are tested for their words here: a busy machine must not cut the search short."""
    monkeypatch.setattr(find, "SECONDS", 60)
