"""Title, standfirst, people and dates of small pages, each as a kind of site writes them."""

from __future__ import annotations

import json

import pytest

from pipelines.extract import extract
from schemas.page import Page
from tests.pipelines.assemble.layout import PROSE, TITLE, ld, names, record


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<div><span>12 June 2026</span> <span>by</span> <a>gizzmo</a></div>", "gizzmo"),
        ("<div class=meta><b>Von</b> <i>lina82</i></div>", "lina82"),
        ("<div class=meta><b>作者</b> <i>李明</i></div>", "李明"),
        ("<div class=meta><b>Автор</b> <i>Анна Ли</i></div>", "Анна Ли"),
    ],
)
def test_name_behind_a_label_of_its_own(line: str, name: str) -> None:
    """A writer's label in an element of its own names the next one, in whatever letters."""
    assert names(record(line)) == [name]


def test_link_to_an_authors_page() -> None:
    """Where nothing else names a writer, a link to an author's page beside the title does."""
    assert names(record('<div><a href="/author/annlee/">annlee</a></div>')) == ["annlee"]


def test_links_to_authors_of_other_articles() -> None:
    """Authors' links among related articles name nobody."""
    card = '<div class="related"><h3>Other</h3><a href="/author/bo/">Bo Li</a></div>'
    assert names(record(after_text=card)) == []


def test_lone_label_over_a_name() -> None:
    """A block that is a writer's label names the block under it."""
    assert names(record("<h4>Autor</h4><p>Nikolai Huke</p>")) == ["Nikolai Huke"]


def test_author_in_an_element_named_after_something_else() -> None:
    """An author's element beside the title counts although the box around it is named after sharing."""
    box = '<div class="share"><div class="author">Leena Simon</div></div>'
    assert names(record(box)) == ["Leena Simon"]


def test_name_and_date_in_an_authors_element() -> None:
    """A date beside a name in an author's element is no part of it."""
    assert names(record('<p class="author">Janic Cathomen, 1 December 2021</p>')) == ["Janic Cathomen"]


def test_commenters_are_no_authors() -> None:
    """Who comments under the text wrote a comment."""
    comments = '<div class="comments"><div class="comment-author">By Taylor Margot</div><p>Nice.</p></div>'
    assert names(record(after_text=comments)) == []


def test_label_is_no_name() -> None:
    """A label that stands where a name would names nobody."""
    assert names(record('<div class="author">Written By</div>')) == []


def test_most_trusted_reader_names_the_writers() -> None:
    """Microdata of cards adds nobody to the writers that JSON-LD names."""
    card = '<span itemprop="author">Bo Li</span>'
    assert names(record(card, head=ld(author={"@type": "Person", "name": "Ann Lee"}))) == ["Ann Lee"]


def test_account_beside_a_full_name() -> None:
    """The name of an account is not a second writer."""
    people = [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "annlee"}]
    assert names(record(head=ld(author=people))) == ["Ann Lee"]


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Écrit par", "작성자"])
def test_author_on_a_preview_card(label: str) -> None:
    """A link preview's facts name the author under a label of any language."""
    card = f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="Ann Lee">'
    assert names(record(head=card)) == ["Ann Lee"]


