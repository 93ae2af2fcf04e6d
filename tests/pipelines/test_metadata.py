"""What pages declare is read, also where it is written badly."""

from __future__ import annotations

import json

from pipelines.decode import decode
from pipelines.metadata import read_metadata
from schemas.metadata import Metadata
from schemas.page import Page

URL = "https://news.example/2026/06/fees"


def read(head: str, body: str = "<p>x</p>") -> Metadata:
    page = Page(body=f"<html lang='pt-br'><head>{head}</head><body>{body}</body></html>".encode(), url=URL)
    return read_metadata(decode(page), page)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Fees fall",
    "datePublished": "2026-06-27T08:15:00+08:00",
    "author": [{"@id": "#ann"}, {"@type": "Person", "name": "Bo Li"}],
    "isAccessibleForFree": "False",
}


def test_graph_with_references() -> None:
    """Nodes of a graph are put together by their ids."""
    graph = {"@graph": [ARTICLE, {"@type": "Person", "@id": "#ann", "name": "Ann Lee", "url": "/ann"}]}
    metadata = read(ld(json.dumps(graph)))
    assert [(person.name, person.url) for person in metadata.people] == [("Ann Lee", "/ann"), ("Bo Li", None)]
    assert metadata.titles[0].value == "Fees fall"
    assert metadata.accessible_for_free is False


def test_malformed_json_ld() -> None:
    """Raw line breaks, trailing commas and comments do not hide an article."""
    broken = '<!--\n{"@type":"NewsArticle","headline":"Fees\nfall","datePublished":"2026-06-27",}\n-->'
    assert [title.value for title in read(ld(broken)).titles] == ["Fees fall"]


def test_not_json_at_all() -> None:
    """JSON-LD that is no JSON says nothing, and breaks nothing."""
    assert read(ld("window.x = function() { return 1 }")).titles == ()


def test_article_of_this_page() -> None:
    """Of several articles the one with the page's own address speaks."""
    nodes = [{**ARTICLE, "headline": "Another", "keywords": "a,b"}, {**ARTICLE, "url": URL}]
    assert read(ld(json.dumps(nodes))).titles[0].value == "Fees fall"


def test_questions() -> None:
    """Declared questions and answers are read wherever they stand."""
    faq = {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": "Why?", "acceptedAnswer": {"@type": "Answer", "text": "<p>So.</p>"}}
        ],
    }
    (question,) = read(ld(json.dumps([ARTICLE, faq]))).questions
    assert (question.question, question.answer) == ("Why?", "<p>So.</p>")


def test_meta_and_links() -> None:
    """Meta elements and head links give titles, dates, language, alternates and rights."""
    metadata = read(
        '<title>Fees fall | Site</title><meta property="og:title" content="Fees fall">'
        '<meta property="article:published_time" content="2026-06-27"><meta name="robots" content="noindex, noai">'
        '<meta name="tdm-reservation" content="1"><link rel="canonical" href="/fees?utm_source=x">'
        '<link rel="alternate" hreflang="ja" href="/ja/fees">'
    )
    assert [title.value for title in metadata.titles] == ["Fees fall", "Fees fall | Site"]
    assert metadata.published[0].value == "2026-06-27"
    assert (metadata.robots, metadata.tdm_reservation) == ("noindex, noai", True)
    assert metadata.canonical[0].value == "https://news.example/fees?utm_source=x"
    assert metadata.translations == (("ja", "https://news.example/ja/fees"),)
    assert metadata.languages[0].value == "pt-br"


def test_microdata() -> None:
    """Item properties are read with their own value attributes."""
    metadata = read(
        "",
        '<div itemscope><h1 itemprop="headline">Fees fall</h1>'
        '<time itemprop="datePublished" datetime="2026-06-27">x</time>'
        '<span itemprop="author" itemscope><a href="/ann"><span itemprop="name">Ann Lee</span></a></span></div>',
    )
    assert metadata.titles[0].value == "Fees fall"
    assert metadata.published[0].value == "2026-06-27"
    assert [(person.name, person.url) for person in metadata.people] == [("Ann Lee", "/ann")]


STATE = {
    "title": "Fees fall on every network",
    "slug": "fees",
    "content": "<p>" + "Fees fell again this week. " * 20 + "</p>",
    "publishTime": 1782519300000,
    "source": {"name": "ChainCatcher"},
    "faq": [{"question": "Why?", "answer": "So."}],
}


