"""Crawls of sites of which the facts are wrong, or that say little."""

from __future__ import annotations

import json

from tests.spiders.small_site import PROSE, Crawl, Reply, Serve

HOME = """<html><head><link rel="alternate" type="application/rss+xml" href="/new.rss"></head><body><main>
<a href="/news/12346">The exchange resumes withdrawals for all users</a></main></body></html>"""
FEED = '<rss version="2.0"><channel><title>N</title>{items}</channel></rss>'


def test_facts_that_are_dead_are_replaced_by_what_the_site_declares(serve: Serve, crawl: Crawl) -> None:
    """A known site whose feed is gone and whose addresses have changed is crawled all the same, and it is said."""

    def answer(path: str, times: int) -> Reply | None:
        items = "".join(f"<item><link>{site.base}/news/{number}</link></item>" for number in (12345, 12347, 12348))
        return {
            "/": Reply(HOME.encode()),
            "/old.rss": Reply(status=410),
            "/new.rss": Reply(FEED.format(items=items).encode(), content_type="application/rss+xml"),
        }.get(path)

    site = serve(answer)
    done = crawl("moved", f"{site.base}/", SPIDER_MODULES="tests.spiders.small_spiders")
    assert {record["url"].removeprefix(site.base) for record in done.records} == {
        f"/news/{number}" for number in (12345, 12346, 12347, 12348)
    }
    assert "is learned anew" in done.log
    assert done.counts["shape_outdated"] == 1
    assert {source["url"].removeprefix(site.base): source["problem"] for source in done.counts["sources"]} == {
        "/old.rss": "status 410",
        "/": "",
        "/new.rss": "",
    }


def test_an_address_of_data_gives_the_record_of_its_article(serve: Serve, crawl: Crawl) -> None:
    """An article in JSON, given by the address of the data, has the address that it names itself."""
    post = {"link": "", "title": {"rendered": "Withdrawals resume"}, "content": {"rendered": PROSE * 4}}
    body = Reply(content_type="application/json")
    site = serve(lambda path, times: body if path == "/wp-json/wp/v2/posts/7" else None)
    body.body = json.dumps({**post, "link": f"{site.base}/withdrawals", "date_gmt": "2026-06-27T08:15:00"}).encode()
    (record,) = crawl("page", f"{site.base}/wp-json/wp/v2/posts/7").records
    assert record["url"] == f"{site.base}/withdrawals"
    assert (record["title"], record["published_at"]) == ("Withdrawals resume", "2026-06-27T08:15:00Z")
