"""A page is acknowledged after it is on the disk: seen in the system calls of the server."""

from __future__ import annotations

import re

from helpers.form import Visitor
from helpers.waiting import wait_for

CALLS = "fdatasync,fsync,pwrite64,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"


def test_each_page_is_synced_to_disk_before_its_acknowledgement(study, serve, tmp_path):
    trace = tmp_path / "trace"
    # With -D the server is our own child, and strace goes when it goes.
    server = serve(
        study, wrapper=["strace", "-D", "-f", "-y", "-s", "64", "-o", trace, "-e", f"trace={CALLS}"]
    )
    visitor = Visitor(server)
    page = visitor.arrive()
    while page.name != "debrief":
        # The note that a page was shown is written in the background. It must be on the disk before
        # the next page is sent, or its sync could pass for that page's. Of consent there is none.
        expected = {page.name} - {"consent"}
        wait_for(lambda: expected <= served(study), what=f"the note that {page.name} was shown")
        page = visitor.next(page)
    assert server.stop(within=15) == 0
    # A short number of a process has spaces behind it.
    ended = re.compile(rf"^{server.process.pid} +\+\+\+ exited", re.M)
    wait_for(lambda: ended.search(trace.read_text(errors="replace")), 60, "the end of the trace")

    lines = trace.read_text(errors="replace").splitlines()
    steps = ["consent", "demographics", "default", "situation", "evoked"]
    assert synced_pages(lines) == [(step, True) for step in steps]
    # The trace is read well enough to notice a server that does not sync.
    careless = [line for line in lines if "fdatasync" not in line and "fsync" not in line]
    assert synced_pages(careless) == [(step, False) for step in steps]


def served(study) -> set[str]:
    return {page for (page,) in study.rows("SELECT page FROM page_served")}


def synced_pages(lines: list[str]) -> list[tuple[str, bool]]:
    """The pages in the order of their 303, and whether a sync of all that was written to the log
    since the page came stands before it."""
    pages = []
    page, written, synced, interrupted = None, False, False, {}
    for line in lines:
        thread, call = line.split(maxsplit=1)
        if call.endswith("<unfinished ...>"):
            call = call.removesuffix("<unfinished ...>")
            interrupted[thread] = call
            if not is_sending(call):
                continue
        elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", call):
            # What is received or written to disk counts where the call returns, what is sent where
            # it begins: the order that is hardest on the server.
            call = interrupted.pop(thread, "") + resumed[1]
            if is_sending(call):
                continue
        if posted := re.match(r'(?:read|recv)\w*\(.*"POST /survey/(\w+) ', call):
            page, written, synced = posted[1], False, False
        elif re.match(r"p?write\w*\(\d+<[^>]*responses\.sqlite-wal>", call):
            written, synced = True, False
        elif re.match(r"f(data)?sync\(\d+<[^>]*responses\.sqlite-wal>\s*\) += 0", call):
            synced = written
        elif "HTTP/1.1 303" in call and page:
            pages.append((page, synced))
            page = None
    return pages


def is_sending(call: str) -> bool:
    return re.match(r"(write|writev|sendto|sendmsg)\(\d+<socket", call) is not None