def test_author_of_the_page_node() -> None:
    """Where JSON-LD declares no article, the author of its page counts."""
    graph = [{"@type": "WebPage", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ann Lee"}]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert names(record(head=script)) == ["Ann Lee"]


def test_meta_with_value() -> None:
    """A meta element may name its content "value"; what is escaped twice is read once."""
    article = record(head='<meta name="og:image" value="https://wirepost.example/a.jpg">')
    assert [image.url for image in article.images] == ["https://wirepost.example/a.jpg"]


def test_name_escaped_twice() -> None:
    """Content that was escaped twice is read as what it says."""
    assert names(record(head='<meta name="author" content="Ann O&amp;#x27;Neill">')) == ["Ann O'Neill"]


def test_dateline_at_the_head_of_the_text() -> None:
    """A date that opens the text before a dash is the article's where nothing else says one."""
    body = f"<h1>{TITLE}</h1><p>29.11.2022 – {PROSE}</p><p>{PROSE} More.</p>"
    assert record(body=body).published_at == "2022-11-29"


def test_date_that_begins_a_sentence() -> None:
    """A sentence that begins with a date does not date the article."""
    body = f"<h1>{TITLE}</h1><p>29 November 2022 was a bad day. {PROSE}</p><p>{PROSE} More.</p>"
    assert record(body=body).published_at is None


def test_dateline_never_beats_a_declared_date() -> None:
    """What the page declares goes before what its text opens with."""
    body = f"<h1>{TITLE}</h1><p>29.11.2022 – {PROSE}</p><p>{PROSE} More.</p>"
    assert record(head=ld(datePublished="2022-12-01"), body=body).published_at == "2022-12-01"


def test_time_in_a_hidden_byline() -> None:
    """A byline's `datetime` beside the title counts although the line is hidden."""
    line = '<div class="byline" hidden><time datetime="2022-01-21T12:25:31+01:00">x</time></div>'
    assert record(line).published_at == "2022-01-21T12:25:31+01:00"


def test_description_set_off_from_the_text() -> None:
    """A paragraph with the description's words that a byline parts from the text is the standfirst."""
    dek = "The long history of fees shows that they never stay low."
    article = record(f"<p>{dek}</p><div class=byline>By Ann Lee</div>", head=f'<meta name=description content="{dek}">')
    assert article.subtitle == dek
    assert article.body.split("\n\n")[0] == dek


def test_standfirst_that_is_no_sentence() -> None:
    """A standfirst written like a headline is no part of the text; one of whole sentences is its first paragraph."""
    head, lead = "A history of fees in twelve charts", "Fees fell again. Miners are the first to feel it."
    written = record(f"<h2>{head}</h2>")
    assert (written.subtitle, head in written.body) == (head, False)
    written = record(f"<h2>{lead}</h2>")
    assert (written.subtitle, written.blocks[0].type, written.blocks[0].text) == (lead, "paragraph", lead)


def test_description_that_repeats_the_first_paragraph() -> None:
    """The first paragraph stays in the text when the description repeats it."""
    article = record(head=f'<meta name=description content="{PROSE}">')
    assert article.subtitle is None
    assert article.body.startswith(PROSE)


def test_heading_of_the_first_section() -> None:
    """A heading right under the title that has sisters further down is a section's, not a standfirst."""
    body = (
        f"<h1>{TITLE}</h1><h2>What the figures of the providers say</h2><p>{PROSE}</p>"
        f"<h2>What the exchanges say of it</h2><p>{PROSE} More.</p>"
    )
    article = record(body=body)
    assert article.subtitle is None
    assert "What the figures of the providers say" in article.body


def test_heading_that_links_home() -> None:
    """A heading that is nothing but a link to the home page names the site, not the article."""
    body = f'<h1><a href="/">Wire and post for everybody</a></h1><h2>{TITLE}</h2><p>{PROSE}</p><p>{PROSE} More.</p>'
    assert record(body=body).title == TITLE


def test_date_before_a_title() -> None:
    """A date inside the heading is no part of the title that the page declares."""
    body = f"<h1><span>27.01.2022</span>{TITLE}</h1><p>{PROSE}</p><p>{PROSE} More.</p>"
    assert record(body=body).title == TITLE


def test_rubric_behind_a_bar() -> None:
    """Where only the document's title says it, what stands behind a bar is cut off."""
    page = (
        f"<html lang=en><head><title>{TITLE} | Patient Education</title></head>"
        f"<body><p>{PROSE}</p><p>{PROSE} More.</p></body></html>"
    )
    assert extract(Page(body=page.encode(), url="https://wirepost.example/news/fees")).title == TITLE


def test_datetime_of_an_update() -> None:
    """A byline's `datetime` beside nothing but "Updated" is not when the article was published."""
    line = '<div class="byline">Updated <time datetime="2026-01-16T08:00:00Z">January 16, 2026</time></div>'
    article = record(line)
    assert article.published_at is None
    assert article.updated_at == "2026-01-16"


def test_face_of_the_author() -> None:
    """A picture in the author's element is not the article's."""
    byline = '<div class="author"><img src="/faces/ann.jpg" width="188"> Ann Lee</div>'
    figure = (
        f'<h1>{TITLE}</h1>{byline}<p>{PROSE}</p><figure><img src="/a.jpg" width="900"></figure><p>{PROSE} More.</p>'
    )
    assert [image.url for image in record(body=figure).images] == ["https://wirepost.example/a.jpg"]


def test_description_that_is_all_the_text() -> None:
    """A page whose only paragraph is its description has that for its text."""
    body = f"<h1>{TITLE}</h1><p>{PROSE}</p><div class=byline>By Ann Lee</div>"
    article = record(body=body, head=f'<meta name=description content="{PROSE}">')
    assert (article.subtitle, article.body) == (None, PROSE)


def test_two_dates_in_one_line() -> None:
    """Of two unlabelled dates in a byline the earlier is the publication's, whichever the theme prints first."""
    times = "<time class=updated datetime=2025-05-21T14:06:47Z>May 21, 2025</time>"
    line = f"<div class=entry-meta>{times} <time datetime=2025-04-24T16:12:49Z>April 24, 2025</time></div>"
    assert record(line).published_at == "2025-04-24T16:12:49Z"


def test_date_of_the_last_build() -> None:
    """Page builders stamp both dates with the last build; the earlier one that readers see is the publication's."""
    shown = "<div class=byline>August 25, 2024</div>"
    stamp = ld(datePublished="Jun 24, 2025", dateModified="Jun 24, 2025")
    assert record(shown, head=stamp).published_at == "2024-08-25"
    declared = ld(datePublished="2025-06-24", dateModified="2025-06-26")
    assert record(shown, head=declared).published_at == "2025-06-24"
    same = ld(datePublished="2025-06-24T10:00:00Z", dateModified="2025-06-24T10:00:00Z")
    assert record(shown, head=same).published_at == "2025-06-24T10:00:00Z"
    assert record("<p>Published August 25, 2024</p>", head=same).published_at == "2024-08-25"


def test_declared_dates_that_disagree() -> None:
    """Of two declared dates the one that readers see is right."""
    head = ld(datePublished="2023-11-03") + '<meta property="article:published_time" content="2023-11-06T14:25:00Z">'
    assert record("<div class=byline>6 November 2023</div>", head=head).published_at == "2023-11-06T14:25:00Z"
    assert record("<div class=byline>9 November 2023</div>", head=head).published_at == "2023-11-03"


@pytest.mark.parametrize(
    ("line", "declared", "found"),
    [
        (
            "<time datetime=2025-12-18T19:05:00-08:00>December 18, 2025</time>",
            "2025-12-19T03:05:00Z",
            "2025-12-18T19:05:00-08:00",
        ),
        ("5 November 2021", "2021-11-04T23:00Z", "2021-11-05"),
        ("5 November 2021", "2021-11-04T23:40:00Z", "2021-11-04T23:40:00Z"),
        ("4 November 2021", "2021-11-04T23:00:00Z", "2021-11-04T23:00:00Z"),
        ("6 November 2021", "2021-11-04T23:00:00Z", "2021-11-04T23:00:00Z"),
    ],
)
def test_day_in_the_zone_of_the_page(line: str, declared: str, found: str) -> None:
    """Where readers see the day beside that of a moment in UTC, the record has the moment in the page's own offset."""
    assert record(f"<div class=byline>{line}</div>", head=ld(datePublished=declared)).published_at == found


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<ul><li>By Ann Lee</li><li>24.3.2019, 10:03 Uhr</li></ul>", "2019-03-24T10:03:00"),
        ("<div class=comments-wrap><p>by Ann Lee | Mar 12, 2019 | News | 0 comments</p></div>", "2019-03-12"),
        ("<div class=related><span>Published: March 12, 2019</span></div>", "2019-03-12"),
    ],
)
def test_date_between_title_and_text(line: str, day: str) -> None:
    """Between title and text a date is the article's, in a list and whatever the element is named after."""
    assert record(line).published_at == day


