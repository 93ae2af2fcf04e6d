"""Pages to inspect: an article with all kinds of blocks, one that is no article, and one that attacks its reader."""

from __future__ import annotations

from html import escape

from schemas.page import Page

PROSE = "The court said on Friday that the exchange, which had been closed since May, may open its doors again."
MORE = "Its customers, of whom there are forty thousand, will be paid back in three parts until the end of the year."
ARTICLE = f"""<!DOCTYPE html><html lang="en"><head><title>The exchange may open again | Wirepost</title>
<meta property="og:site_name" content="Wirepost"></head><body>
<header class="site-header"><a href="/">Wirepost</a> <a href="/markets">Markets</a></header>
<article class="post"><h1>The exchange may open again</h1>
<p class="byline">By Ann Lee</p><p>Published on June 26, 2026</p>
<p>{PROSE}</p><p>Read also: <a href="/other">A court in Oslo says the same of another exchange</a></p>
<h2>What comes next</h2><p>{MORE}</p>
<div class="tags"><a href="/tag/courts">Courts</a> <a href="/tag/exchanges">Exchanges</a></div></article>
<div class="related-posts"><h3>Related articles</h3><h4><a href="/b">Another story of today</a></h4></div>
</body></html>"""
INDEX = "<html><body><h1>News</h1>" + "".join(
    f"<div><h2><a href='/{n}'>Story number {n} of the day</a></h2></div>" for n in range(9)
)
# Each of these would change the title of the window, load something, or leave the page.
ATTACKS = """
<script>top.document.title='owned'</script>
<img src=x onerror="top.document.title='owned'">
<img src="https://attack.invalid/pixel.gif" srcset="https://attack.invalid/2x.gif 2x">
<svg onload="top.document.title='owned'"><script>top.document.title='owned'</script></svg>
<meta http-equiv="refresh" content="0;url=https://attack.invalid/refresh"><base href="https://attack.invalid/">
<style>@import url(https://attack.invalid/a.css); body { background: url(https://attack.invalid/b.png) }</style>
<link rel="stylesheet" href="https://attack.invalid/c.css"><link rel="prefetch" href="https://attack.invalid/d">
<form action="https://attack.invalid/form"><input autofocus onfocus="top.document.title='owned'"></form>
<iframe src="javascript:top.document.title='owned'"></iframe>
<iframe srcdoc="<script>top.document.title='owned'</script>"></iframe>
<object data="https://attack.invalid/e.swf"></object><embed src="https://attack.invalid/f">
<video src="https://attack.invalid/g.mp4" autoplay></video>
<p style="background: url(https://attack.invalid/h.png)" onclick="top.document.title='owned'">A paragraph that acts.</p>
<math><mtext><table><mglyph><style><img src=x onerror="top.document.title='owned'"></style></mglyph></table></math>
<noscript><p title="</noscript><img src=x onerror=top.document.title='owned'>">no</p></noscript>
<xmp><img src=x onerror="top.document.title='owned'"></xmp><plaintext>
"""
# What ends the elements that our own file is made of, were it not escaped.
BREAKING = """"'></script></iframe></style></p><script>top.document.title='owned'</script><img src=x onerror="owned">"""
ESCAPED = escape(BREAKING, quote=True)
HOSTILE = f"""<!DOCTYPE html><html lang="en"><head><title>{ESCAPED} the exchange may open</title></head>
<body><article class="{ESCAPED}" id="{ESCAPED}"><h1>{ESCAPED} the exchange may open</h1>
<p class="byline">By <a href="javascript:top.document.title='owned'" rel="author">Ann Lee</a></p>
<p>{PROSE} {ESCAPED}</p><p><a href="javascript:top.document.title='owned'">A link that runs a script</a>. {MORE}</p>
<p dir="{ESCAPED}" lang="{ESCAPED}">{MORE}</p>{ATTACKS}</article></body></html>"""


def page(markup: str, url: str | None = "https://news.example/a") -> Page:
    """Return markup as a fetched page."""
    return Page(markup.encode(), url, "text/html; charset=utf-8")
