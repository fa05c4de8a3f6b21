"""Wrong answers that a machine makes of the right ones are refused: some of those of `tasks.py mutants exercises`."""

import os
from pathlib import Path

import pytest

from course_lib.checks.catalogue import EXERCISES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants need fork")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", EXERCISES)
def test_machine_made_answers_are_refused(name):
    from mutants.__main__ import read_explained
    from mutants.exercises import ACCEPTED, answers, is_explained, judge

    explained = read_explained(ROOT)
    every = 9 if EXERCISES[name].seconds > 5 else 3  # where it trains on digits
    verdicts = [judge(name, *changed) for changed in list(answers(EXERCISES[name]))[::every]]
    assert len(verdicts) > 1  # np.tanh(x) leaves little to change
    for verdict in verdicts:
        assert verdict.outcome != ACCEPTED or is_explained(verdict, explained), verdict.shown
