import pytest

from tests.data.server import file_server


@pytest.fixture
def server(monkeypatch):
    """A server on this machine; no proxy stands before it, and no variable of the user's leads elsewhere."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("COURSE_DATA", "COURSE_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    with file_server() as running:
        yield running
