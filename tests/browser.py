"""A headless Chromium for tests of the pages, where the machine has one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_OPTIONS = (
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars"),
)


class Browser:
    """What the tests ask of a page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, page: Path) -> None:
        self.driver.get(page.as_uri())

    def look(
        self, *, width: int = 1280, height: int = 900, dark: bool = False, media: str = "screen"
    ) -> None:
        """Set the window's size and how the reader likes pages."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})

    def script(self, code: str, *arguments: Any) -> Any:
        return self.driver.execute_script(code, *arguments)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def visible(self, selector: str) -> list[str]:
        return [node.text for node in self.all(selector) if node.is_displayed()]

    def wait_for(self, selector: str) -> None:
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, 20).until(lambda _: self.all(selector))

    def press(self, key: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(key).perform()

    def hover(self, node: Any) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).move_to_element(node).perform()

    def problems(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands, and what the page's console tells."""
        import axe_core_python

        axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
        self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})  # past the page's own policy
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then(r => done(r.violations.map("
            "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | '))))"
        )
        return [*found, *(entry["message"] for entry in self.driver.get_log("browser"))]

    @property
    def fits(self) -> bool:
        """Whether nothing is wider than the window."""
        return bool(self.script("return document.documentElement.scrollWidth <= innerWidth"))


@contextmanager
def chromium(profile: Path, *, scripts: bool = True) -> Iterator[Browser]:
    """Start Chromium with a profile of its own; the test is skipped where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    binary = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    program = shutil.which("chromedriver")
    if binary is None or program is None:
        pytest.skip("no Chromium with chromedriver on this machine: pages were not looked at in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for option in (*_OPTIONS, f"user-data-dir={profile}"):
        options.add_argument(f"--{option}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=program))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
