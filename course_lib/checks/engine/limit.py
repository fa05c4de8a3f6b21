"""Stop a call that does not come to an end."""

import _thread
import signal
import sys
import threading
import traceback

AGAIN = 0.05  # seconds until a call that swallowed the interrupt gets another


class TimeUp(BaseException):
    """Raised inside the call, wherever it is. No Exception, so that few an `except` catches it."""


class Watch:
    """Lets a call take so many seconds, on every system; in another thread than the main one, any time.

    A thread waits beside the call and then trips SIGINT, whose handler raises TimeUp in the call, again and again until
    it ends. An interrupt by a person goes where it went before, and is a KeyboardInterrupt as a rule.

    Python looks for signals between two steps of its own. So a loop within one call of C code, such as a NumPy
    operation on a huge array, is stopped only when that call returns; and one bare `except:` around the endless part is
    overcome, but two within each other are not.

    Attributes
    ----------
    stopped : bool      whether the time was up
    stack : list        of traceback.FrameSummary, the outermost first: where the call was stopped
    """

    def __init__(self, seconds):
        self.seconds, self.stopped, self.stack = seconds, False, []
        self._over = threading.Event()

    def run(self, function):
        """Return what function() returns, or raise what it raises; TimeUp once the time was up, whatever it did."""
        self._before = signal.getsignal(signal.SIGINT)
        here = threading.current_thread() is threading.main_thread()
        if self.seconds is None or not here or self._before is None:  # None: a handler not of Python's
            return _guarded(function)
        tracing, beside = sys.gettrace(), threading.Thread(target=self._wait, daemon=True)
        signal.signal(signal.SIGINT, self._handle)
        try:
            beside.start()
            result = _guarded(function)
        finally:
            self._over.set()
            beside.join()
            sys.settrace(tracing)
            signal.signal(signal.SIGINT, self._before)  # which first handles a signal that still waits
        if self.stopped:
            raise TimeUp
        return result

    def _wait(self):
        if self._over.wait(self.seconds):
            return
        self.stopped = True
        while not self._over.is_set():
            _trip()
            self._over.wait(AGAIN)

    def _handle(self, number, frame):
        """Take a SIGINT: ours, if the time is up, else a person's."""
        if not self.stopped:
            if callable(self._before):
                return self._before(number, frame)
            if self._before == signal.SIG_DFL:
                raise KeyboardInterrupt
            return None  # ignored, as before
        inside = _frames_inside(frame)
        if inside is None:  # the call has ended meanwhile
            return None
        if self.stack:  # it swallowed one
            _insist(frame)
        self.stack = self.stack or inside
        raise TimeUp


def _guarded(function):
    return function()


def _frames_inside(frame):
    """Return the stack from the guarded call to the frame; None if the frame is not inside one."""
    inside = []
    while frame is not None and frame.f_code is not _guarded.__code__:
        inside.append((frame, frame.f_lineno))
        frame = frame.f_back
    return None if frame is None else list(traceback.StackSummary.extract(reversed(inside), lookup_lines=False))


def _insist(frame):
    """Raise TimeUp at the next line too that the call comes to: that of its `except:`, which then cannot catch it."""

    def trace(frame, event, argument):
        if event == "line":
            raise TimeUp
        return trace if event == "exception" else None  # what it calls anew is let alone

    sys.settrace(trace)
    while frame.f_code is not _guarded.__code__:
        frame.f_trace = trace
        frame = frame.f_back


def _trip():
    """Interrupt the main thread, a sleeping one too where the system allows it."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    else:
        _thread.interrupt_main()
