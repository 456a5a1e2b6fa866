"""What the pages' script does where something comes between it and the server, or before it."""

from __future__ import annotations

import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from selenium.webdriver.common.by import By

from helpers.browser import Browser, Screen
from helpers.form import COOKIE, Visitor
from helpers.study import ITEMS
from helpers.waiting import wait_for

PHONE = Screen(390, 844, True)


@pytest.fixture
def proxy(server):
    """A web server before ours, which answers for it as `mood` says: `well`, or with a status; and
    only while it `goes_on`, but what ends on `hangs` only when it is `released`."""
    state = SimpleNamespace(mood="well", seen=[], goes_on=threading.Event(), hangs=None)
    state.goes_on.set()
    state.released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self._answer(b"")

        def do_POST(self):
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            state.seen.append(self.path)
            state.goes_on.wait(timeout=60)
            if state.hangs and self.path.endswith(state.hangs):
                state.released.wait(timeout=60)
            if isinstance(state.mood, int):
                page = b"<h1>The network</h1>"
                self._send(state.mood, [("Content-Type", "text/html")], page)
                return
            upstream = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            headers = {key: value for key, value in self.headers.items() if key != "Host"}
            upstream.request(self.command, self.path, body or None, headers)
            reply = upstream.getresponse()
            content = reply.read()
            dropped = ("content-length", "connection", "transfer-encoding")
            self._send(
                reply.status,
                [entry for entry in reply.getheaders() if entry[0].lower() not in dropped],
                content,
            )
            upstream.close()

        def _send(self, code: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(code)
            for key, value in headers:
                self.send_header(key, value)
            if code != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    before = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    before.daemon_threads = True
    state.url = f"http://127.0.0.1:{before.server_port}"
    threading.Thread(target=before.serve_forever, daemon=True).start()
    yield state
    state.released.set()
    before.shutdown()
    before.server_close()


# The next person at the same device


def test_nothing_stays_in_the_browser_after_the_end(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    # Another application of the same address keeps what is its own.
    chromium.execute_script("sessionStorage.setItem('other', 'kept');")
    browser.block("*/save")
    browser.choose("proud", "3")
    wait_for(lambda: browser.status.startswith("No connection."))
    assert len(browser.storage()) == 2 and "proud" in "".join(browser.storage().values())
    # Whoever looks at the page for leaving and goes back finds the answer.
    browser.leave_page(chromium.find_element(By.LINK_TEXT, "Stop and leave").click)
    browser.leave_page(chromium.find_element(By.LINK_TEXT, "Go back to the study").click)
    assert browser.chosen() == {"proud": "3"}
    browser.leave_page(chromium.find_element(By.LINK_TEXT, "Stop and leave").click)
    browser.choose("answers", "delete")
    assert browser.submit() == "left"
    assert browser.storage() == {"other": "kept"}


def test_an_answer_that_never_arrived_alone_is_gone_at_the_end(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "evoked")
    sent = browser.fill(rng)
    wait_for(lambda: len(study.saved()) == 20)
    # As if the page had been closed in the moment between answering and saving.
    chromium.execute_script(
        "const form = document.querySelector('form.answers');"
        "const place = form.getAttribute('action') + ' ' + form._session.value;"
        "sessionStorage.setItem('evoke ' + place, JSON.stringify({ proud: '1' }));"
    )
    assert browser.submit() == "debrief"
    assert browser.storage() == {}
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "evoked") == sent


# Between the browser and the server


@pytest.mark.parametrize("mood", [502, 200], ids=["gateway", "login"])
def test_an_answer_that_is_not_the_servers_own_is_waited_out(
    chromium, server, study, rng, proxy, mood
):
    browser = Browser(chromium, PHONE)
    browser.go_to(proxy.url, rng, "default")
    sent = browser.fill(rng)
    wait_for(lambda: len(study.saved()) == 20)
    proxy.mood = mood
    browser.choose("upset", "1" if sent["upset"] != "1" else "2")
    sent["upset"] = "1" if sent["upset"] != "1" else "2"
    wait_for(lambda: browser.status.startswith("No connection."))
    # Neither the button nor patience leads to the proxy's own page.
    browser.button().click()
    proxy.seen.clear()
    wait_for(lambda: len(proxy.seen) >= 4, 20)
    assert browser.shown == "default" and browser.chosen() == sent
    proxy.mood = "well"
    # The next attempt is some seconds away; the network's return brings it on.
    wake = "dispatchEvent(new Event('online'));"
    browser.leave_page(lambda: chromium.execute_script(wake))
    assert browser.shown == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent
    recorded = study.value("SELECT count(*) FROM page_received WHERE page = 'default'")
    assert recorded == 1


def test_a_server_that_cannot_save_gets_the_page_itself(chromium, server, study, rng, proxy):
    browser = Browser(chromium, PHONE)
    browser.go_to(proxy.url, rng, "default")
    proxy.mood = 500
    proxy.seen.clear()
    sent = browser.fill(rng)
    wait_for(lambda: browser.status.startswith("No connection."))
    # However often it fails, it is tried again.
    wait_for(lambda: len(proxy.seen) >= 5, 20)
    proxy.mood = "well"
    wait_for(lambda: browser.status == "Saved", 20)
    proxy.mood = 500
    browser.choose("upset", "5" if sent["upset"] == "1" else "1")
    browser.button().click()
    wait_for(lambda: "The network" in browser.text, 20)
    assert "/survey/default" in proxy.seen


def test_saved_is_not_said_while_an_answer_is_on_its_way(chromium, study, rng, proxy):
    browser = Browser(chromium, PHONE)
    browser.go_to(proxy.url, rng, "default")
    browser.choose("proud", "3")
    wait_for(lambda: browser.status == "Saved")
    proxy.goes_on.clear()
    browser.choose("alert", "3")
    wait_for(lambda: browser.status == "")
    proxy.goes_on.set()
    wait_for(lambda: browser.status == "Saved")
    assert study.saved() == {"proud": "3", "alert": "3"}


def test_whoever_sends_a_page_whose_saving_hangs_is_told_so_and_can_go_on(
    chromium, study, rng, proxy
):
    browser = Browser(chromium, PHONE)
    browser.go_to(proxy.url, rng, "default")
    sent = browser.fill(rng)
    wait_for(lambda: len(study.saved()) == 20)
    # As in a browser that is too old for it.
    chromium.execute_script("delete AbortSignal.timeout;")
    proxy.hangs = "/save"
    sent["upset"] = "1" if sent["upset"] != "1" else "2"
    browser.choose("upset", sent["upset"])
    browser.button().click()
    assert browser.button().text == "Saving…"
    wait_for(lambda: browser.status.startswith("Saving is taking longer than usual."))
    assert browser.button().text == "Continue"
    # It is given up as lost in the end, and begun again.
    wait_for(lambda: browser.status.startswith("No connection."))
    assert browser.shown == "default" and browser.chosen() == sent
    assert browser.submit() == "situation"
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default") == sent


def test_a_page_that_waited_is_sent_by_the_button_that_was_pressed(
    chromium, study, serve, rng
):
    study.add("presentation: { skipping: true }\n")
    browser = Browser(chromium, PHONE)
    browser.go_to(serve(study).url, rng, "default")
    browser.choose("proud", "3")
    wait_for(lambda: browser.status == "Saved")
    assert browser.submit() == "default"
    # Older browsers do not say which one it was.
    chromium.execute_script("delete SubmitEvent.prototype.submitter;")
    browser.block("*/save")
    browser.choose("proud", "4")
    wait_for(lambda: browser.status.startswith("No connection."))
    skip = chromium.find_element(By.CSS_SELECTOR, "button.quiet")
    skip.click()
    wait_for(lambda: browser.status.startswith("No connection."))
    browser.leave_page(lambda: browser.block())
    assert browser.shown == "situation"
    skipped = study.value("SELECT count(*) FROM response WHERE missing = 'skipped'")
    assert skipped == 19


def test_what_a_page_that_came_back_says_has_the_focus_without_the_attribute(chromium, server):
    browser = Browser(chromium, PHONE)
    browser.go(server.url)
    browser.submit()
    # A browser that is led to a part of the page does not obey `autofocus`, as older ones never do.
    address = chromium.current_url
    browser.go("data:text/html,")
    browser.go(address + "#main")
    wait_for(lambda: chromium.switch_to.active_element.get_dom_attribute("role") == "alert")


def test_whoever_would_lose_an_answer_by_closing_the_page_is_asked_first(
    chromium, server, study, rng
):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")

    def asks() -> bool:
        return chromium.execute_script(
            "return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));"
        )

    assert not asks()
    browser.block("*/save")
    browser.choose("proud", "3")
    wait_for(lambda: browser.status.startswith("No connection."))
    assert asks()
    browser.block()
    wait_for(lambda: browser.status == "Saved")
    assert not asks()


# Pages that were left and come back


@pytest.mark.parametrize("noticed", ["shown", "answered"])
def test_a_page_that_was_sent_from_elsewhere_gives_way(chromium, server, study, rng, noticed):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    elsewhere = Visitor(server)
    elsewhere.cookie = chromium.get_cookie(COOKIE)["value"]
    sent = {item: rng.choice("12345") for item in ITEMS}
    page = elsewhere.get("/survey/default").page
    assert elsewhere.next(page, **sent).name == "situation"
    # The browser shows the old page once more, or somebody answers on it: in vain, and so it goes.
    if noticed == "shown":
        show = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));"
        browser.leave_page(lambda: chromium.execute_script(show))
    else:
        browser.leave_page(lambda: browser.fill_these({"upset": "1"}))
    assert browser.shown == "situation"
    assert study.responses(study.participant(elsewhere), "default") == sent


