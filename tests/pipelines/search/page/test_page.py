"""The page in a real browser: searched, read and filtered with the keyboard, and safe from what records hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

from pipelines.search.page.server import SearchPage
from tests.browser import press, until
from tests.pipelines.search.small_index import article, index, multilingual, write_records

ATTACK = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
HOSTILE = article(
    f"Hostile {ATTACK}",
    ATTACK,
    url="javascript://x/%0adocument.title='owned'",
    canonical_url="javascript://x/%0adocument.title='owned'",
    blocks=[{"type": "paragraph", "text": ATTACK}, {"type": "quote", "text": ATTACK}],
    qa=[{"question": ATTACK, "answer": ATTACK}],
    site=ATTACK,
)
BLOCKS = article(
    "Every kind of block",
    "text",
    blocks=[
        {"type": "heading", "text": "A heading", "level": 2},
        {"type": "list", "text": "one\ntwo", "items": ["one", "two"]},
        {"type": "table", "text": "a b", "rows": [["a", "b"], ["1", "2"]]},
    ],
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the articles of all languages, and odd ones."""
    folder = tmp_path_factory.mktemp("page")
    index(folder / "search.sqlite", write_records(folder / "records.jsonl", [*multilingual(), HOSTILE, BLOCKS]))
    with SearchPage(folder / "search.sqlite", "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.address
        server.shutdown()


@pytest.fixture
def opened(browser: WebDriver, address: str) -> Callable[[str], WebDriver]:
    """Open the page with a query, and wait for what it finds."""

    def open_page(query: str) -> WebDriver:
        browser.get("about:blank")
        browser.get(f"{address}?q={query}")
        until(browser, lambda: "found" in text(browser, "#note"))
        return browser

    return open_page


def text(browser: WebDriver, selector: str) -> str:
    """Return the text of an element, as it is in one moment; nothing where it is not there."""
    return str(browser.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", selector))


def titles(browser: WebDriver) -> list[str]:
    """Return the titles of the results, as they are in one moment."""
    return list(browser.execute_script("return [...document.querySelectorAll('#hits h3')].map(e => e.textContent)"))


def reader_is_open(browser: WebDriver) -> bool:
    """Tell whether a record is shown."""
    return bool(browser.execute_script("return document.getElementById('reader').open"))


def test_search_while_typing(opened: Callable[[str], WebDriver]) -> None:
    """What is typed is looked up at once, and the address says it, so that it can be kept."""
    browser = opened("")
    press(browser, "减半 矿工")
    until(browser, lambda: titles(browser)[:1] == ["减半之后，矿工抛售储备比特币"])
    marks = browser.execute_script("return [...document.querySelectorAll('#hits h3 mark')].map(e => e.textContent)")
    assert marks == ["减半", "矿工"]
    assert "q=" in browser.current_url


def test_keyboard_alone_reads_records(opened: Callable[[str], WebDriver]) -> None:
    """Enter leaves the field, j and k choose, Enter reads, j reads the next, Esc goes back, / returns to the field."""
    browser = opened("northgate")
    both = titles(browser)
    assert len(both) == 2
    press(browser, Keys.ENTER)
    until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#hit0[aria-selected=true]"))
    press(browser, "j")
    assert browser.find_elements(By.CSS_SELECTOR, "#hit1[aria-selected=true]")
    press(browser, "k", Keys.ENTER)
    until(browser, lambda: reader_is_open(browser) and text(browser, "#record h2") == both[0])
    press(browser, "j")
    until(browser, lambda: text(browser, "#record h2") == both[1])
    press(browser, Keys.ESCAPE)
    until(browser, lambda: not reader_is_open(browser))
    press(browser, "/")
    assert browser.switch_to.active_element.get_attribute("id") == "query"
    press(browser, Keys.DELETE, "j")
    assert browser.find_element(By.ID, "query").get_attribute("value") == "j"


def test_facets_filter(opened: Callable[[str], WebDriver]) -> None:
    """A value of a facet bounds the search, and a second click lets it go."""
    browser = opened("9400")
    many = len(titles(browser))
    russian = "//aside//button[span[text()='ru']]"
    browser.find_element(By.XPATH, russian).click()
    until(browser, lambda: titles(browser) == ["После халвинга майнеры распродают резервы"])
    assert "language=ru" in browser.current_url
    browser.find_element(By.XPATH, russian).click()
    until(browser, lambda: len(titles(browser)) == many)


@pytest.mark.parametrize(
    ("query", "direction"), [("المعدنون", "rtl"), ("ماینرها", "rtl"), ("マイナー", "ltr"), ("miners", "ltr")]
)
def test_texts_run_as_their_script_does(opened: Callable[[str], WebDriver], query: str, direction: str) -> None:
    """Arabic and Persian run from the right, in results and records; the others from the left."""
    browser = opened(query)
    press(browser, Keys.ENTER)
    until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#hit0[aria-selected=true]"))
    press(browser, Keys.ENTER)
    until(browser, lambda: reader_is_open(browser))
    for selector in ("#hits h3", "#hits .snippet", "#record h2", "#record p"):
        element = browser.find_element(By.CSS_SELECTOR, selector)
        assert browser.execute_script("return getComputedStyle(arguments[0]).direction", element) == direction


def test_hostile_records_are_text(opened: Callable[[str], WebDriver]) -> None:
    """Markup in a record is shown as text, its script address is no link, and nothing of it runs."""
    browser = opened("hostile")
    assert titles(browser) == [HOSTILE.title]
    browser.find_element(By.ID, "hit0").click()
    until(browser, lambda: reader_is_open(browser))
    assert ATTACK in text(browser, "#record")
    assert browser.find_elements(By.CSS_SELECTOR, "#record img, #record script, #record a, #hits img") == []
    assert browser.title == "Babelwire"


def test_blocks_are_shown_as_what_they_are(opened: Callable[[str], WebDriver]) -> None:
    """Headings, lists and tables of a record are these on the page."""
    browser = opened("every kind of block")
    browser.find_element(By.ID, "hit0").click()
    until(browser, lambda: reader_is_open(browser))
    assert text(browser, "#record h3") == "A heading"
    assert [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#record li")] == ["one", "two"]
    assert [cell.text for cell in browser.find_elements(By.CSS_SELECTOR, "#record td")] == ["a", "b", "1", "2"]


def test_nothing_is_refused_or_fails(opened: Callable[[str], WebDriver]) -> None:
    """The browser has no complaint: the policy fits the page."""
    browser = opened("miners")
    assert [line["message"] for line in browser.get_log("browser") if "favicon" not in line["message"]] == []
