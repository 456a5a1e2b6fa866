"""Headless Chromium, and what its own protocol offers beside WebDriver's."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.common.by import By

from helpers.window import Window

SCREENSHOTS = os.environ.get("EVOKE_SCREENSHOTS")


@dataclass(frozen=True)
class Screen:
    width: int
    height: int
    scripts: bool

    @property
    def label(self) -> str:
        return f"{self.width}-{'scripts' if self.scripts else 'plain'}"


def start_chromium(profile: Path) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--lang=en-GB",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    if os.geteuid() == 0:
        # Chromium refuses to put root into its sandbox, as in a container.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(
        options=options, service=webdriver.ChromeService("/usr/bin/chromedriver")
    )


class Browser(Window):
    """One screen of the browser."""

    def __init__(self, driver: webdriver.Chrome, screen: Screen):
        super().__init__(driver)
        self.screen = screen
        self._shots = 0
        driver.delete_all_cookies()
        self.resize(screen.width)
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        driver.execute_cdp_cmd(
            "Emulation.setScriptExecutionDisabled", {"value": not screen.scripts}
        )
        self._assert_scripts_are_as_asked()
        # Whatever became of the test before, this one begins with a network.
        self.connect()
        self.block()
        driver.get_log("performance")
        driver.get_log("browser")

    def _assert_scripts_are_as_asked(self) -> None:
        page = "<p id=x>off</p><script>document.getElementById('x').textContent='on'</script>"
        self.driver.get(f"data:text/html,{page}")
        state = self.driver.find_element(By.ID, "x").text
        assert state == ("on" if self.screen.scripts else "off")

    def resize(self, width: int) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": width,
                "height": self.screen.height,
                "deviceScaleFactor": 1,
                "mobile": width < 600,
            },
        )

    # What comes between the browser and the server

    def connect(self, connected: bool = True, latency: int = 0) -> None:
        """Gives or takes the network; latency is in milliseconds."""
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {
                "offline": not connected,
                "latency": latency,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )

    def block(self, *addresses: str) -> None:
        """Stops every request to these addresses; without any, none."""
        self.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": list(addresses)})

    # What must hold of every page

    def check_page(self, name: str) -> None:
        """The page is the expected one, fits the screen and has one main heading."""
        assert self.shown == name
        assert len(self.driver.find_elements(By.TAG_NAME, "h1")) == 1
        assert self.driver.find_element(By.TAG_NAME, "html").get_dom_attribute("lang") == "en"
        for width in {self.screen.width, 390, 320}:
            self.resize(width)
            scrolled, visible = self.driver.execute_script(
                "const root = document.documentElement;"
                "return [root.scrollWidth, root.clientWidth];"
            )
            assert scrolled <= visible, f"{name} at {width}: {scrolled} wide"
        self.resize(self.screen.width)
        self.take_screenshot(name)

    def take_screenshot(self, name: str) -> None:
        if not SCREENSHOTS:
            return
        self._shots += 1
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        shot = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True}
        )
        test = os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split("[")[0].removeprefix("test_")
        path = folder / f"{self.screen.label}-{test}-{self._shots:02}-{name}.png"
        path.write_bytes(base64.b64decode(shot["data"]))

    def hosts(self) -> set[str]:
        """Every host that was asked for anything since this browser screen began."""
        found = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = urlsplit(message["params"]["request"]["url"])
                if address.scheme not in ("data", "about", "blob"):
                    found.add(address.netloc)
        return found

    def console(self) -> list[str]:
        """Messages of the console, but for the status 422 of a page that asks for cookies."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if "422 (Unprocessable" not in entry["message"]
        ]
