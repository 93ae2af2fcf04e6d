"""Near duplicates among the development pages, copies made of them, templates, and speed.

`python benchmarks/near_duplicates.py [pairs] [copies] [templates] [speed]`; without a word, all of them.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from dataset import Sample, samples

from pipelines.extract import extract
from pipelines.language.scripts import script_of
from pipelines.store.database import Database
from pipelines.store.near_duplicates import NearDuplicates
from pipelines.store.signatures import signature_of
from pipelines.store.sqlite import SqliteDatabase
from schemas.article import Article
from schemas.page import NotAnArticle, Page

TEXTS = Path(__file__).parents[1] / "tests" / "pipelines" / "store" / "articles.toml"
AT = datetime(2026, 6, 27, tzinfo=UTC)
SIZES = (10_000, 100_000, 300_000)
LOOKUPS = 2_000
# Words of a crypto-news article, and of a vocabulary that they are drawn from.
ARTICLE, VOCABULARY = 300, 30_000


def record(sample: Sample) -> Article | None:
    """Return a page's record, or None where it is no article."""
    try:
        return extract(Page(body=sample.body(), url=sample.url))
    except NotAnArticle:
        return None


def records() -> list[Article]:
    """Return the records of all development pages."""
    with ProcessPoolExecutor(2) as pool:
        found = pool.map(record, samples(), chunksize=20)
        return list({article.id: article for article in found if article}.values())


def index(file: Path = Path(":memory:")) -> tuple[Database, NearDuplicates]:
    """Return an empty index."""
    database = SqliteDatabase(file)
    return database, NearDuplicates(database)


def filled(articles: list[Article]) -> NearDuplicates:
    """Return an index of some articles."""
    known = index()[1]
    for article in articles:
        known.add(article, AT)
    return known


def pairs(articles: list[Article]) -> None:
    """Print the pairs found among the pages, for somebody to look at."""
    by_id, known = {article.id: article for article in articles}, index()[1]
    for article in articles:
        if first := known.first_with_text_of(article):
            for one in (by_id[first], article):
                print(f"{len(one.body):7} {one.url}\n        {one.title} | {' '.join(one.body.split())[:150]}")
            print()
        known.add(article, AT)


def units(text: str) -> list[str]:
    """Return the words of a paragraph, or its characters where there are no blanks between words."""
    words = text.split(" ")
    return words if len(words) * 12 > len(text) else list(text)


def joined(parts: list[str]) -> str:
    """Put words, or characters, together again."""
    return ("" if max(map(len, parts), default=0) <= 1 else " ").join(parts)


