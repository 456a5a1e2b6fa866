"""A page is acknowledged after it is on the disk: seen in the system calls of the server."""

from __future__ import annotations

import os
import re
import signal
import time

from form import Visitor

CALLS = "fdatasync,fsync,pwrite64,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"


def test_each_page_is_synced_to_disk_before_its_acknowledgement(study, serve, tmp_path):
    trace = tmp_path / "trace"
    server = serve(
        study, wrapper=["strace", "-f", "-y", "-s", "64", "-o", trace, "-e", f"trace={CALLS}"]
    )
    visitor = Visitor(server)
    page = visitor.arrive()
    while page.name != "debrief":
        # The note that a page was shown is written in the background. It must be on the disk before
        # the next page is sent, or its sync could pass for that page's.
        time.sleep(0.3)
        page = visitor.next(page)
    # strace hands signals on to nobody: the server itself is to be asked.
    (child,) = children(server.process.pid)
    os.kill(child, signal.SIGTERM)
    assert server.process.wait(timeout=10) == 0

    acknowledged = []
    state, written, synced, waiting = None, False, False, {}
    for line in trace.read_text(errors="replace").splitlines():
        thread, call = line.split(maxsplit=1)
        # A call that another thread interrupts in the trace counts where it returns.
        if call.endswith("<unfinished ...>"):
            waiting[thread] = call.removesuffix("<unfinished ...>")
            if not re.match(r"(write|writev|sendto|sendmsg)\(", call):
                continue
        elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", call):
            call = waiting.pop(thread, "") + resumed[1]
            if re.match(r"(write|writev|sendto|sendmsg)\(", call):
                continue
        if posted := re.search(r'"POST /survey/(\w+) ', call):
            state, written, synced = posted[1], False, False
            assert re.match(r"(read|readv|recvfrom|recvmsg)\(", call), call
        elif re.match(r"(pwrite64|write)\(\d+<[^>]*responses\.sqlite-wal>", call):
            written, synced = True, False
        elif re.match(r"(fdatasync|fsync)\(\d+<[^>]*responses\.sqlite-wal>\) += 0", call):
            synced = written
        elif "HTTP/1.1 303" in call and state:
            assert written and synced, f"{state} was acknowledged before it was on the disk"
            acknowledged.append(state)
            state = None
    assert acknowledged == ["consent", "demographics", "default", "situation", "evoked"]


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]
