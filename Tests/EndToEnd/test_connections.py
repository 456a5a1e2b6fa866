"""More connections than there are descriptors, and none for anything else."""

from __future__ import annotations

import http.client
import re
import resource
import socket
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest

from helpers.form import Visitor
from helpers.study import Server
from helpers.waiting import wait_for


def limited(study, soft: int, hard: int) -> Server:
    return Server(study, wrapper=["prlimit", f"--nofile={soft}:{hard}"])


def test_the_soft_limit_is_raised_to_the_hard_one(study, serve):
    server = limited(study, 200, 2000)
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    assert re.search(r"^Max open files +2000 +2000 ", limits, re.M)
    assert server.stop() == 0


def processor_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


@pytest.mark.parametrize(
    "start",
    [b"", b"GET / HTTP/1.1\r\nHost: 127.0", b"POST /survey/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nco"],
    ids=["silent", "head", "body"],
)  # fmt: skip
def test_more_idle_connections_than_descriptors_keep_nobody_out(study, start):
    server = limited(study, 256, 256)
    with ExitStack() as idle:
        for _ in range(400):
            other = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            idle.enter_context(other)
            other.sendall(start)
        visitor = Visitor(server)
        began, used = time.monotonic(), processor_seconds(server)
        assert visitor.arrive().name == "consent"
        assert time.monotonic() - began < 5
        assert processor_seconds(server) - used < 2
        assert visitor.finish().name == "debrief"
        # The newest are still open: only as many were closed as had to be.
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.recv(1)
    study.assert_stored(study.participant(visitor), visitor.sent)
    assert server.stop() == 0
    (line,) = server.errors.splitlines()
    (count,) = re.findall(r"(\d+) connections are open, the most that there may be", line)
    assert 16 <= int(count) < 256 - 32


def test_a_server_that_could_not_take_in_a_connection_does_so_later(study):
    server = Server(study)
    visitor = Visitor(server)
    visitor.go_to("default")
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as waiting:
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        wait_for(lambda: "a connection could not be taken in" in server.errors, what="the log line")
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
        assert waiting.recv(15) == b"HTTP/1.1 200 OK"
    assert visitor.finish().name == "debrief"
    assert server.stop() == 0
    assert len(server.errors.splitlines()) == 1


def test_a_respondent_has_an_id_without_a_free_descriptor(study):
    first = Server(study)
    Visitor(first).go_to("demographics")
    assert first.stop() == 0
    # This process has made no id yet, and so has no source of them open.
    server = Server(study)
    visitor = Visitor(server)
    page = visitor.arrive()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Cookie": f"evoke_session={visitor.cookie}"}
    connection.request("GET", "/", headers=headers)
    connection.getresponse().read()
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(
        "POST", page.action, urlencode({**page.hidden, "consent": "yes"}), headers=headers
    )
    assert connection.getresponse().status == 303
    connection.close()
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
    ids = [uuid.UUID(text) for (text,) in study.rows("SELECT uuid FROM respondent")]
    assert len(set(ids)) == 2 and all(each.version == 4 for each in ids)
    assert visitor.finish().name == "debrief"
    assert server.stop() == 0
