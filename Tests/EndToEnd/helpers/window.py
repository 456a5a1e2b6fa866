"""One window of a browser of whatever engine, driven as a person would: what is seen is clicked."""

from __future__ import annotations

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait


class Window:
    """`shown` names pages by their data-page."""

    def __init__(self, driver: WebDriver):
        self.driver = driver
        self.answers: dict[str, dict[str, str]] = {}

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
        if field.get_dom_attribute("type") != "radio":
            field.send_keys(value)
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
        # Between two pages there may be nothing to ask.
        wait = WebDriverWait(self.driver, 30, 0.02, ignored_exceptions=[WebDriverException])
        wait.until(lambda driver: driver.find_element(By.TAG_NAME, "html") != old)
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

    def wait(self, script: str, *arguments) -> None:
        """Waits until the script returns what is true."""
        wait = WebDriverWait(self.driver, 30, 0.02, ignored_exceptions=[WebDriverException])
        wait.until(lambda driver: driver.execute_script(script, *arguments))

    def wait_until_shown(self, name: str) -> None:
        """Waits for the page that comes by itself."""
        wait = WebDriverWait(self.driver, 30, 0.02, ignored_exceptions=[WebDriverException])
        wait.until(lambda driver: self.shown == name)
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")