def body_of_state(script: str) -> str:
    metadata = read("<title>App</title>", script)
    assert metadata.titles[-1].value == STATE["title"]
    assert metadata.sources[0].value == "ChainCatcher"
    assert metadata.published[0].value == "1782519300000"
    return metadata.bodies[0].value


def test_state_in_a_json_script() -> None:
    """An article is found by its shape in a framework's JSON script."""
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"x": STATE}})}</script>'
    assert body_of_state(script) == STATE["content"]


def test_state_assigned_to_a_variable() -> None:
    """It is found in an assignment with more script behind it, and in one that JavaScript only can read."""
    assigned = f"<script>window.__INITIAL_STATE__={json.dumps({'a': STATE})};(function(){{}})();</script>"
    undefined = f'<script>var app = {json.dumps({"a": STATE})[:-1]},"b":undefined}}</script>'
    assert body_of_state(assigned) == body_of_state(undefined) == STATE["content"]


def test_state_parsed_from_a_string() -> None:
    """It is found inside JSON.parse of a string."""
    assert body_of_state(f"<script>window.s=JSON.parse({json.dumps(json.dumps(STATE))})</script>") == STATE["content"]


def test_state_as_a_call() -> None:
    """It is found in a function that is called with its values."""
    content = json.dumps(STATE["content"])
    script = (
        'window.__NUXT__=(function(a,b){return {data:[{title:a,slug:"fees",content:' + content + ","
        "publishTime:1782519300000,source:{name:b}}]}}(" + json.dumps(STATE["title"]) + ',"ChainCatcher"));'
    )
    assert body_of_state(f"<script>{script}</script>") == STATE["content"]


def test_state_as_a_call_with_blanks() -> None:
    """Blanks between the names and values of such a function change nothing."""
    script = (
        'window.__NUXT__ = (function (a, b) { return { data: [ { title: a,\n slug: "fees", content: '
        + json.dumps(STATE["content"])
        + ", publishTime: 1782519300000, source: { name: b } } ] } }("
        + json.dumps(STATE["title"])
        + ', "ChainCatcher"));'
    )
    assert body_of_state(f"<script>{script}</script>") == STATE["content"]


def test_state_after_many_that_json_cannot_read() -> None:
    """It is found behind hundreds of values that JavaScript only can read, each mended once."""
    before = 'var a={"b":undefined,"c":1};' * 2000
    script = f'{before}var app = {json.dumps({"a": STATE})[:-1]},"b":undefined}};'
    assert body_of_state(f"<script>{script}</script>") == STATE["content"]


def test_state_that_points_twice_to_everything() -> None:
    """In a flat list whose values stand in many places, each is read once."""
    levels = [{"a": level + 1, "b": level + 1} for level in range(1, 30)]
    flat = [{"data": 1}, *levels, {"title": 31, "content": 32, "publishTime": 33, "source": 34, "slug": 36}]
    flat += [STATE["title"], STATE["content"], 1782519300000, {"name": 35}, "ChainCatcher", "fees"]
    assert body_of_state(f'<script type="application/json">{json.dumps(flat)}</script>') == STATE["content"]


def test_state_as_flat_list() -> None:
    """It is found where a list holds every value once and numbers point into it."""
    flat = [
        {"data": 1},
        {"title": 2, "content": 3, "slug": 4, "publishTime": 5, "source": 6},
        STATE["title"],
        STATE["content"],
        "fees",
        1782519300000,
        {"name": 7},
        "ChainCatcher",
        "x",
        "y",
    ]
    assert body_of_state(f'<script type="application/json">{json.dumps(flat)}</script>') == STATE["content"]


def test_state_streamed() -> None:
    """It is found in the rows of a streamed component tree."""
    row = "5:" + json.dumps(["$", "div", None, {"post": STATE}]) + "\n"
    script = f"self.__next_f.push([1,{json.dumps(row)}])"
    assert body_of_state(f"<script>{script}</script>") == STATE["content"]


def test_microdata_of_a_comment_and_a_picture() -> None:
    """The author of an item that is a comment or a picture is not the article's."""
    item = '<div itemscope itemtype="https://schema.org/{}"><b itemprop="author">{}</b></div>'
    body = item.format("Comment", "Bo") + item.format("ImageObject", "Cy") + item.format("NewsArticle", "Ann Lee")
    assert [person.name for person in read("", body).people] == ["Ann Lee"]
