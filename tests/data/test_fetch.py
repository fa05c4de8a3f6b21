import hashlib
import os
import re
from dataclasses import FrozenInstanceError, replace

import pytest

from course_lib.data.fetch import Archive, fetch

BODY = bytes(range(256)) * 1024  # 256 KB


@pytest.fixture
def archive(server):
    server.files["things.bin"] = BODY
    return Archive("things.bin", hashlib.md5(BODY).hexdigest(), (server.url,))


def test_downloads_once_and_says_nothing_on_stderr(server, archive, tmp_path, capfd):
    for _ in range(2):
        path = fetch(archive, folder=tmp_path / "new" / "folder")
        assert path.read_bytes() == BODY
    assert os.listdir(path.parent) == ["things.bin"]
    assert len(server.requests) == 1
    out, err = capfd.readouterr()
    assert err == ""
    last = out.replace("\n", "\r").rstrip("\r").rpartition("\r")[2]
    assert re.fullmatch(r"things\.bin: 100%\|.*\| 262k/262k \[.*[\dkMG]B/s\]", last)
    assert len(last) == 100
    assert server.encodings == {"identity"}  # a compressed part could not be continued


def test_a_file_put_there_by_hand_needs_no_network(tmp_path):
    (tmp_path / "things.bin").write_bytes(BODY)
    archive = Archive("things.bin", hashlib.md5(BODY).hexdigest(), ())
    assert fetch(archive, folder=str(tmp_path)) == tmp_path / "things.bin"


def test_a_file_with_another_checksum_is_refused_and_left_alone(server, archive, tmp_path):
    mine = tmp_path / "things.bin"
    mine.write_bytes(b"my own")
    with pytest.raises(ValueError, match=rf"things\.bin has MD5 checksum \w+, expected {archive.md5}; delete it"):
        fetch(archive, folder=tmp_path)
    assert mine.read_bytes() == b"my own"
    assert not server.requests


def test_the_folder_is_the_argument_or_course_data_or_the_users_cache(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache" / name)
    assert fetch(archive).parent == tmp_path / "cache" / "convnet-course"
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "variable"))
    assert fetch(archive).parent == tmp_path / "variable"
    assert fetch(archive, folder=tmp_path / "argument").parent == tmp_path / "argument"
    for name in ("HOME", "USERPROFILE"):  # the latter on Windows
        monkeypatch.setenv(name, str(tmp_path / "home"))
    assert fetch(archive, folder="~/data").parent == tmp_path / "home" / "data"


def test_an_archive_cannot_be_changed_by_mistake(archive, tmp_path):
    fetch(archive, folder=tmp_path)
    with pytest.raises(FrozenInstanceError):
        archive.md5 = "another"


def test_a_broken_connection_is_taken_up_where_it_ended(server, archive, tmp_path):
    server.breaks_after = 200 * 1024
    assert fetch(archive, folder=tmp_path).read_bytes() == BODY
    first, *others = [start for _, start in server.requests]
    assert first == "bytes=0-"
    assert others
    assert all(int(start[6:-1]) > 0 for start in others)


def test_a_part_from_an_earlier_attempt_is_completed(server, archive, tmp_path):
    (tmp_path / "things.bin.part").write_bytes(BODY[:1000])
    assert fetch(archive, folder=tmp_path).read_bytes() == BODY
    assert server.requests == [("/files/things.bin", "bytes=1000-")]


def test_a_server_that_cannot_resume_starts_over(server, archive, tmp_path):
    server.can_resume = False
    (tmp_path / "things.bin.part").write_bytes(BODY[:1000])
    assert fetch(archive, folder=tmp_path).read_bytes() == BODY


def test_a_server_that_always_breaks_at_the_same_place_is_given_up(server, archive, tmp_path):
    server.can_resume, server.breaks_after = False, 200 * 1024
    with pytest.raises(ConnectionError, match="could not be downloaded"):
        fetch(archive, folder=tmp_path)
    assert len(server.requests) == 2
    assert not (tmp_path / "things.bin").exists()


@pytest.mark.parametrize("arrives", [BODY[:-1], BODY[:-1] + b"?", b""], ids=["cut short", "corrupted", "empty"])
def test_a_damaged_file_is_never_returned(server, archive, tmp_path, arrives):
    server.files["things.bin"] = arrives
    with pytest.raises(ConnectionError, match=f"expected {archive.md5}; it was deleted" if arrives else "416"):
        fetch(archive, folder=tmp_path)
    assert not (tmp_path / "things.bin").exists()
    server.files["things.bin"] = BODY
    assert fetch(archive, folder=tmp_path).read_bytes() == BODY


def test_a_part_that_is_too_long_does_not_stand_in_the_way(server, archive, tmp_path):
    (tmp_path / "things.bin.part").write_bytes(BODY + b"more")
    twice = replace(archive, mirrors=archive.mirrors * 2)
    assert fetch(twice, folder=tmp_path).read_bytes() == BODY


def test_mirrors_are_tried_in_order(server, archive, tmp_path):
    nobody = "http://127.0.0.1:1/"  # nothing listens on port 1
    mirrors = (nobody, server.url, server.url.replace("/files/", "/never asked/"))
    assert fetch(replace(archive, mirrors=mirrors), folder=tmp_path).read_bytes() == BODY
    assert [path for path, _ in server.requests] == ["/files/things.bin"]


def test_a_mirror_in_the_environment_comes_first(server, archive, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_MIRROR", server.url.replace("/files/", "/near"))
    fetch(archive, folder=tmp_path)
    assert [path for path, _ in server.requests] == ["/near/things.bin"]


def test_the_message_says_what_was_tried_and_how_to_help_oneself(server, archive, tmp_path):
    missing = replace(archive, name="missing.bin", mirrors=("http://127.0.0.1:1/", server.url))
    with pytest.raises(ConnectionError) as caught:
        fetch(missing, folder=tmp_path)
    assert str(caught.value).splitlines() == [
        "missing.bin could not be downloaded:",
        "  http://127.0.0.1:1/missing.bin: ConnectionError",
        f"  {server.url}missing.bin: the server answered 404 Not Found",
        f"Run this again: it goes on where it stopped. Or get the file some other way and put it here: "
        f"{tmp_path / 'missing.bin'}",
        f"Its MD5 checksum must be {archive.md5}. Another folder: folder=..., or the variable COURSE_DATA.",
    ]


def test_a_folder_that_cannot_be_made_is_reported_as_it_is(archive, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        fetch(archive, folder=tmp_path / "file" / "inside")