def test_labelled_date_far_behind_the_text() -> None:
    """The only date behind a label of publication counts wherever it stands; two of different days do not."""
    end = "<ul><li>About</li><li>Contact</li></ul>" * 5
    line = "<div><p>Published on {}</p></div>"
    assert record(after_text=end + line.format("12 March 2019")).published_at == "2019-03-12"
    both = line.format("12 March 2019") + line.format("14 March 2019")
    assert record(after_text=end + both).published_at is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Gespeichert von <span>rasos</span> am 24. Juli 2017 - 18:55", "rasos"),
        ("Eingestellt von Ann Lee am 24. Juli 2017", "Ann Lee"),
        ("Submitted by Ann Lee on Mon, 07/24/2017 - 18:55", "Ann Lee"),
    ],
)
def test_line_of_a_content_system_behind_the_text(line: str, name: str) -> None:
    """The lines that content systems put under a text name its writer and its day."""
    article = record(after_text=f"<div class=submitted>{line}</div>")
    assert (names(article), (article.published_at or "")[:10]) == ([name], "2017-07-24")


def test_only_a_change_is_dated() -> None:
    """A page that tells only when it was changed does not tell when it was published."""
    article = record("<p>Updated: 12 March 2019</p>")
    assert (article.published_at, article.updated_at) == (None, "2019-03-12")


