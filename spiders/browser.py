"""Fetches the articles of sites that only a browser makes, with the extra `browser` (scrapy-playwright)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final

from scrapy import signals
from scrapy.crawler import Crawler

from schemas.site import Site
from spiders.gate import Gate

PACKAGE: Final = "scrapy_playwright"
HANDLER: Final = f"{PACKAGE}.handler.ScrapyPlaywrightDownloadHandler"
# An article needs no more; pictures, fonts, films and styles are left where they are.
NEEDED: Final = frozenset({"document", "script", "xhr", "fetch"})
# A page is made when its scripts have asked for nothing for half a second (Playwright's own measure).
REQUEST_META: Final = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
# Beyond the gate: this machine's own names too, and no connection that no proxy sees (WebRTC, QUIC).
GATE_ONLY: Final = (
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
)


def problem_of_browser(site: Site) -> str:
    """Return what a site's articles lack to be fetched, in one line; nothing if all is well."""
    if not site.browser or find_spec(PACKAGE):
        return ""
    name = site.key or site.name
    return f"{name} needs a browser: pip install 'babelwire[browser]' and playwright install chromium"


def gate_for(crawler: Crawler) -> Gate:
    """Let a crawl fetch with a browser, which goes through a gate; return the gate, to be started with the crawl."""
    settings = crawler.settings
    gate = Gate(allow_private=settings.getbool("BABELWIRE_ALLOW_PRIVATE"))
    program = settings.get("BABELWIRE_BROWSER")
    changes = {
        "DOWNLOAD_HANDLERS": {**settings.getdict("DOWNLOAD_HANDLERS"), "http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {**launch_options(gate), **({"executable_path": program} if program else {})},
        "PLAYWRIGHT_CONTEXTS": {"default": {"user_agent": settings["USER_AGENT"], "service_workers": "block"}},
        "PLAYWRIGHT_ABORT_REQUEST": is_needless,
    }
    for name, value in changes.items():
        settings.set(name, value, priority="spider")
    crawler.signals.connect(gate.stop, signals.spider_closed)
    return gate


def launch_options(gate: Gate) -> dict[str, Any]:
    """Return with what a browser is started that goes through a gate, and nowhere else."""
    return {"proxy": {"server": gate.url}, "args": list(GATE_ONLY)}


def is_needless(request: Any) -> bool:  # noqa: ANN401 - Playwright's request, which is there with the extra only
    """Tell whether what a page asks for is no part of making its text."""
    return request.resource_type not in NEEDED