def test_a_page_that_comes_back_into_sight_and_is_still_the_next_one_stays(
    chromium, server, study, rng
):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    browser.choose("proud", "3")
    wait_for(lambda: study.saved() == {"proud": "3"})
    chromium.execute_script(
        "window.isSame = true;"
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));"
    )
    time.sleep(1)
    assert chromium.execute_script("return window.isSame;") is True
    assert browser.chosen() == {"proud": "3"}


def test_what_is_half_typed_is_saved_when_the_page_goes_out_of_sight(
    chromium, study, serve, rng
):
    study.add("imagining: { description: optional }\n")
    browser = Browser(chromium, PHONE)
    browser.go_to(serve(study).url, rng, "situation")
    field = chromium.find_element(By.NAME, "imagined")
    # The pause after which it would be saved anyway never ends.
    chromium.execute_script(
        """
        window.setTimeout = () => 0;
        arguments[0].value = "A long ro";
        arguments[0].dispatchEvent(new Event("input", { bubbles: true }));
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
        """,
        field,
    )
    wait_for(lambda: study.saved() == {"imagined": "A long ro"})


# Names


def test_a_question_may_have_the_name_of_a_part_of_the_form(chromium, study, serve, rng):
    path = study.folder / "study.yaml"
    options = "options: [{ value: a, label: A }, { value: b, label: B }]"
    names = ("action", "elements", "dataset", "method", "submit", "name", "status")
    questions = "".join(f"  - {{ id: {name}, text: {name}?, {options} }}\n" for name in names)
    path.write_text(path.read_text().replace("demographics:\n", "demographics:\n" + questions))
    browser = Browser(chromium, PHONE)
    browser.go_to(serve(study).url, rng, "demographics")
    sent = browser.fill(rng)
    wait_for(lambda: len(study.saved()) == len(sent))
    assert study.saved() == sent
    assert browser.submit() == "default"
    assert browser.console() == []


def test_an_impatient_person_sends_one_page(chromium, server, study, rng):
    browser = Browser(chromium, PHONE)
    browser.go_to(server.url, rng, "default")
    browser.fill(rng)
    browser.block("*/save")
    browser.choose("upset", "2")
    browser.choose("upset", "4")
    wait_for(lambda: browser.status.startswith("No connection."))
    for _ in range(5):
        browser.button().click()
    browser.leave_page(
        lambda: browser.block()
    )
    assert browser.shown == "situation"
    time.sleep(0.5)
    assert study.value("SELECT count(*) FROM page_received WHERE page = 'default'") == 1
    ((participant,),) = study.rows("SELECT participant FROM participants")
    assert study.responses(participant, "default")["upset"] == "4"
