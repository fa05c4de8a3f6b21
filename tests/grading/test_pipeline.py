"""The limits that a course sets reach the run."""

import pytest

from course_lib.grading import pipeline
from course_lib.grading.pipeline import RunNotebook
from tests.grading import tiny


@pytest.mark.parametrize(
    "options, passed",
    [
        ({}, (30, 300, {})),
        ({"seconds": 5, "notebook_seconds": 7, "seed": 3}, (5, 7, {"COURSE_CHECK_SEED": "3"})),
    ],
)
def test_the_limits_and_the_seed_are_passed_on(monkeypatch, options, passed):
    asked = {}
    monkeypatch.setattr(pipeline, "run_notebook", lambda nb, **given: asked.update(given) or "a problem")
    resources = {"metadata": {"path": "here"}, "nbgrader": {}}
    RunNotebook(**options).preprocess(None, resources)
    assert asked == dict(zip(("seconds", "notebook_seconds", "environment"), passed), folder="here")
    assert resources["nbgrader"]["problem"] == "a problem"


def test_the_courses_own_settings_are_the_defaults(tmp_path):
    config = tiny.course(tmp_path).config.RunNotebook
    assert (config.seconds, config.notebook_seconds) == (30, 300)
