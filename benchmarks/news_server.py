"""A fast server of many articles, made of the development pages: `python benchmarks/news_server.py COUNT`."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Final

from dataset import Sample, samples

# One development page in so many makes articles.
EVERY: Final = 16
# What ties a copy to the page that it is made of.
OWN_ADDRESS: Final = re.compile(
    rb"<(?:link|meta)[^>]*(?:canonical|og:url|amphtml|hreflang)[^>]*>|\"(?:@id|mainEntityOfPage|url)\":", re.I
)
PARAGRAPH: Final = re.compile(rb"(?<=<p>)[^<]{40,}|(?<=>)[^<>{}]{80,}(?=</p>)")
WORD: Final = re.compile(rb"[^\W\d_]{4,}")
# A feed as large as is read of one, and a sitemap as large as the protocol allows.
LARGE_FEED_BYTES: Final = 2 * 1024 * 1024
SITEMAP_ENTRIES: Final = 50_000
DATE: Final = "Sat, 27 Jun 2020 08:15:00 GMT"


def article(body: bytes, number: int) -> bytes:
    """Return a page with words of its own and no address: what it says is no other page's."""
    words = sorted({word for text in PARAGRAPH.findall(body) for word in WORD.findall(text)})
    place = {word: at for at, word in enumerate(words)}

    def other(found: re.Match[bytes]) -> bytes:
        return words[(place[found[0]] * (number + 2) + number) % len(words)]

    return PARAGRAPH.sub(lambda text: WORD.sub(other, text[0]), OWN_ADDRESS.sub(b"", body))


def articles(count: int) -> list[bytes]:
    """Return so many articles, no two of them alike."""
    pages = [sample.body() for sample in list(samples())[::EVERY] if is_fit(sample)]
    return [article(pages[number % len(pages)], number) for number in range(count)]


def is_fit(sample: Sample) -> bool:
    """Tell whether the words of a page can be exchanged: it is written with blanks, in UTF-8."""
    return len(PARAGRAPH.findall(sample.body())) > 3


def feed(base: str, count: int) -> bytes:
    """Return a feed of all articles."""
    items = "".join(f"<item><title>Story {n}</title><link>{base}/story-{n}</link></item>" for n in range(count))
    return f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def large_feed(base: str) -> bytes:
    """Return a feed with the texts of its articles, as large as is read; its articles are old."""
    text = (
        "<![CDATA["
        + "<p>The court denied the motion on Friday &amp; the exchange said it would appeal.</p>" * 20
        + "]]>"
    )
    head = f"<title>Story</title><pubDate>{DATE}</pubDate><link>{base}/old-%d</link>"
    item = f"<item>{head}<description>{text}</description></item>"
    items = "".join(item % number for number in range(LARGE_FEED_BYTES // len(item)))
    return f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def large_sitemap(base: str) -> bytes:
    """Return a sitemap as large as the protocol allows; its articles are old."""
    urls = "".join(
        f"<url><loc>{base}/2020/06/27/some-words-of-a-headline-{number}</loc><lastmod>2020-06-27</lastmod></url>"
        for number in range(SITEMAP_ENTRIES)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


async def serve(count: int) -> None:
    """Print the address, and answer until killed."""
    pages = {f"/story-{number}": body for number, body in enumerate(articles(count))}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            body = pages.get(head.split(b" ", 2)[1].decode())
            status = b"200 OK" if body is not None else b"404 Not Found"
            kind = (
                b"application/xml" if (body or b"").startswith((b"<rss", b"<urlset")) else b"text/html; charset=utf-8"
            )
            size = b"%d" % len(body or b"")
            lines = (b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Content-Length: " + size, b"", body or b"")
            writer.write(b"\r\n".join(lines))
            await writer.drain()

    async def until_the_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(until_the_end, "127.0.0.1", 0, backlog=256)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    pages |= {"/feed": feed(base, count), "/large-feed": large_feed(base), "/large-sitemap": large_sitemap(base)}
    print(base, sum(map(len, pages.values())) // len(pages), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