def test_recipe_and_its_reviews() -> None:
    """A recipe is what its page is about; who reviewed it did not write it."""
    review = {"@type": "Review", "author": "Bo Li", "datePublished": "2020-04-12", "reviewBody": "Good."}
    recipe = {"@type": "Recipe", "name": TITLE, "author": "Ann Lee", "datePublished": "2006-10-10", "review": review}
    head = f'<script type="application/ld+json">{json.dumps(recipe)}</script>'
    article = record(head=head)
    assert (names(article), article.published_at) == (["Ann Lee"], "2006-10-10")


@pytest.mark.parametrize("declared", ["ann.lee", "Ann", "WP", "Ann Lee Senior Autos Reporter Wirepost"])
def test_full_name_in_the_byline(declared: str) -> None:
    """A name in full behind a label or in an author's element beats an account or a run of words in data."""
    head = ld(author=declared)
    assert names(record("<p>By Ann Lee-Roy</p>", head=head)) == ["Ann Lee-Roy"]
    assert names(record("<div class=author>Ann Lee-Roy</div>", head=head)) == ["Ann Lee-Roy"]
    assert names(record("<p>By Ann Lee-Roy</p>", head=ld(author="Bo Li"))) == ["Bo Li"]


@pytest.mark.parametrize("beside", ["Senior Trends Reporter", "Learn More", "View Profile"])
def test_calling_beside_a_name(beside: str) -> None:
    """What an author is, and what a button says, is no second author."""
    line = f"<div class=author><span>Ann Lee</span> <span>{beside}</span></div>"
    assert names(record(line)) == ["Ann Lee"]


def test_those_who_sign_together() -> None:
    """A calling is part of a name where nobody else signs."""
    assert names(record("<div class=author>Archive Staff</div>")) == ["Archive Staff"]


def test_name_beside_a_date() -> None:
    """A name in full beside a date in a line under the title is the author's; a rubric's link is not."""
    assert names(record("<div>25.10.2022 - Ann Lee</div>")) == ["Ann Lee"]
    assert names(record("<div>25.10.2022 - <a href=/topics/markets>Asian Markets</a></div>")) == []


def test_only_name_behind_a_label() -> None:
    """The only full name behind a label on a page is its author's wherever it stands; of two, neither is."""
    end = "<ul><li>About</li><li>Contact</li></ul>" * 5
    line = "<div><p>Written by {}</p></div>"
    assert names(record(after_text=end + line.format("Ann Lee"))) == ["Ann Lee"]
    assert names(record(after_text=end + line.format("Ann Lee") + line.format("Bo Li"))) == []


def test_site_that_signs_itself() -> None:
    """The site is the author where its byline says so and nobody else is named."""
    assert names(record("<p>By Wire Post</p>", head='<meta property="og:site_name" content="Wire Post">')) == [
        "Wire Post"
    ]


