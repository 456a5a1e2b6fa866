"""Takes the README's picture of the form anew: .venv-tests/bin/python Tests/EndToEnd/pictures.py"""

from __future__ import annotations

import base64
import random
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from helpers.browser import Browser, Screen, start_chromium
from helpers.study import ROOT, Server, Study


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Study(Path(folder) / "study"))
        driver = start_chromium(Path(folder) / "chromium")
        try:
            browser = Browser(driver, Screen(390, 844, True))
            browser.go(server.url)
            while browser.shown != "default":
                browser.fill(random.Random(1), consent="yes")
                browser.submit()
            browser.choose("interested", "4")
            saving = driver.find_element(By.CSS_SELECTOR, ".saving")
            WebDriverWait(driver, 30).until(lambda _: saving.text)
            driver.execute_script("document.activeElement.blur(); scrollTo(0, 0);")
            driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
            shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
            picture = ROOT / "docs/images/scale-phone.png"
            picture.write_bytes(base64.b64decode(shot["data"]))
        finally:
            driver.quit()
            server.kill()


if __name__ == "__main__":
    main()
