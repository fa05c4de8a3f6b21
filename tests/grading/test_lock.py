"""One grading at a time: two processes, as two terminals have them, and one that is killed."""

import os
import re
import subprocess
import sys
import time

import pytest

from course_lib import cli
from course_lib.grading.errors import AnotherGrading
from course_lib.grading.lock import only_one
from tests.grading import tiny

HOLD = """if True:
    import sys
    from pathlib import Path
    from course_lib.grading.lock import only_one
    from course_lib.grading.course import Course
    with only_one(Course(Path(sys.argv[1]), None)):
        print('held', flush=True)
        sys.stdin.read()
"""
GRADE = "import sys; from course_lib.cli import main; sys.exit(main(['grade', 'tiny']))"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(tiny.ROOT)}


@pytest.fixture
def holder(course):
    """A process that holds the course's lock."""
    command = [sys.executable, "-c", HOLD, str(course.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


def test_a_second_grading_says_in_a_line_that_one_runs(course, holder, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    tiny.hand_in(course, "mei", tiny.submission())
    assert cli.main(["grade", "tiny"]) == 2
    out, err = capsys.readouterr()
    words = rf"another `course grade` is running in this course, since \d\d:\d\d, as process {holder.pid}: "
    assert re.fullmatch(f"course grade: {words}wait for its end, or stop it\\.\n", err)
    assert out == ""
    assert not course.path("autograded").exists()


def test_a_killed_grading_leaves_no_lock(course, holder):
    holder.kill()
    holder.wait()
    with only_one(course), pytest.raises(AnotherGrading, match=f"as process {os.getpid()}"), only_one(course):
        pass


def test_an_error_or_an_end_opens_the_lock(course):
    with pytest.raises(KeyError), only_one(course):
        raise KeyError
    with only_one(course):
        pass
    with only_one(course):
        pass
    assert not (course.root / "grades" / ".grading.json").exists()


@pytest.mark.parametrize("content", [None, "", "[1", "[]"])
def test_who_holds_the_lock_need_not_be_known(course, content):
    with only_one(course):
        path = course.root / "grades" / ".grading.json"
        path.unlink() if content is None else path.write_text(content, encoding="utf-8")
        with pytest.raises(AnotherGrading, match="is running in this course, right now: "), only_one(course):
            pass


def test_a_grading_killed_in_the_middle_is_made_good_by_the_next(course, tmp_path):
    """Two kernels start: a killed process cannot be played in this one."""
    started = course.root / "started"
    slow = f"def triple(x): return 3 * x\nopen({str(started)!r}, 'w').close()\nimport time; time.sleep(60)"
    tiny.hand_in(course, "mei", tiny.submission(triple=slow))
    with subprocess.Popen([sys.executable, "-c", GRADE], cwd=course.root, env=ENVIRONMENT) as process:
        end = time.monotonic() + 60
        while not started.exists() and time.monotonic() < end:
            time.sleep(0.05)
        process.kill()
    tiny.hand_in(course, "mei", tiny.submission())
    done = subprocess.run(
        [sys.executable, "-c", GRADE], cwd=course.root, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"mei +2 +3 +· +5 of 6", done.stdout)
