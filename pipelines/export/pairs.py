"""Articles and their translations: one names the other's address, or both have one address in two editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines.catalogue import without_edition
from pipelines.export.memory import memory
from pipelines.export.views import address_of
from pipelines.store.keys import key_of_url
from schemas.article import Article
from schemas.views import PairRow

# Of a BCP 47 script, as in `zh-Hans`.
SCRIPT_LETTERS: Final = 4
SCHEMA: Final = """
    -- The latest revision of each article; its record, once it is known to have a pair.
    CREATE TABLE sides (
        id TEXT PRIMARY KEY, revision INTEGER NOT NULL, language TEXT NOT NULL, is_paired INTEGER NOT NULL DEFAULT 0,
        record TEXT
    ) WITHOUT ROWID;
    CREATE TABLE addresses (key INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
    CREATE TABLE links (
        id TEXT NOT NULL, key INTEGER NOT NULL, language TEXT NOT NULL, PRIMARY KEY (id, key)
    ) WITHOUT ROWID;
    -- Addresses without what names their edition.
    CREATE TABLE shared (key INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
"""
# Who names whom; a page's own language switcher may name the page itself, or an address that serves its language.
NAMED: Final = """
    SELECT links.id AS one, addresses.id AS other
    FROM links JOIN addresses USING (key)
    JOIN sides AS own ON own.id = links.id JOIN sides AS named ON named.id = addresses.id
    WHERE own.id != named.id AND own.language != named.language
        AND (named.language || '-') LIKE (links.language || '-%')
"""
SHARING: Final = """
    SELECT a.id AS one, b.id AS other
    FROM shared AS a JOIN shared AS b ON a.key = b.key AND a.id < b.id
    JOIN sides AS own ON own.id = a.id JOIN sides AS named ON named.id = b.id
    WHERE own.language != named.language
"""
PAIRS: Final = f"""
    CREATE TABLE pairs AS
    WITH related AS (SELECT one, other, 1 AS names FROM ({NAMED}) UNION ALL SELECT one, other, 0 FROM ({SHARING}))
    SELECT min(one, other) AS first, max(one, other) AS second,
        count(DISTINCT CASE WHEN names THEN one END) > 1 AS mutual
    FROM related GROUP BY first, second ORDER BY first, second
"""
ROWS: Final = """
    SELECT a.record, b.record, mutual FROM pairs
    JOIN sides AS a ON a.id = first JOIN sides AS b ON b.id = second ORDER BY pairs.rowid
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """An article in two languages, in the order of their tags."""

    a: Article
    b: Article
    mutual: bool
    """Whether each names the other."""


class Pairs:
    """Finds pairs among records that are shown twice: to learn who names whom, then to keep those that have one."""

    def __init__(self) -> None:
        self._memory = memory(SCHEMA)

    def learn(self, article: Article) -> None:
        """Remember the addresses of an article, and those that it names as its translations."""
        known = self._memory.execute("SELECT revision FROM sides WHERE id = ?", (article.id,)).fetchone()
        if known and known[0] >= article.revision:
            return
        for table in ("sides", "addresses", "links", "shared") if known else ():
            self._memory.execute(f"DELETE FROM {table} WHERE id = ?", (article.id,))
        side = (article.id, article.revision, _written_language(article.language))
        self._memory.execute("INSERT INTO sides (id, revision, language) VALUES (?, ?, ?)", side)
        urls = [url for url in (article.url, article.canonical_url) if url]
        self._memory.executemany(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?)", [(key_of_url(url), article.id) for url in urls]
        )
        self._memory.executemany(
            "INSERT OR IGNORE INTO shared VALUES (?, ?)",
            [(key_of_url(f"http://{bare}"), article.id) for bare in map(without_edition, urls) if bare],
        )
        self._memory.executemany(
            "INSERT OR IGNORE INTO links VALUES (?, ?, ?)",
            [(article.id, key_of_url(link.url), link.language.partition("-")[0]) for link in article.translations],
        )

    def match(self) -> None:
        """Pair those who name each other; what is learnt later is too late."""
        self._memory.execute("CREATE INDEX named ON links (key)")
        self._memory.execute(PAIRS)
        self._memory.execute(
            "UPDATE sides SET is_paired = 1 WHERE id IN (SELECT first FROM pairs UNION SELECT second FROM pairs)"
        )

    def keep(self, article: Article) -> bool:
        """Keep an article that has a pair; tell whether it has."""
        kept = self._memory.execute(
            "UPDATE sides SET record = ? WHERE id = ? AND revision = ? AND is_paired AND record IS NULL",
            (article.model_dump_json(), article.id, article.revision),
        )
        return kept.rowcount > 0

    def __iter__(self) -> Iterator[Pair]:
        """Return the pairs, each once, in the order of their ids."""
        for one, other, mutual in self._memory.execute(ROWS):
            sides = [Article.model_validate_json(record) for record in (one, other)]
            a, b = sorted(sides, key=lambda side: (side.language, side.id))
            yield Pair(a, b, bool(mutual))


def _written_language(tag: str) -> str:
    """Return a language and its script: an article for another region is no translation, one in another script is."""
    language, *others = tag.split("-")
    return "-".join([language, *(other for other in others[:1] if len(other) == SCRIPT_LETTERS)])


def row_of(pair: Pair) -> PairRow:
    """Return the row of a pair."""
    a, b = pair.a, pair.b
    return PairRow(
        id_a=a.id,
        id_b=b.id,
        revision_a=a.revision,
        revision_b=b.revision,
        language_a=a.language,
        language_b=b.language,
        title_a=a.title,
        title_b=b.title,
        summary_a=a.summary,
        summary_b=b.summary,
        body_a=a.body,
        body_b=b.body,
        url_a=address_of(a),
        url_b=address_of(b),
        site_a=a.site,
        site_b=b.site,
        published_at_a=a.published_at,
        published_at_b=b.published_at,
        mutual=pair.mutual,
    )
