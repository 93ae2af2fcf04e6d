"""Articles that say what another one said before: found across sites and runs, in the ledger's own database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from pipelines.store.database import Database
from pipelines.store.keys import hex_of_key, key_of_hex
from pipelines.store.signatures import BAND, SLOTS, Signature, bands, same_text, signature_of
from schemas.article import Article

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS near_text (
    number INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    duplicate_of INTEGER,
    added_at INTEGER NOT NULL,
    exact INTEGER NOT NULL,
    size INTEGER NOT NULL,
    short INTEGER NOT NULL,
    slots BLOB NOT NULL,
    numbers BLOB NOT NULL,
    names BLOB NOT NULL,
    subjects INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS near_text_exact ON near_text (exact);
CREATE INDEX IF NOT EXISTS near_text_added_at ON near_text (added_at);
CREATE TABLE IF NOT EXISTS near_band (
    key INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (key, number)
) WITHOUT ROWID;
"""

# Reports of one series share their standing sentences, and so some keys. The newest of each are enough: copies
# come soon after the article, and lead to the first by its number.
MOST_OF_KEY: Final = 8
COLUMNS: Final = "exact, size, short, slots, numbers, names, subjects"
OF_KEY: Final = f"SELECT number FROM near_band WHERE key = ? AND number < ? ORDER BY number DESC LIMIT {MOST_OF_KEY}"
OF_KEYS: Final = " UNION ".join([f"SELECT * FROM ({OF_KEY}) AS of_key"] * (SLOTS // BAND))
CANDIDATES: Final = (
    f"SELECT id, duplicate_of, {COLUMNS} FROM ({OF_KEYS}) AS of_keys JOIN near_text USING (number) ORDER BY number"
)
# Copies come within hours or days of an article; so long its text is known again, then only its address.
NEAR_TIME: Final = timedelta(days=30)
# Before it are all numbers that databases give.
NEXT: Final = 2**62


class NearDuplicates:
    """Knows articles' texts again. The caller holds the transaction.

    An article's `duplicate_of`, as it is when the article is added, is what later copies are led to.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_with_text_of(self, article: Article) -> str | None:
        """Return the id of the first known record with (nearly) the same text as this one, never its own.

        A record that was known before another is no duplicate of it: no two name each other.
        """
        signature, id_ = signature_of(article.title, article.body), key_of_hex(article.id)
        for known, duplicate_of in self._same(signature, self._place(id_)):
            first = known if duplicate_of is None else self._root(duplicate_of)
            if first != id_:
                return hex_of_key(first)
        return None

    def add(self, article: Article, at: datetime) -> None:
        """Remember an article's text; of a known article the new text only, in its old place."""
        signature, id_ = signature_of(article.title, article.body), key_of_hex(article.id)
        duplicate_of = key_of_hex(article.duplicate_of) if article.duplicate_of else None
        values = (duplicate_of, int(at.timestamp()), *_row(signature))
        known = self._database.execute(f"SELECT number, {COLUMNS} FROM near_text WHERE id = ?", (id_,)).fetchone()
        if known is None:
            self._insert(id_, values, signature)
            return
        number, *row = known
        assignments = "duplicate_of = ?, added_at = ?, " + COLUMNS.replace(",", " = ?,") + " = ?"
        self._database.write(f"UPDATE near_text SET {assignments} WHERE number = ?", (*values, number))
        if row[3] != signature.slots:
            self._forget_keys(number, _signature(row))
            self._remember_keys(number, signature)

    def prune(self, before: datetime) -> int:
        """Forget what was added earlier; return how many texts that were."""
        moment = int(before.timestamp())
        select = f"SELECT number, {COLUMNS} FROM near_text WHERE added_at < ?"
        for number, *row in self._database.execute(select, (moment,)):
            self._forget_keys(number, _signature(row))
        return len(self._database.execute("DELETE FROM near_text WHERE added_at < ? RETURNING 1", (moment,)).fetchall())

    def _place(self, id_: int) -> int:
        found = self._database.execute("SELECT number FROM near_text WHERE id = ?", (id_,)).fetchone()
        return found[0] if found else NEXT

    def _same(self, signature: Signature, place: int) -> Iterator[tuple[int, int | None]]:
        """Yield id and root of the texts before a place that are equal, then of those that are nearly so."""
        if signature.exact:
            select = "SELECT id, duplicate_of FROM near_text WHERE exact = ? AND number < ? ORDER BY number"
            yield from self._database.execute(select, (signature.exact, place))
        if not signature.slots:
            return
        parameters = [value for key in bands(signature) for value in (key, place)]
        for id_, duplicate_of, *row in self._database.execute(CANDIDATES, parameters):
            if same_text(signature, _signature(row)):
                yield id_, duplicate_of

    def _root(self, id_: int) -> int:
        """Return what a record is a duplicate of, at the end of the chain."""
        select = "SELECT duplicate_of FROM near_text WHERE id = ? AND duplicate_of IS NOT NULL"
        seen = {id_}
        while (found := self._database.execute(select, (id_,)).fetchone()) and found[0] not in seen:
            id_ = found[0]
            seen.add(id_)
        return id_

    def _insert(self, id_: int, values: tuple[object, ...], signature: Signature) -> None:
        marks = ", ".join("?" * (len(values) + 1))
        insert = f"INSERT INTO near_text (id, duplicate_of, added_at, {COLUMNS}) VALUES ({marks})"
        (number,) = self._database.execute(f"{insert} RETURNING number", (id_, *values)).fetchone()
        self._remember_keys(number, signature)

    def _remember_keys(self, number: int, signature: Signature) -> None:
        rows = ((key, number) for key in bands(signature))
        self._database.write("INSERT INTO near_band VALUES (?, ?) ON CONFLICT DO NOTHING", *rows)

    def _forget_keys(self, number: int, signature: Signature) -> None:
        rows = ((key, number) for key in bands(signature))
        self._database.write("DELETE FROM near_band WHERE key = ? AND number = ?", *rows)


def _row(signature: Signature) -> tuple[object, ...]:
    values = {**asdict(signature), "short": int(signature.short)}
    return tuple(values[name] for name in COLUMNS.split(", "))


def _signature(row: list[object]) -> Signature:
    return Signature(*row)  # type: ignore[arg-type]
