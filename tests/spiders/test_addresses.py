"""Crawls stay on the public network."""

from __future__ import annotations

import pytest

from spiders.addresses import PublicResolver, address_of, is_public
from tests.spiders.small_site import Crawl, Reply, Serve


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.8.8",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.0.1.",
        "0",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "2852039166",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_what_is_not_public_is_known_in_any_spelling(host: str) -> None:
    """Addresses of this machine, its neighbours, clouds and groups are not public, however they are spelled."""
    address = address_of(host)
    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "1.1.1.1", "134744072", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(host: str) -> None:
    """Other addresses may be asked."""
    address = address_of(host)
    assert address is not None
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["", "news.example", "127.0.0.1.example", "localhost", "0x7g.1", "1.2.3.4.5", "例え.jp"]
)
def test_names_are_left_to_the_resolver(host: str) -> None:
    """What is no address in numbers is a name."""
    assert address_of(host) is None


def test_a_name_is_judged_each_time() -> None:
    """A name that led elsewhere before is refused once it leads to a private address."""
    resolver = PublicResolver(None, 10, 1.0)  # type: ignore[arg-type]
    found: list[object] = []
    for address in ("8.8.8.8", "127.0.0.1", "169.254.169.254"):
        resolver._cache_result(address, "turning.example")
        resolver.getHostByName("turning.example").addCallback(found.append).addErrback(lambda _: found.append(None))
    assert found == ["8.8.8.8", None, None]
    assert resolver.refused == {"turning.example"}


def test_no_page_leads_off_the_public_network(serve: Serve, crawl: Crawl) -> None:
    """Redirects, feeds, sitemaps, refreshing pages and robots.txt are followed to public addresses only."""
    site = serve(lambda path, _: replies.get(path))
    port = site.base.rpartition(":")[2]
    hosts = ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "evil.example", "[::1]", "[::ffff:7f00:1]"]
    private = [f"http://{host}:{port}/secret" for host in hosts] + ["http://169.254.169.254/latest/meta-data/"]
    others = ["file:///etc/passwd", "ftp://127.0.0.1/secret", "data:text/html,secret"]
    news = f"http://news.example:{port}"
    moved = {f"/moved-{number}": Reply(status=302, headers={"Location": url}) for number, url in enumerate(private)}
    moved |= {f"/other-{number}": Reply(status=302, headers={"Location": url}) for number, url in enumerate(others)}
    listed = [*(news + path for path in moved), *private, *others, f"{news}/refreshing", f"{news}/story-of-the-day"]
    items = "".join(f"<item><link>{url}</link></item>" for url in listed)
    index = f"<sitemapindex><sitemap><loc>http://127.0.0.1:{port}/secret.xml</loc></sitemap></sitemapindex>"
    replies = {
        **moved,
        "/robots.txt": Reply(status=302, headers={"Location": f"http://127.0.0.1:{port}/secret.txt"}),
        "/refreshing": Reply(f'<meta http-equiv="refresh" content="0; url={private[0]}?refreshed">'.encode()),
        "/feed": Reply(f"<rss><channel>{items}</channel></rss>".encode(), content_type="application/rss+xml"),
        "/index": Reply(index.encode(), content_type="text/xml"),
    }
    strict = {"BABELWIRE_ALLOW_PRIVATE": 0, "TWISTED_DNS_RESOLVER": "tests.spiders.small_resolver.SmallResolver"}
    done = crawl("feed", f"{news}/feed", f"{news}/index", **strict)
    assert [path for path in site.paths if "secret" in path] == []
    assert [record["url"] for record in done.records] == [f"{news}/story-of-the-day"]
    refused = {line["url"] for line in done.rejects if line["reason"] == "private_address"}
    assert refused == {*private, f"{private[0]}?refreshed"}
    assert done.counts["not_fetched/private_address"] >= len(refused)
    assert {f"{news}/other-{number}" for number in range(len(others))} <= {line["url"] for line in done.rejects}
    assert done.counts["lists_failed"] == 1
    assert "Traceback" not in done.log


def test_private_addresses_are_refused_by_default(serve: Serve, crawl: Crawl) -> None:
    """Without the setting nothing is asked of this machine, though it was the operator who gave the address."""
    site = serve()
    refused = crawl("page", f"{site.base}/story-one", BABELWIRE_ALLOW_PRIVATE=0)
    assert (site.paths, refused.counts["not_fetched/private_address"]) == ([], 1)
