"""The same text is known again under another title, with an intro, without its end; templates are not."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.store.database import Database
from pipelines.store.near_duplicates import NearDuplicates
from pipelines.store.places import open_database
from pipelines.store.signatures import signature_of
from schemas.article import Article

TEXTS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("articles.toml").read_text("utf-8"))
LANGUAGES = sorted(TEXTS)
EASTERN = ("ja", "th", "zh")
WITH_REPORT = sorted(language for language, texts in TEXTS.items() if "report" in texts)
AT = datetime(2026, 6, 27, 8, 0, tzinfo=UTC)
FULL_WIDTH = {**{code: code + 0xFEE0 for code in range(0x21, 0x7F)}, 0x20: 0x3000}
QUOTES = str.maketrans({'"': "”", "“": "«", "”": "»", "„": "“", "—": "–", "-": "‑", "'": "’", "«": '"', "»": '"'})


@pytest.fixture
def known(tmp_path: Path) -> NearDuplicates:
    """An index that knows nothing yet."""
    return NearDuplicates(open_database(tmp_path))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A ledger's database that is new."""
    address = request.getfixturevalue("shared_ledger") if request.param == "postgresql" else ""
    with closing(open_database(tmp_path, address)) as database:
        yield database


def rows(database: Database) -> list[tuple[object, ...]]:
    """Return all that an index remembers."""
    texts = database.execute("SELECT * FROM near_text ORDER BY number").fetchall()
    return texts + database.execute("SELECT * FROM near_band ORDER BY key, number").fetchall()


def article(name: str, body: str, title: str = "A title", **others: str) -> Article:
    """An article with an id made of its name."""
    id_ = sha256(name.encode()).hexdigest()[:16]
    return Article(id=id_, title=title, language="en", body=body.strip(), content_hash="0" * 64, **others)


def finds(known: NearDuplicates, first: str, second: str) -> bool:
    """Tell whether the second text is taken for the first, and the other way round."""
    one, other = article("first", first), article("second", second, "Another title")
    known.add(one, AT)
    forwards = known.first_with_text_of(other) == one.id
    known.prune(AT + timedelta(days=1))
    known.add(other, AT)
    assert (known.first_with_text_of(one) == other.id) is forwards
    known.prune(AT + timedelta(days=1))
    return forwards


def without_end(body: str) -> str:
    """Return a body without its last paragraph."""
    return body.strip().rpartition("\n\n")[0]


def taken_over(texts: dict[str, str]) -> str:
    """Return what an exchange makes of an article: its own intro and end, the last paragraph cut."""
    return "\n\n".join((texts["intro"], without_end(texts["body"]), texts["end"]))


