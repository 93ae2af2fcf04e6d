"""The file of an inspection in a real browser: quiet, worked by keys and clicks, safe from the page that it shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

from pipelines.inspect.inspection import inspect_page
from pipelines.inspect.page import page_of
from schemas.page import Page
from tests.browser import complaints, press, requested, until
from tests.pipelines.inspect.some_pages import ARTICLE, BREAKING, HOSTILE, INDEX, PROSE, page

ARABIC = """<html lang="ar" dir="rtl"><head><title>بنوك خليجية تختبر عملة مستقرة</title></head><body>
<h1>بنوك خليجية تختبر عملة مستقرة</h1><p>أعلنت ستة بنوك خليجية يوم الجمعة بدء تجربة مدتها تسعون يومًا لعملة مستقرة
مشتركة تُستخدم في تسوية مشتريات الوقود بين الموزعين الصغار والمحطات.</p></body></html>"""
Opened = Callable[[Page], WebDriver]


@pytest.fixture
def opened(browser: WebDriver, tmp_path: Path) -> Opened:
    """Open the inspection of a page, whatever the browser said and asked for before forgotten."""

    def open_inspection(given: Page) -> WebDriver:
        file = tmp_path / "inspection.html"
        file.write_text(page_of(inspect_page(given), "saved.html"), "utf-8")
        browser.get("about:blank")
        requested(browser), complaints(browser)
        browser.get(file.as_uri())
        return browser

    return open_inspection


def texts(browser: WebDriver, selector: str) -> list[str]:
    """Return the texts of the elements that are shown."""
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, selector) if element.is_displayed()]


def linked(browser: WebDriver) -> list[str]:
    """Return the ids of what the chosen block or field belongs to."""
    return list(browser.execute_script("return [...document.querySelectorAll('.linked')].map(e => e.id)"))


def chosen(browser: WebDriver) -> str:
    """Return the id of the chosen block or field, which has the focus."""
    element = browser.switch_to.active_element
    assert element.get_attribute("aria-current") == "true"
    return str(element.get_attribute("id"))


def test_it_opens_quietly(opened: Opened) -> None:
    """Nothing is asked of any network, and the console has nothing to say, with the original page shown too."""
    browser = opened(page(ARTICLE))
    press(browser, "o", "j")
    until(browser, lambda: texts(browser, "iframe") == [""])
    assert complaints(browser) == []
    assert [address for address in requested(browser) if not address.startswith(("file:", "about:"))] == []


def test_a_field_leads_to_its_blocks_and_a_block_to_its_field(opened: Opened) -> None:
    """A click on either shows the other."""
    browser = opened(page(ARTICLE))
    browser.find_element(By.ID, "field-authors").click()
    (authors,) = linked(browser)
    assert "Ann Lee" in browser.find_element(By.ID, authors).text
    browser.find_element(By.ID, authors).click()
    assert linked(browser) == ["field-authors"]
    browser.find_element(By.CSS_SELECTOR, "#field-body h3").click()
    assert len(linked(browser)) == 3


def test_a_paragraph_of_the_body_leads_to_its_block(opened: Opened) -> None:
    """And the block to the paragraph, among those of the body."""
    browser = opened(page(ARTICLE))
    browser.find_element(By.XPATH, f"//*[@data-part][contains(., '{PROSE}')]").click()
    assert PROSE in browser.find_element(By.ID, chosen(browser)).text
    assert texts(browser, "[data-part].linked") == [PROSE]


def test_a_chosen_block_tells_why(opened: Opened) -> None:
    """The rule with its meaning, the section, the label and the element are shown of the chosen block only."""
    browser = opened(page(ARTICLE))
    assert texts(browser, ".evidence") == []
    block = browser.find_element(By.CSS_SELECTOR, "[data-role=related][data-fields=related]")
    block.click()
    (evidence,) = texts(browser, ".evidence")
    assert "section_member: A block in an announced section has the section's role." in evidence
    assert "div.related-posts: related" in evidence


def test_keys_alone_do(opened: Opened) -> None:
    """j and k go through blocks, Enter and f to the field, Enter and b back, / finds, Esc shows all again."""
    browser = opened(page(ARTICLE))
    press(browser, "j", "j", "j", "k")
    assert chosen(browser) == "block-1"
    press(browser, Keys.ENTER)
    assert chosen(browser) == "field-title"
    press(browser, "b")
    assert chosen(browser) == "block-1"
    press(browser, "f", Keys.ARROW_DOWN)
    assert chosen(browser) == "field-authors"
    press(browser, "/", "closed since", Keys.ENTER)
    assert texts(browser, "#note") == [f"1 of {len(browser.find_elements(By.CLASS_NAME, 'block'))} blocks"]
    assert PROSE in browser.find_element(By.ID, chosen(browser)).text
    press(browser, Keys.ESCAPE)
    assert "of" not in texts(browser, "#note")[0]


def test_tab_goes_from_the_buttons_through_blocks_to_the_record(opened: Opened) -> None:
    """Each list is one stop, at what was chosen in it last."""
    browser = opened(page(ARTICLE))
    press(browser, "j", "j", "f", "j", "/")
    buttons = len(browser.find_elements(By.CSS_SELECTOR, "header button"))
    press(browser, *[Keys.TAB] * (buttons + 1))
    assert browser.switch_to.active_element.get_attribute("id") == "block-1"
    press(browser, Keys.TAB)
    while not browser.switch_to.active_element.get_attribute("id"):
        # Panes that scroll are stops of their own, so that they scroll by keys.
        press(browser, Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("id") == "field-authors"


def test_roles_filter(opened: Opened) -> None:
    """A role's button leaves its blocks alone; each block says its role in words, not by colour only."""
    browser = opened(page(ARTICLE))
    browser.find_element(By.CSS_SELECTOR, "button[data-role=body]").click()
    assert PROSE in texts(browser, ".block")[0]
    assert texts(browser, ".block .facts b") == ["body", "body"]
    browser.find_element(By.CSS_SELECTOR, "button[data-role=body]").click()
    assert len(texts(browser, ".block")) > 2