def cut(article: Article, donor: Article) -> str:
    """Drop the last fifth."""
    return article.body[: len(article.body) * 4 // 5]


def grown(article: Article, donor: Article) -> str:
    """Add 60 words (or 120 characters) of another article in front."""
    parts = units(" ".join(donor.body.split()))
    return joined(parts[: 60 if len(joined(parts)) > 2 * len(parts) else 120]) + "\n\n" + article.body


def changed(article: Article, donor: Article) -> str:
    """Put other words of the text itself in the place of each twentieth."""
    chance = random.Random(article.id)
    paragraphs = [units(paragraph) for paragraph in article.body.split("\n\n")]
    pool = [unit for paragraph in paragraphs for unit in paragraph]
    return "\n\n".join(
        joined([chance.choice(pool) if chance.random() < 0.05 else unit for unit in paragraph])
        for paragraph in paragraphs
    )


def taken_over(article: Article, donor: Article) -> str:
    """Cut the end and add a paragraph."""
    return grown(article.model_copy(update={"body": cut(article, donor)}), donor)


KINDS: dict[str, Callable[[Article, Article], str]] = {
    "last 20 % cut": cut,
    "60 words added": grown,
    "cut and added": taken_over,
    "5 % of the words changed": changed,
}


def copies(articles: list[Article]) -> None:
    """Print how many copies are found, by kind, script and length, and how many lead to another article."""
    known = filled(articles)
    found: Counter[tuple[str, str, str]] = Counter()
    total: Counter[tuple[str, str, str]] = Counter()
    wrong = 0
    by_script: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        script = script_of(article.body)[0]
        first = known.first_with_text_of(article) or article.id
        # What is added has nothing to do with the article, but is written in the same letters.
        donor = by_script[script][-7:][0] if by_script[script] else articles[-1]
        by_script[script].append(article)
        length = "short" if signature_of(article.title, article.body).short else "long"
        for kind, make in KINDS.items():
            id_ = sha256(f"{kind} {article.id}".encode()).hexdigest()[:16]
            copy = article.model_copy(update={"id": id_, "body": make(article, donor), "title": "Another"})
            answer = known.first_with_text_of(copy)
            place = (kind, script, length)
            total[place] += 1
            found[place] += answer in (first, article.id)
            # (What is added to a very short body is more than the body.)
            wrong += answer not in (None, first, article.id, donor.id)
    print("| kind | script | length | copies | found |\n|---|---|---|---|---|")
    for place in sorted(total):
        print(f"| {' | '.join(place)} | {total[place]} | {found[place] / total[place]:.3f} |")
    print(f"\nLed to another article: {wrong} of {sum(total.values())}")


def numbers(chance: random.Random) -> list[str]:
    """Return six numbers as a market report has them."""
    places = (("{:,}", 60_000, 69_999), ("{}", 1, 99), ("{:,}", 60_000, 69_999), ("{}", 1, 900), ("{}", 20, 40))
    found = [form.format(chance.randint(least, most)) for form, least, most in places]
    return [found[0], f"{int(found[1]) / 10}", *found[2:], f"{chance.randint(1, 30) / 10}"]


def templates(count: int = 100) -> None:
    """Print how many of a template's fillings are taken for one another."""
    chance = random.Random(1)
    print("| template | language | texts | taken for another |\n|---|---|---|---|")
    for language, texts in tomllib.loads(TEXTS.read_text("utf-8")).items():
        for kind in sorted({"flash", "report"} & set(texts)):
            known, wrong = index()[1], 0
            for number in range(count):
                id_ = f"{number:016x}"
                body = texts[kind].format(*numbers(chance))
                article = Article(id=id_, title="T", language=language, body=body, content_hash="0" * 64)
                wrong += known.first_with_text_of(article) is not None
                known.add(article, AT)
            print(f"| {kind} | {language} | {count} | {wrong} |")


def written(start: int, count: int) -> Iterator[Article]:
    """Yield articles of made-up words, as often as words of a language are."""
    words = [f"w{number:x}" for number in range(VOCABULARY)]
    weights = list(accumulate(1 / (number + 3) for number in range(VOCABULARY)))
    for number in range(start, start + count):
        body = " ".join(random.Random(number).choices(words, cum_weights=weights, k=ARTICLE))
        yield Article(id=f"{number:016x}", title="T", language="en", body=body, content_hash="0" * 64)


def speed() -> None:
    """Print signatures, additions and lookups a second of processor time, and bytes a record, as the index grows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.sqlite"
        database, known = index(file)
        spent: dict[str, float] = defaultdict(float)
        size = 0
        print(
            "| records | signatures | additions | lookups: new | copies | bytes a record |\n|---|---|---|---|---|---|"
        )
        for goal in SIZES:
            spent.clear()
            with database.transaction():
                for article in written(size, goal - size):
                    spent["signature"] += seconds(lambda one=article: signature_of(one.title, one.body))
                    spent["add"] += seconds(lambda one=article: known.add(one, AT))
            database.checkpoint()
            added, size = goal - size, goal
            news, old = list(written(size, LOOKUPS)), list(written(0, LOOKUPS))
            taken = [one.model_copy(update={"id": "f" * 16, "body": one.body + " and so on"}) for one in old]
            row = [added / spent["signature"], added / spent["add"], *(lookups(known, some) for some in (news, taken))]
            print(f"| {size:,} | {' | '.join(f'{value:.0f}' for value in row)} | {file.stat().st_size / size:.0f} |")


def lookups(known: NearDuplicates, articles: list[Article]) -> float:
    """Return how many articles are looked up a second, once their signatures are made."""
    spent = 0.0
    for article in articles:
        signature_of(article.title, article.body)
        spent += seconds(lambda one=article: known.first_with_text_of(one))
    return len(articles) / spent


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes: what else the machine does is left out."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Print what is asked for."""
    chosen = sys.argv[1:] or ["pairs", "copies", "templates", "speed"]
    articles = records() if {"pairs", "copies"} & set(chosen) else []
    if "pairs" in chosen:
        pairs(articles)
    if "copies" in chosen:
        copies(articles)
    if "templates" in chosen:
        templates()
    if "speed" in chosen:
        speed()


if __name__ == "__main__":
    main()
