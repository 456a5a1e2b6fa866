"""The form on the internet: behind a proxy, with a certificate, compressed, and under strain."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import time
import urllib.request
import warnings
from contextlib import closing
from pathlib import Path

import pytest

from helpers.form import COOKIE, Page, Visitor
from helpers.study import Server, evoke


class At:
    """An address that a visitor goes to, in place of the server itself."""

    def __init__(self, url: str, study):
        self.url = url
        self.study = study


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def secure(answer) -> bool:
    (cookie,) = answer.cookies
    return "secure" in {part.strip().lower() for part in cookie.split(";")[1:]}


# Below a base path


def test_below_a_base_path_every_address_begins_with_it(study, serve):
    server = serve(study, "--base-path", "/lab/mood")
    assert server.url.endswith(f":{server.port}/lab/mood")
    visitor = Visitor(At(f"http://127.0.0.1:{server.port}", study))
    answer = visitor.get("/lab/mood")
    assert "path=/lab/mood" in answer.cookies[0].lower().replace(" ", "").split(";")
    page = answer.page
    while page.name != "debrief":
        assert page.action.startswith("/lab/mood/")
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.html)
        assert addresses and all(address.startswith("/lab/mood/") for address in addresses)
        answer = visitor.submit(page)
        assert answer.location.startswith("/lab/mood/survey/")
        page = visitor.follow(answer).page
    study.assert_stored(study.participant(visitor), visitor.sent)
    # A proxy that takes the base off leads to the same pages.
    assert visitor.get("/survey/debrief").page.name == "debrief"
    assert visitor.get("/lab/other").status == 404


@pytest.mark.parametrize("path", ["study", "/a b", "/a?b", "//", "/a//b", '/"'])
def test_a_base_path_that_is_none_is_the_users_mistake(study, path):
    done = evoke("serve", study.folder, "--port", "0", "--base-path", path)
    assert done.returncode == 2
    assert "--base-path must be a path such as /study" in done.stderr


def test_simulated_participants_find_their_way_below_a_base_path(study, serve):
    server = serve(study, "--base-path", "/study")
    done = evoke(
        "simulate", study.folder, "--participants", "3", "--url", server.url, "--quiet"
    )
    assert done.returncode == 0, done.stderr
    assert "3 participants" in done.stdout


# Proxies


def test_only_a_stated_proxy_is_believed(study, serve):
    forwarded = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "study.example.org",
        "X-Forwarded-For": "203.0.113.9",
    }
    for arguments, believed in [
        ((), False),
        (("--trusted-proxy", "10.0.0.0/8"), False),
        (("--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "127.0.0.0/8"), True),
    ]:
        server = serve(study, *arguments)
        visitor = Visitor(server, **forwarded)
        assert secure(visitor.get("/")) is believed
        visitor.go_to("default")
        page = visitor.get("/later").page
        assert ("https://study.example.org/resume" in page.text) is believed
        server.stop()
    everything = b"".join(path.read_bytes() for path in study.folder.iterdir() if path.is_file())
    assert b"203.0.113.9" not in everything
    assert "203.0.113.9" not in server.log.read_text()


def test_a_host_that_is_none_never_comes_back_on_a_page(server, visitor):
    visitor.go_to("default")
    answer = visitor.request("GET", "/later", Host='x"><script>alert(1)</script>')
    assert "<script>alert" not in answer.body.decode()


@pytest.mark.parametrize("proxy", ["localhost", "10.0.0.0/33", "10.0.0/8", "::1/129", "1.2.3.4/", ""])
def test_a_proxy_that_is_no_address_is_the_users_mistake(study, proxy):
    done = evoke("serve", study.folder, "--port", "0", "--trusted-proxy", proxy)
    assert done.returncode == 2
    assert "--trusted-proxy must be an address or a range" in done.stderr


@pytest.mark.parametrize("strips", [False, True], ids=["whole path", "base taken off"])
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_a_participant_comes_through_nginx(study, serve, tmp_path, strips):
    server = serve(study, "--base-path", "/study", "--trusted-proxy", "127.0.0.1")
    port = free_port()
    location = "/study/" if strips else "/study"
    (tmp_path / "nginx.conf").write_text(
        f"""
        daemon off; worker_processes 1; pid {tmp_path}/nginx.pid; error_log stderr;
        events {{}}
        http {{
          access_log off;
          client_body_temp_path {tmp_path}/body; proxy_temp_path {tmp_path}/proxy;
          fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s;
          server {{
            listen 127.0.0.1:{port};
            location {location} {{
              proxy_pass http://127.0.0.1:{server.port}{"/" if strips else ""};
              proxy_set_header Host $host;
              proxy_set_header X-Forwarded-Host lab.example.org;
              proxy_set_header X-Forwarded-Proto https;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            }}
          }}
        }}
        """
    )
    nginx = subprocess.Popen(["nginx", "-p", tmp_path, "-c", tmp_path / "nginx.conf"])
    try:
        visitor = Visitor(At(f"http://127.0.0.1:{port}", study))
        for _ in range(100):
            try:
                answer = visitor.get("/study/")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        assert secure(answer)
        page = answer.page
        while page.name != "debrief":
            page = visitor.next(page)
        assert "https://lab.example.org/study/withdraw" in page.text
        study.assert_stored(study.participant(visitor), visitor.sent)
    finally:
        nginx.terminate()
        nginx.wait(timeout=10)


# HTTPS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")

    def made(name):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"],
            check=True, capture_output=True,
        )  # fmt: skip
        return folder / f"{name}.crt", folder / f"{name}.key"

    return made("ours"), made("other")


def test_the_form_is_served_over_https(study, serve, certificate):
    (chain, key), _ = certificate
    server = serve(study, "--tls-certificate", chain, "--tls-key", key)
    assert server.url.startswith("https://127.0.0.1:")
    trust = ssl.create_default_context(cafile=chain)
    with urllib.request.urlopen(f"{server.url}/", context=trust) as reply:
        assert Page(reply.read().decode()).name == "consent"
        cookie = reply.headers["Set-Cookie"]
        assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert cookie.startswith(f"{COOKIE}=")
    assert "Secure" in cookie

    class Browser(Visitor):
        def request(self, method, path, body=None, **headers):
            plain = http.client.HTTPConnection
            http.client.HTTPConnection = lambda host, port, timeout: http.client.HTTPSConnection(
                host, port, timeout=timeout, context=trust
            )
            try:
                return super().request(method, path, body, **headers)
            finally:
                http.client.HTTPConnection = plain

    visitor = Browser(server)
    assert visitor.finish().name == "debrief"
    study.assert_stored(study.participant(visitor), visitor.sent)

    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as raw:
            old.wrap_socket(raw)


def test_files_that_are_no_certificate_and_key_are_the_users_mistake(study, certificate, tmp_path):
    (chain, key), (_, other) = certificate
    text = tmp_path / "text.pem"
    text.write_text("no certificate\n")
    for files, says in [
        ((chain, other), "not the key of the certificate"),
        ((chain, text), "not a private key"),
        ((text, key), "not a certificate"),
        ((tmp_path / "nowhere", key), "no such file"),
    ]:
        done = evoke(
            "serve", study.folder, "--port", "0", "--tls-certificate", files[0], "--tls-key", files[1]
        )
        assert done.returncode == 2, says
        assert says in done.stderr
    assert evoke("serve", study.folder, "--tls-key", key).returncode == 2


def test_a_port_that_is_taken_is_the_users_mistake(study, server):
    done = evoke("serve", study.folder, "--port", server.port)
    assert done.returncode == 2
    assert "choose one with --port" in done.stderr


# Weight and caches


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "*", "br;q=1, GZIP;q=0.5"])
def test_pages_are_compressed_where_the_browser_takes_it(server, visitor, accepted):
    page = visitor.go_to("default")
    answer = visitor.request("GET", "/survey/default", **{"Accept-Encoding": accepted})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body).decode() == page.html
    assert len(answer.body) < len(page.html) / 4


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", "*;q=0", ""])
def test_pages_are_plain_where_the_browser_does_not(server, visitor, accepted):
    page = visitor.go_to("default")
    answer = visitor.request("GET", "/survey/default", **{"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.body.decode() == page.html


def test_files_of_the_pages_are_kept_for_ever_by_version_and_asked_for_otherwise(server, visitor):
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', visitor.arrive().html)
    kept = visitor.get(address)
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/assets/survey.css", "/assets/survey.css?v=old"):
        answer = visitor.get(path)
        assert answer.headers["cache-control"] == "no-cache"
        tag = answer.headers["etag"]
        for known in (tag, f'"x", W/{tag}', "*"):
            again = visitor.request("GET", path, **{"If-None-Match": known})
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == tag
        assert visitor.request("GET", path, **{"If-None-Match": '"x"'}).status == 200
    zipped = visitor.request("GET", address, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.body) == kept.body
    assert zipped.headers["vary"] == "Accept-Encoding"
    assert zipped.headers["etag"] != kept.headers["etag"]


# Strain


def test_a_database_that_is_held_keeps_the_page_and_takes_the_answers_later(study):
    server = Server(study)
    visitor = Visitor(server)
    page = visitor.go_to("default")
    answers = page.answers(visitor.rng)
    with closing(sqlite3.connect(study.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = visitor.post(page.action, {**page.hidden, **answers})
        assert answer.status == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.page.name == "default"
        assert answer.page.title.startswith("Error:")
        assert answer.page.filled == answers
        other.execute("ROLLBACK")
    page = answer.page
    assert visitor.post(page.action, {**page.hidden, **page.filled}).location == "/survey/situation"
    visitor.sent["default"] = answers
    study.assert_stored(study.participant(visitor), visitor.sent)
    assert server.stop() == 0
    # The log says why, and nothing of what was answered.
    assert "a page was not saved: " in server.errors and "/survey/default" in server.errors
    assert "another program has been writing to the database" in server.errors
    assert visitor.cookie not in server.errors and "interested" not in server.errors


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("shift", ["-400d", "+400d"])
def test_a_clock_that_is_changed_between_two_pages_costs_nobody_an_answer(study, shift):
    first = Server(study)
    visitor = Visitor(first)
    visitor.go_to("default")
    first.stop()
    second = Server(study, port=first.port, wrapper=["faketime", "-f", shift])
    assert visitor.finish().name == "debrief"
    # faketime starts the server as its child, and ends with it.
    wrapper = second.process.pid
    child = int(Path(f"/proc/{wrapper}/task/{wrapper}/children").read_text().split()[0])
    os.kill(child, signal.SIGTERM)
    assert second.process.wait(timeout=10) == 0
    second.process.stdout.close()
    third = Server(study, port=first.port)
    assert visitor.arrive().name == "debrief"
    participant = study.participant(visitor)
    study.assert_stored(participant, visitor.sent)
    assert study.status(participant) == "completed"
    started, finished = study.rows("SELECT started_at, finished_at FROM participants")[0]
    assert (finished < started) is (shift == "-400d")
    assert started[:4] != finished[:4]
    assert third.stop() == 0


# What a copy of the folder takes along


def test_a_copied_folder_is_another_study_to_a_rehearsal(study, serve, tmp_path):
    server = serve(study)
    copy = tmp_path / "copy"
    shutil.copytree(study.folder, copy)
    done = evoke("simulate", copy, "--participants", "1", "--url", server.url)
    assert done.returncode == 2
    assert "nothing was sent" in done.stderr
    assert study.value("SELECT count(*) FROM participants") == 0
    # The study itself keeps its secret over a restart.
    token = (study.folder / ".rehearsal-token").read_text()
    server.stop()
    again = serve(study)
    assert (study.folder / ".rehearsal-token").read_text() == token
    assert evoke(
        "simulate", study.folder, "--participants", "1", "--url", again.url
    ).returncode == 0


def test_a_database_is_read_where_the_folder_may_not_be_written_to(
    study, server, visitor, faulty_disk
):
    visitor.finish()
    server.stop()
    done = evoke("status", study.folder, env=faulty_disk.environment(read_only=1))
    assert done.returncode == 0, done.stderr
    assert "1 completed" in done.stdout


@pytest.mark.parametrize("quota", ["010", "1:30", "0x10", "1_000", "1e2", "8.0"])
def test_a_number_is_read_as_it_looks_or_refused(study, quota):
    done = evoke("check", study.change(quota=quota).folder)
    assert done.returncode == 2
    assert "`quota` must be a whole number" in done.stderr


@pytest.mark.parametrize("options", [("--backup-to", "copies"), ("--backup-keep", "3")])
def test_backups_that_would_never_be_made_are_the_users_mistake(study, options):
    result = evoke("serve", study.folder, "--port", "0", *options)
    assert result.returncode == 2
    assert "need --backup-every" in result.stderr


def test_a_folder_that_cannot_hold_backups_is_known_at_the_start(study):
    result = evoke(
        "serve", study.folder, "--port", "0", "--backup-every", "6h", "--backup-to", "/proc/none"
    )
    assert result.returncode == 2
    assert "/proc/none" in result.stderr and "backups" in result.stderr


def test_two_parameters_of_a_panel_have_two_names(study):
    done = evoke("check", study.change(recruiting="{ participant: PID, session: PID }").folder)
    assert done.returncode == 2
    assert "`PID` is named twice" in done.stderr


def test_people_in_cells_that_the_study_no_longer_has_are_still_counted(study, serve):
    study.keep_situations(2)
    server = serve(study)
    visitor = Visitor(server)
    visitor.finish()
    server.stop()
    path = study.folder / "situations.csv"
    emotion, factor, index = study.rows(
        "SELECT emotion, factor, situation FROM participants"
    )[0]
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, rows[2 - index]]) + "\n")
    status = evoke("status", study.folder).stdout
    assert "No longer in the study" in status
    assert re.search(rf"{emotion}: {factor} {index} +1 +0", status)
