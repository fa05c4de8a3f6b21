"""A call that does not end is stopped, on every system, and a person's interrupt stays one."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from course_lib.checks.engine import limit
from course_lib.checks.engine.limit import TimeUp, Watch


def loop():
    while True:
        pass


def caught_once():
    try:
        loop()
    except BaseException:
        return "an answer after all"


def caught_in_every_round():
    while True:
        try:
            loop()
        except:  # noqa: E722, as students write it
            len("nothing")


def renamed():
    try:
        loop()
    except BaseException as error:
        raise ValueError("another error") from error


def stop(call, seconds=0.2):
    """Run a call that does not end; return the watch and how long it took."""
    watch, started = Watch(seconds), time.monotonic()
    with pytest.raises((TimeUp, ValueError)):
        watch.run(call)
    return watch, time.monotonic() - started


@pytest.fixture(params=[True, False], ids=["as on Linux and macOS", "as on Windows"])
def system(request, monkeypatch):
    if not request.param:
        monkeypatch.delattr(signal, "pthread_kill", raising=False)


@pytest.mark.parametrize("call", [loop, caught_once, caught_in_every_round, renamed])
def test_a_loop_without_end_is_stopped_wherever_it_is(call, system):
    before, tracing = signal.getsignal(signal.SIGINT), sys.gettrace()
    watch, took = stop(call)
    assert watch.stopped
    assert [frame.name for frame in watch.stack] == ([call.__name__, "loop"] if call is not loop else ["loop"])
    assert 0.2 <= took < 2
    assert signal.getsignal(signal.SIGINT) is before
    assert sys.gettrace() is tracing
    assert threading.active_count() == 1


def test_a_tracer_is_put_back():
    def tracer(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        with pytest.raises(TimeUp):
            Watch(0.1).run(caught_in_every_round)
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)


def test_an_interrupt_that_comes_after_the_end_is_dropped():
    watch, _ = stop(loop, 0.05)
    assert watch._handle(signal.SIGINT, sys._getframe()) is None


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="a sleep is not woken here")
def test_a_sleep_is_woken():
    assert stop(lambda: time.sleep(30))[1] < 2


def test_a_call_that_ends_is_left_alone():
    watch = Watch(0.2)
    assert watch.run(lambda: 3) == 3
    time.sleep(0.3)
    assert not watch.stopped
    assert watch.stack == []
    with pytest.raises(KeyError):
        Watch(5).run(lambda: {}[1])


def test_many_calls_that_end_just_in_time_or_not_leave_nothing_behind():
    """A call that ends in the moment in which the time is up must not be interrupted after its end."""
    before, started = signal.getsignal(signal.SIGINT), time.monotonic()
    ended = 0
    while time.monotonic() - started < 1:
        end = time.perf_counter() + 0.002
        try:
            Watch(0.002).run(lambda end=end: [0 for _ in iter(lambda: time.perf_counter() < end, False)])
            ended += 1
        except TimeUp:
            pass
    assert signal.getsignal(signal.SIGINT) is before


def test_without_seconds_there_is_no_thread():
    assert Watch(None).run(threading.active_count) == 1
    assert Watch(5).run(threading.active_count) == 2


def test_another_thread_than_the_main_one_has_no_limit():
    watch, results = Watch(0.05), []
    thread = threading.Thread(target=lambda: results.append(watch.run(lambda: time.sleep(0.2) or "done")))
    thread.start()
    thread.join()
    assert results == ["done"]
    assert not watch.stopped


@pytest.mark.parametrize(
    "handler, outcome",
    [(signal.default_int_handler, KeyboardInterrupt), (signal.SIG_DFL, KeyboardInterrupt), (signal.SIG_IGN, "went on")],
)
def test_a_persons_interrupt_does_what_it_did_before(handler, outcome):
    def interrupted():
        signal.raise_signal(signal.SIGINT)
        return "went on"

    before = signal.signal(signal.SIGINT, handler)
    try:
        if outcome is KeyboardInterrupt:
            with pytest.raises(KeyboardInterrupt):
                Watch(5).run(interrupted)
        else:
            assert Watch(5).run(interrupted) == outcome
        assert signal.getsignal(signal.SIGINT) == handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_handler_that_is_not_pythons_is_left_alone(monkeypatch):
    monkeypatch.setattr(limit.signal, "getsignal", lambda number: None)
    assert Watch(0.05).run(lambda: time.sleep(0.2) or "done") == "done"


SCRIPT = """import signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts the tests may have it ignored
from dataclasses import replace
from course_lib.checks import check
from course_lib.checks.catalogue import EXERCISES
EXERCISES["softmax"] = replace(EXERCISES["softmax"], seconds={seconds})
def softmax(scores):
    {interrupt}
    while True:
        pass
check(softmax)
"""


@pytest.mark.parametrize(
    "seconds, interrupt, words",
    [
        (0.2, "", "stopped after 0.2 seconds, in softmax"),
        (9, "signal.raise_signal(signal.SIGINT)", "\nKeyboardInterrupt"),
    ],
)
def test_in_a_script_too(tmp_path, seconds, interrupt, words):
    path = tmp_path / "answer.py"
    path.write_text(SCRIPT.format(seconds=seconds, interrupt=interrupt), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, timeout=60, encoding="utf-8", check=False
    )
    assert done.returncode != 0
    assert words in done.stderr
