"""A real browser without a screen, for pages that people read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# A machine that has much else to do; no test waits so long where all is well.
PATIENCE = 30


@contextmanager
def running_browser() -> Iterator[WebDriver]:
    """Run a browser that keeps its console and its requests."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and its driver are not installed; `make services` installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def until(browser: WebDriver, holds: Callable[[], Any]) -> None:
    """Wait until something holds."""
    WebDriverWait(browser, PATIENCE, poll_frequency=0.05).until(lambda _: holds())


def press(browser: WebDriver, *keys: str) -> None:
    """Press keys wherever the focus is."""
    ActionChains(browser).send_keys(*keys).perform()


def requested(browser: WebDriver) -> list[str]:
    """Return the addresses that the browser has asked for since the last call."""
    messages = (json.loads(line["message"])["message"] for line in browser.get_log("performance"))
    return [told["params"]["request"]["url"] for told in messages if told["method"] == "Network.requestWillBeSent"]


def complaints(browser: WebDriver) -> list[str]:
    """Return what the browser's console has said since the last call."""
    return [line["message"] for line in browser.get_log("browser")]
