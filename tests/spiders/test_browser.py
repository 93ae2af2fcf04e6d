"""Sites whose articles only a browser makes: how they are fetched, and how they are refused."""

from __future__ import annotations

import asyncio
import json
import shutil
from importlib.util import find_spec

import pytest

from schemas.site import Site
from spiders import browser
from spiders.gate import Gate
from tests.spiders.small_site import PROSE, Crawl, Reply, Serve

CHROMIUM = shutil.which("chromium") or ""
WITH_BROWSER = pytest.mark.skipif(
    not (CHROMIUM and find_spec("scrapy_playwright")), reason="there is no chromium, or not the extra `browser`"
)
SITE = Site(key="coindesk", name="CoinDesk", home="https://www.coindesk.com/", browser=True)
HOME = Reply(b"<html><body><a href='/story-1'>The exchange opens its doors again today</a></body></html>")
# Its text comes by a script's request; a picture and a style are asked for, too.
MADE = Reply(
    b"<html lang=en><head><link rel=stylesheet href=/style.css></head><body><div id=app></div><img src=/picture.png>"
    b"<script>fetch('/data.json').then(reply => reply.json()).then(told => {"
    b"document.getElementById('app').innerHTML = '<article><h1>' + told.title + '</h1>' + told.text + '</article>'})"
    b"</script></body></html>"
)
DATA = {"title": "The exchange opens its doors again", "text": PROSE * 4}


def answer(path: str, times: int) -> Reply | None:
    """Answer as a site whose articles a script makes."""
    made = {
        "/": HOME,
        "/story-1": MADE,
        "/data.json": Reply(json.dumps(DATA).encode(), content_type="application/json"),
    }
    return made.get(path, Reply(status=404))


async def through(gate: Gate, request: str) -> bytes:
    """Return what a gate answers."""
    await gate.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.url.rpartition(":")[2]))
        writer.write(request.encode())
        told = await reader.read()
        writer.close()
        return told
    finally:
        gate.stop()


def test_without_the_extra_a_crawl_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that needs a browser is refused in one line that says what to install; others need nothing."""
    monkeypatch.setattr(browser, "find_spec", lambda name: None)
    told = "coindesk needs a browser: pip install 'babelwire[browser]' and playwright install chromium"
    assert browser.problem_of_browser(SITE) == told
    assert browser.problem_of_browser(Site(key="htx", name="HTX", home="https://www.htx.com/")) == ""


@pytest.mark.parametrize(
    "target", ["http://{host}/story-1", "http://localhost:{port}/story-1", "{host}", "localhost:{port}"]
)
def test_a_gate_leads_to_the_public_network_only(serve: Serve, target: str) -> None:
    """Neither by number nor by name, neither plain nor as a tunnel does a gate lead to this machine."""
    site = serve()
    host = site.base.partition("//")[2]
    place = target.format(host=host, port=host.partition(":")[2])
    method = "GET" if place.startswith("http") else "CONNECT"
    told = asyncio.run(through(Gate(allow_private=False), f"{method} {place} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
    assert told.startswith(b"HTTP/1.1 403 ")
    assert site.paths == []


def test_a_gate_passes_on_what_is_allowed(serve: Serve) -> None:
    """A request that is allowed arrives as one to the host itself, once, and its answer comes back whole."""
    site = serve()
    request = f"GET {site.base}/story-1?a=b HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"
    told = asyncio.run(through(Gate(allow_private=True), request))
    assert b"News of /story-1?a=b" in told
    assert site.paths == ["/story-1?a=b"]


@pytest.mark.parametrize("request_", ["GET / HTTP/1.1", "GET ftp://a.example/ HTTP/1.1", "CONNECT [ HTTP/1.1", "?"])
def test_a_gate_refuses_what_it_cannot_read(request_: str) -> None:
    """What is no request to a proxy gets an answer that says so."""
    told = asyncio.run(through(Gate(allow_private=True), f"{request_}\r\n\r\n"))
    assert told.startswith(b"HTTP/1.1 403 ")


async def seen_by_browser(url: str) -> list[str]:
    """Return what a browser behind a gate gets of an address, and what its page's script gets of the same host."""
    from playwright.async_api import async_playwright

    gate = Gate(allow_private=False)
    await gate.start()
    try:
        async with async_playwright() as playwright:
            options = {**browser.launch_options(gate), "executable_path": CHROMIUM}
            program = await playwright.chromium.launch(**options)
            page = await program.new_page()
            response = await page.goto(url)
            await page.set_content("<p>empty</p>")
            fetched = await page.evaluate(f"fetch({url!r}, {{mode: 'no-cors'}}).then(reply => reply.type, String)")
            socket = await page.evaluate(
                f"new Promise(tell => {{const socket = new WebSocket({url.replace('http', 'ws')!r});"
                "socket.onopen = () => tell('open'); socket.onerror = () => tell('refused')})"
            )
            await program.close()
            return [str(response.status if response else None), fetched, socket]
    finally:
        gate.stop()


@WITH_BROWSER
def test_a_browser_stays_on_the_public_network(serve: Serve) -> None:
    """Neither a page, nor its script's request, nor its socket reaches this machine."""
    site = serve()
    status, _, socket = asyncio.run(seen_by_browser(f"{site.base}/story-1"))
    assert (status, socket) == ("403", "refused")
    assert site.paths == []


@WITH_BROWSER
def test_a_browser_makes_the_article(serve: Serve, crawl: Crawl) -> None:
    """The record has the text that the page's script fetched; nothing but scripts and data was asked for beside it."""
    site = serve(answer)
    crawled = crawl("made", f"{site.base}/", SPIDER_MODULES="tests.spiders.small_spiders", BABELWIRE_BROWSER=CHROMIUM)
    assert [record["title"] for record in crawled.records] == [DATA["title"]], crawled.log
    assert "withdrawals had resumed" in crawled.records[0]["body"]
    assert "/data.json" in site.paths
    assert not {"/style.css", "/picture.png"} & set(site.paths)