VARIANTS: dict[str, Callable[[dict[str, str]], str]] = {
    "another title": lambda texts: texts["body"],
    "other quotes and dashes": lambda texts: texts["body"].translate(QUOTES),
    "full width": lambda texts: texts["body"].translate(FULL_WIDTH),
    "one paragraph": lambda texts: " ".join(texts["body"].split()),
    "an intro": lambda texts: texts["intro"] + "\n\n" + texts["body"],
    "a disclaimer": lambda texts: texts["body"] + "\n\n" + texts["end"],
    "cut end": lambda texts: without_end(texts["body"]),
    "taken over": taken_over,
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_are_found(known: NearDuplicates, language: str, variant: str) -> None:
    """An article that another site took over is known again, whatever it changed around it."""
    texts = TEXTS[language]
    assert finds(known, texts["body"], VARIANTS[variant](texts))


@pytest.mark.parametrize("language", EASTERN)
def test_blanks_between_scripts_do_not_matter(known: NearDuplicates, language: str) -> None:
    """Some desks put blanks (or wide ones) between Latin and other letters, some do not."""
    body = TEXTS[language]["body"]
    assert finds(known, body, body.replace(" ", ""))
    assert finds(known, body, body.replace(" ", "\u3000"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_flash_news_are_copies_only_with_the_same_numbers(known: NearDuplicates, language: str) -> None:
    """A template filled with other numbers is other news; with the same ones it is the same, in other quotes too."""
    flash = TEXTS[language]["flash"]
    first = flash.format("65,000", "2.3", "65,012")
    for numbers in (("66,000", "1.7", "66,104"), ("65,000", "2.3", "65,013"), ("65,000", "2.4", "65,012")):
        assert not finds(known, first, flash.format(*numbers))
    assert finds(known, first, flash.format("65,000", "2.3", "65,012").translate(QUOTES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_flash_news_are_copies_only_with_the_same_names(known: NearDuplicates, language: str) -> None:
    """The same numbers may be true of another coin."""
    first = TEXTS[language]["flash"].format("65,000", "2.3", "65,012") + " BTC"
    assert not finds(known, first, first.replace("BTC", "ETH"))


@pytest.mark.parametrize("language", WITH_REPORT)
def test_daily_reports_differ(known: NearDuplicates, language: str) -> None:
    """Reports of one series share most of their words, and are different articles."""
    report = TEXTS[language]["report"]
    monday = report.format("65,120", "2.3", "3,410", "212", "31.4", "0.9")
    tuesday = report.format("64,870", "0.4", "3,395", "87", "30.8", "0.7")
    assert not finds(known, monday, tuesday)
    assert finds(known, monday, TEXTS[language]["intro"] + monday)


def test_announcements_of_a_series_differ(known: NearDuplicates) -> None:
    """An exchange's listings share all but the coin's name, and it is the name that matters."""
    rules = (
        "Trading opens at 10:00 on 2026-06-27 (UTC), and deposits are open now so that users can prepare for trading. "
        "Withdrawals open a day after trading starts. The listing fee is zero. Please note that the seed label will "
        "be shown on the pages of this token, since it is new and its price can swing more than others. To trade it, "
        "users pass a short quiz every 90 days about the risks before they see the order book. Users in some "
        "countries cannot trade it; the list of countries is part of the terms of use and can change. Harbour "
        "Exchange may change or withdraw this announcement at any time and for any reason without telling users "
        "before. In case of differences between the English text and a translation the English text counts. "
    )
    news = (
        "Harbour Exchange will list {0} and open trading in {0}/USDT, {0}/BTC and {0}/EUR. What is {0}? {0} pays gas."
    )
    assert not finds(known, rules + news.format("FOO"), rules + news.format("BARX"))


def test_translations_differ(known: NearDuplicates) -> None:
    """What is said in another language is another record."""
    for language in ("en", "ru", "ar", "ko", "vi"):
        known.add(article(language, TEXTS[language]["body"]), AT)
    for language in LANGUAGES:
        assert known.first_with_text_of(article(language, TEXTS[language]["body"])) is None


def test_an_article_inside_a_larger_one_is_no_copy(known: NearDuplicates) -> None:
    """A live blog or a weekly review that quotes an article whole says much more."""
    review = "\n\n".join((TEXTS["en"]["report"], TEXTS["en"]["body"], TEXTS["en"]["end"], TEXTS["de"]["body"]))
    assert not finds(known, TEXTS["en"]["body"], review)


def test_a_live_blog_is_its_own_revision(known: NearDuplicates) -> None:
    """The next state of a page takes the place of the one before, and is nobody's duplicate."""
    before = article("live", TEXTS["en"]["body"])
    after = article("live", TEXTS["en"]["report"] + TEXTS["en"]["body"])
    known.add(before, AT)
    assert known.first_with_text_of(after) is None
    known.add(after, AT)
    assert known.first_with_text_of(article("copy", TEXTS["en"]["body"])) is None
    assert known.first_with_text_of(article("copy", after.body)) == before.id


def test_short_bodies_need_their_title(known: NearDuplicates) -> None:
    """What a paywall shows instead of articles is the same under every title."""
    known.add(article("first", "Subscribe to read on.", "Bitcoin rises"), AT)
    assert known.first_with_text_of(article("second", "Subscribe to read on.", "Ether falls")) is None
    assert known.first_with_text_of(article("third", "“Subscribe to read on”", "Bitcoin  rises")) is not None


@pytest.mark.parametrize("body", ["", "…", "🚀🚀🚀"])
def test_bodies_without_words_are_never_copies(known: NearDuplicates, body: str) -> None:
    """Nothing is not the same as nothing."""
    assert not finds(known, body, body)


def test_copies_lead_to_the_first(known: NearDuplicates) -> None:
    """A copy of a copy names the original, even when that one is forgotten."""
    body, end = TEXTS["en"]["body"], TEXTS["en"]["end"]
    first = article("first", body)
    known.add(first, AT)
    copy = article("copy", body + end, duplicate_of=first.id)
    known.add(copy, AT + timedelta(days=2))
    assert known.first_with_text_of(article("third", body + end)) == first.id
    assert known.prune(AT + timedelta(days=1)) == 1
    assert known.first_with_text_of(article("third", body + end)) == first.id


def test_the_original_is_no_copy_of_its_copies(known: NearDuplicates) -> None:
    """A record seen again, before or after its copies were noted as such, stays the first."""
    first, copy = article("first", TEXTS["zh"]["body"]), article("copy", TEXTS["zh"]["body"])
    known.add(first, AT)
    known.add(copy, AT)
    assert known.first_with_text_of(first) is None
    known.add(copy.model_copy(update={"duplicate_of": first.id}), AT)
    known.prune(AT)
    assert known.first_with_text_of(first) is None
    assert known.first_with_text_of(copy) == first.id


def test_adding_again_changes_nothing(database: Database) -> None:
    """The same record twice is remembered once."""
    known = NearDuplicates(database)
    known.add(article("first", TEXTS["th"]["body"]), AT)
    before = rows(database)
    assert len(before) > 1
    known.add(article("first", TEXTS["th"]["body"]), AT)
    assert rows(database) == before


def test_copies_are_found_in_any_database(database: Database) -> None:
    """Texts that are equal, and those that are nearly so, lead to the one that was known before, however long ago."""
    known = NearDuplicates(database)
    first, other = article("first", TEXTS["en"]["body"]), article("other", TEXTS["zh"]["body"])
    copy = article("copy", TEXTS["en"]["body"] + "\n\nThis report was taken over from another paper.")
    for each in (first, other):
        known.add(each, AT)
    assert known.first_with_text_of(article("same", TEXTS["en"]["body"])) == first.id
    assert known.first_with_text_of(copy) == first.id
    assert known.first_with_text_of(article("new", TEXTS["de"]["body"])) is None
    known.add(copy.model_copy(update={"duplicate_of": first.id}), AT)
    assert known.first_with_text_of(first) is None
    assert known.first_with_text_of(article("third", copy.body)) == first.id


def test_pruning_leaves_nothing(database: Database) -> None:
    """What is forgotten takes its keys with it; what was added later stays."""
    known = NearDuplicates(database)
    known.add(article("old", TEXTS["en"]["body"]), AT)
    known.add(article("old", TEXTS["de"]["body"]), AT)
    known.add(article("new", TEXTS["en"]["body"]), AT + timedelta(hours=1))
    assert known.prune(AT + timedelta(hours=1)) == 1
    assert known.first_with_text_of(article("other", TEXTS["en"]["body"])) is not None
    assert known.prune(AT + timedelta(hours=2)) == 1
    assert rows(database) == []


def add_and_fail(known: NearDuplicates) -> None:
    """Add a text, forget it, add it again, and end the transaction without any of it."""
    known.add(article("first", TEXTS["en"]["body"]), AT)
    known.prune(AT + timedelta(days=1))
    known.add(article("first", TEXTS["en"]["body"]), AT)
    raise KeyboardInterrupt


def test_the_caller_holds_the_transaction(database: Database) -> None:
    """What is added or pruned is undone with the caller's transaction."""
    known = NearDuplicates(database)
    with pytest.raises(KeyboardInterrupt), database.transaction():
        add_and_fail(known)
    assert rows(database) == []
    assert known.first_with_text_of(article("second", TEXTS["en"]["body"])) is None


def test_signatures_are_the_same_in_every_process() -> None:
    """An index made by one run is read by the next."""
    program = (
        "import sys; from pipelines.store.signatures import signature_of; "
        "sys.stdout.write(repr(signature_of('t', sys.argv[1])))"
    )
    for language in ("en", "zh"):
        body = TEXTS[language]["body"]
        command = [sys.executable, "-c", program, body]
        output = subprocess.run(command, capture_output=True, check=True, text=True, env={"PYTHONHASHSEED": "7"})
        assert output.stdout == repr(signature_of("t", body))
