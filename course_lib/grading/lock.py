"""One grading at a time in a course."""

import json
import os
import time
from contextlib import contextmanager

from filelock import FileLock, Timeout

from course_lib.grading.errors import AnotherGrading


@contextmanager
def only_one(course):
    """Keep a second grading out of the course while a block runs. The system opens the lock of a killed process.

    Raises
    ------
    AnotherGrading      if one runs already
    """
    folder = course.root / "grades"
    folder.mkdir(exist_ok=True)
    holder = folder / ".grading.json"  # beside the lock: on Windows nobody else can read a locked file
    lock = FileLock(folder / ".grading.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AnotherGrading(*_read(holder)) from error
    try:
        holder.write_text(json.dumps([os.getpid(), time.strftime("%H:%M")]), encoding="utf-8")
        yield
        holder.unlink(missing_ok=True)
    finally:
        lock.release()


def _read(holder):
    try:
        pid, since = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # the other process has not written it yet
        return None, None
    return pid, since