def test_title_cut_short() -> None:
    """A heading that ends in dots is completed from data."""
    body = f"<h1>{TITLE[:40]}...</h1><p>{PROSE}</p><p>{PROSE} More.</p>"
    assert record(body=body).title == TITLE


def test_title_of_a_site_that_declares_its_name() -> None:
    """Where data names only the site, the shown heading is the title, however short."""
    head = '<meta property="og:site_name" content="Wirepost"><meta property="og:title" content="Wirepost">'
    page = (
        f"<html lang=en><head>{head}</head><body><main><h2>Ann Lee</h2><p>{PROSE}</p><p>{PROSE} More.</p></main></body>"
    )
    assert extract(Page(body=page.encode(), url="https://wirepost.example/ann")).title == "Ann Lee"


def test_label_of_a_script_without_capitals() -> None:
    """A label before a name of one word, in other letters, is no part of the name."""
    line = "<div class=author>โดย Xiaojing</div>"
    assert names(record(line, head=ld(author="Xiaojing"))) == ["Xiaojing"]


def test_date_in_data_of_another_kind() -> None:
    """Where nothing else dates a page, a date of publication in any data does, unless there are two."""
    state = '<div data-props="{{&quot;publishedAt&quot;:&quot;{}&quot;}}"></div>'
    article = record(after_text=state.format("2025-11-17T09:00:00-05:00"))
    assert article.published_at == "2025-11-17T09:00:00-05:00"
    assert article.provenance["published_at"].by == "page-state"
    assert record(after_text=state.format("2025-11-17") + state.format("2025-11-18")).published_at is None


@pytest.mark.parametrize(
    ("path", "day"),
    [("2023/october/03/fees", "2023-10-03"), ("2023/Oct/3/fees", "2023-10-03"), ("2023/news/03/fees", None)],
)
def test_month_by_its_name_in_the_address(path: str, day: str | None) -> None:
    """Where nothing else tells the day, the address does, also with the month's name."""
    page = f"<html lang=en><body><h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE} More.</p></body></html>"
    article = extract(Page(body=page.encode(), url=f"https://wirepost.example/{path}"))
    assert article.published_at == day


def test_cards_that_only_their_elements_part() -> None:
    """Titles, times and teasers of related cards are told apart where no blank and no block stands between them."""
    titles = ["The bank opens a second vault in the north", "Two courts disagree on what a coin is"]
    teaser = "The second of the vaults is twice as large as the first one."
    cards = (
        f"<div><a href=/n/1>{titles[0]}</a><span>26 June 2026</span></div>"
        f"<div><a href=/n/2>{titles[1]}</a><span>{teaser}</span>"
        "<a href=/n/3>Miners leave the valley for the coast</a></div>"
        "<div><a href=/n/4>Miners come back to the valley again</a></div>"
        "<div><a href=/n/5>A tax on withdrawals is put off for a year</a></div>"
    )
    found = record(after_text=f"<section><h2>Related articles</h2>{cards}</section>").related
    assert [card.title for card in found][:2] == titles
    assert [(card.url or "")[-1] for card in found] == ["1", "2", "3", "4", "5"]
    assert [card.published_at for card in found] == ["2026-06-26", None, None, None, None]
    assert found[1].summary == teaser


def test_address_of_a_writer_in_the_byline() -> None:
    """A writer whom data names without an address has the one that the byline links the name to."""
    byline = '<div class=byline>By <a href="/team/ann">Ann Lee</a>, 26 June 2026</div>'
    (writer,) = record(byline, head=ld(author={"@type": "Person", "name": "Ann Lee"})).authors
    assert writer.url == "https://wirepost.example/team/ann"


def test_address_of_a_writer_in_another_node() -> None:
    """A writer whose data say a name and refer to a node has the address of that node."""
    person = {"@type": "Person", "@id": "#ann", "url": "https://wirepost.example/a/ann"}
    said = json.dumps(
        {"@graph": [{"@type": "NewsArticle", "headline": TITLE, "author": {"@id": "#ann", "name": "A. Lee"}}, person]}
    )
    (writer,) = record(head=f'<script type="application/ld+json">{said}</script>').authors
    assert (writer.name, writer.url) == ("A. Lee", "https://wirepost.example/a/ann")
