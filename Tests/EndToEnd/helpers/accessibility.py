"""What a page is to people who see it otherwise: axe-core's findings and the accessibility tree."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

SCREENSHOTS = os.environ.get("EVOKE_SCREENSHOTS")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SIZES = [(320, 568), (390, 844), (1280, 800)]


@dataclass(frozen=True)
class Look:
    """How a page is shown: the size of the screen and the colours asked for."""

    width: int
    height: int
    scheme: str

    def apply(self, driver) -> None:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": self.width,
                "height": self.height,
                "deviceScaleFactor": 1,
                "mobile": self.width < 600,
            },
        )
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": self.scheme}]},
        )


LOOKS = [Look(*size, scheme) for size in SIZES for scheme in ("light", "dark")]


def violations(driver) -> list[str]:
    """What axe-core finds wrong on the page that is shown, every rule included."""
    if not driver.execute_script("return 'axe' in window;"):
        driver.execute_script(AXE)
    found = driver.execute_async_script(
        """
        const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ["violations"] })
          .then((results) => done(results.violations), (error) => done([String(error)]));
        """
    )
    return [
        entry
        if isinstance(entry, str)
        else f"{entry['id']}: {entry['help']} at "
        + ", ".join(str(node["target"]) + node["failureSummary"] for node in entry["nodes"])
        for entry in found
    ]


def fits(driver) -> bool:
    """Whether the page can be read without scrolling sideways."""
    return driver.execute_script(
        "const root = document.documentElement; return root.scrollWidth <= root.clientWidth;"
    )


def small_targets(driver, least: int = 44) -> list[str]:
    """What can be pressed on the page but is lower than a finger needs, links in prose aside."""
    return driver.execute_script(
        """
        const found = [];
        for (const target of document.querySelectorAll(
            "label.option, button, .button, select, input[type=text], input[type=number], textarea,"
            + ".actions a, .bottom a, .languages a, .recall summary, .summary li a")) {
          const box = target.getBoundingClientRect();
          if (box.height && box.height < arguments[0]) {
            found.push(`${target.outerHTML.slice(0, 80)} is ${box.height} high`);
          }
        }
        return found;
        """,
        least,
    )


# What people may ask of their browser (WCAG 2.2, 1.4.12 and 1.4.4): more room between letters, words
# and lines, and text twice as large.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
LARGE = "html { font-size: 200% !important; }"


def spilled(driver, style: str = "") -> list[str]:
    """The texts that leave the screen or their box, or are cut off, in a reader's own style."""
    return driver.execute_script(
        """
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(arguments[0]);
        document.adoptedStyleSheets = [sheet];
        const found = [];
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const parent = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !parent.checkVisibility()) continue;
          if (parent.closest("option, .skip")) continue;
          const range = document.createRange();
          range.selectNodeContents(texts.currentNode);
          const box = (parent.closest(".option, button, .button, .item, .summary, .keep") ?? root)
            .getBoundingClientRect();
          for (const line of range.getClientRects()) {
            if (line.left < box.left - 1 || line.right > box.right + 1
                || line.top < box.top - 1 || line.bottom > box.bottom + 1) {
              found.push(`“${texts.currentNode.data.trim()}” leaves its box`);
              break;
            }
          }
        }
        document.adoptedStyleSheets = [];
        return found;
        """,
        style,
    )


def take_screenshot(driver, name: str) -> None:
    if not SCREENSHOTS:
        return
    folder = Path(SCREENSHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    shot = driver.execute_cdp_cmd(
        "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True}
    )
    folder.joinpath(f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


def faults(driver, name: str) -> list[str]:
    """What is wrong with the page in any size and colour scheme, or in a reader's own style."""
    found = []
    for look in LOOKS:
        look.apply(driver)
        place = f"{name} at {look.width}×{look.height}, {look.scheme}"
        found += [f"{place}: {violation}" for violation in violations(driver)]
        found += [f"{place}: {small}" for small in small_targets(driver)]
        found += [f"{place}: {text}" for text in spilled(driver)]
        take_screenshot(driver, f"{name}-{look.width}-{look.scheme}")
        if look.scheme == "light":
            found += [f"{place}, spaced: {text}" for text in spilled(driver, SPACED)]
            found += [f"{place}, large: {text}" for text in spilled(driver, LARGE)]
    return found


# The accessibility tree

# Roles that are structure without words of their own.
SILENT = {
    "none", "generic", "InlineTextBox", "StaticText", "RootWebArea", "paragraph", "LayoutTable",
    "ListMarker", "LineBreak", "LabelText", "Legend",
}  # fmt: skip


def spoken(driver) -> list[str]:
    """The page as it is read out: the role, name and state of everything that has one, in order."""
    driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []

    def visit(node: dict, inside_name: bool) -> None:
        role = node.get("role", {}).get("value", "none")
        name = node.get("name", {}).get("value", "").strip()
        says = False
        if not node.get("ignored"):
            properties = {
                entry["name"]: entry["value"].get("value") for entry in node.get("properties", [])
            }
            description = node.get("description", {}).get("value", "")
            if role == "StaticText":
                if name and not inside_name:
                    lines.append(name)
            elif role not in SILENT:
                state = [f"{role} {name!r}" if name else role]
                state += [
                    f"level {properties['level']}" for _ in [0] if role == "heading"
                ]
                if properties.get("checked") == "true":
                    state.append("checked")
                if properties.get("focused"):
                    state.append("focused")
                if description:
                    state.append(f"described as {description!r}")
                lines.append(", ".join(state))
            says = role in {"heading", "link", "button", "radio", "progressbar", "legend"}
            says = says or role in {"Legend", "LabelText"}
        for child in node.get("childIds", []):
            if child in by_id:
                visit(by_id[child], inside_name or says)

    visit(nodes[0], False)
    return lines