def test_the_original_page_turns_to_the_chosen_block(opened: Opened) -> None:
    """The frame shows the page's elements with their blocks' numbers and roles, and marks the chosen one."""
    browser = opened(page(ARTICLE))
    press(browser, "o", "j", "j")
    frame = browser.find_element(By.TAG_NAME, "iframe")
    assert frame.get_attribute("sandbox") == ""
    browser.switch_to.frame(frame)
    until(browser, lambda: texts(browser, ":target") == ["1 title"])
    assert "A court in Oslo" in browser.find_element(By.TAG_NAME, "body").text
    browser.switch_to.default_content()


@pytest.mark.parametrize("keys", ["", "oj"])
def test_a_hostile_page_stays_inert(opened: Opened, keys: str) -> None:
    """No script of the page runs, nothing loads, nothing can be followed or sent; its markup is shown as text."""
    browser = opened(page(HOSTILE))
    title = browser.title
    assert "the exchange may open" in title
    press(browser, *keys)
    for element in browser.find_elements(By.CSS_SELECTOR, ".block, .field"):
        browser.execute_script("arguments[0].click()", element)
    until(browser, lambda: linked(browser) or True)
    assert browser.title == title
    assert [address for address in requested(browser) if not address.startswith(("file:", "about:"))] == []
    assert complaints(browser) == []
    assert browser.find_elements(By.CSS_SELECTOR, "main a, main img, main form, .block script") == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert BREAKING in browser.find_element(By.CSS_SELECTOR, "#field-title").text
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    assert browser.find_elements(By.CSS_SELECTOR, "script, a, form, iframe, meta[http-equiv=refresh], base, link") == []
    browser.switch_to.default_content()


def test_what_slips_into_the_file_is_stopped_by_the_policy(browser: WebDriver, tmp_path: Path) -> None:
    """Were a script to get past the escaping, the file's own policy would not let it run."""
    file = tmp_path / "inspection.html"
    slipped = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    file.write_text(page_of(inspect_page(page(ARTICLE)), "saved.html").replace("<main>", slipped + "<main>"), "utf-8")
    browser.get(file.as_uri())
    assert browser.title == "Babelwire: The exchange may open again"
    assert len(complaints(browser)) >= 2


def test_pages_run_as_their_script_does(opened: Opened) -> None:
    """Arabic runs from the right in blocks, record and frame; what we say of it does not."""
    browser = opened(page(ARABIC))

    def direction(selector: str) -> str:
        element = browser.find_element(By.CSS_SELECTOR, selector)
        return str(browser.execute_script("return getComputedStyle(arguments[0]).direction", element))

    assert direction("#block-1 p") == direction("#field-body p") == direction("h1") == "rtl"
    assert direction("#block-1 .facts") == direction("#field-body h3") == "ltr"
    press(browser, "o")
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    assert direction("body") == "rtl"
    browser.switch_to.default_content()


def test_a_page_without_a_record(opened: Opened) -> None:
    """The reason stands where the record would, and the blocks are there."""
    browser = opened(page(INDEX))
    assert texts(browser, ".problem") == ["index_page: 9 linked headings"]
    assert len(texts(browser, ".block")) == 10
    press(browser, "j", "f", "j")
    assert complaints(browser) == []
