"""Headless Chromium, driven as a person would: what is on the screen is clicked."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

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


class Browser:
    """One screen of the browser; `shown` names pages by their data-page."""

    def __init__(self, driver: webdriver.Chrome, screen: Screen):
        self.driver = driver
        self.screen = screen
        self.answers: dict[str, dict[str, str]] = {}
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

    # What is on the screen

    @property
    def shown(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").get_dom_attribute("data-page")

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def status(self) -> str:
        """What the page says of its saving."""
        return self.driver.find_element(By.CSS_SELECTOR, "main [role=status]").text

    def storage(self) -> dict[str, str]:
        """What the browser holds for the site, apart from its cookies."""
        return self.driver.execute_script("return { ...localStorage, ...sessionStorage };")

    def fields(self) -> list[dict]:
        """Every radio, select and number field of the page, in one question to the browser."""
        return self.driver.execute_script(
            """
            const fields = document.querySelectorAll(
              "input:not([type=hidden]), select, textarea");
            return Array.from(fields, field => ({
              element: field, name: field.name, value: field.value,
              isRadio: field.type === "radio", isChosen: field.checked !== false,
              options: Array.from(field.options || [], option => option.value),
            }));
            """
        )

    def chosen(self) -> dict[str, str]:
        """The answers on the page that are filled in now."""
        return {
            field["name"]: field["value"]
            for field in self.fields()
            if field["value"] and (field["isChosen"] or not field["isRadio"])
        }

    def any_answers(self, rng) -> dict[str, str]:
        """An answer at random to every question that offers some."""
        return {name: rng.choice(values) for name, values in self.questions().items() if values}

    def questions(self) -> dict[str, list[str]]:
        """The values that each question of the page offers."""
        offered: dict[str, list[str]] = {}
        for field in self.fields():
            values = [field["value"]] if field["isRadio"] else filter(None, field["options"])
            offered.setdefault(field["name"], []).extend(values)
        return offered

    # What a person does

    def go(self, url: str) -> None:
        self.driver.get(url)

    def go_to(self, url: str, rng, name: str) -> None:
        """Answers every page up to the one of this name."""
        self.go(url)
        while self.shown != name:
            self.fill(rng, consent="yes")
            self.submit()

    def choose(self, name: str, value: str) -> None:
        """Chooses an answer with the pointer; of a radio the label, which a thumb can reach."""
        (field, *others) = self.driver.find_elements(By.NAME, name)
        if field.tag_name == "select":
            Select(field).select_by_value(value)
            return
        (radio,) = [
            radio for radio in (field, *others) if radio.get_dom_attribute("value") == value
        ]
        radio.find_element(By.XPATH, "./ancestor::label").click()
        assert radio.is_selected()

    def fill(self, rng, by_hand: bool = False, **answers: str) -> dict[str, str]:
        """Answers every question, at random where no answer is given, and remembers them.

        By hand each answer is clicked on; else they are set at once, for tests about what follows.
        """
        chosen = {
            name: answers.get(name) or rng.choice(values)
            for name, values in self.questions().items()
        }
        if by_hand:
            for name, value in chosen.items():
                self.choose(name, value)
        else:
            self.fill_these(chosen)
        assert self.chosen() == chosen
        self.answers[self.shown] = chosen
        return chosen

    def fill_these(self, answers: dict[str, str]) -> None:
        """Sets answers at once."""
        self.driver.execute_script(
            """
            for (const [name, value] of Object.entries(arguments[0])) {
              for (const field of document.getElementsByName(name)) {
                if (field.type !== "radio") field.value = value;
                else if (field.value === value) field.checked = true;
                else continue;
                field.dispatchEvent(new Event("change", { bubbles: true }));
              }
            }
            """,
            answers,
        )

    def button(self):
        return self.driver.find_element(By.CSS_SELECTOR, "button[type=submit]")

    def submit(self) -> str:
        """Presses the button, waits for what comes back, and returns its name."""
        self.leave_page(self.button().click)
        return self.shown

    def double_click_submit(self) -> str:
        self.leave_page(ActionChains(self.driver).double_click(self.button()).perform)
        return self.shown

    def leave_page(self, action) -> None:
        """Does what leads to another page, and waits until that is there."""
        old = self.driver.find_element(By.TAG_NAME, "html")
        action()
        wait = WebDriverWait(self.driver, 30, poll_frequency=0.02)
        wait.until(lambda driver: driver.find_element(By.TAG_NAME, "html") != old)
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

    def wait_until_shown(self, name: str) -> None:
        """Waits for the page that comes by itself."""
        wait = WebDriverWait(self.driver, 30, 0.02, ignored_exceptions=[WebDriverException])
        wait.until(lambda driver: self.shown == name)
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

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
        """Messages of the console, but for the status 422 of a page that came back unfinished."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if "422 (Unprocessable" not in entry["message"]
        ]
