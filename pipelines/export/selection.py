"""Which of all records a dataset takes: each revision once, and where that is asked, no copies and only the latest."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from pipelines.export.filters import Filters
from pipelines.export.memory import memory
from pipelines.store.keys import key_of_text
from schemas.article import Article

SCHEMA: Final = """
    -- Rows that the dataset has, and revisions of articles that were taken.
    CREATE TABLE taken (key INTEGER PRIMARY KEY, is_old INTEGER NOT NULL);
    -- Articles: the latest revision, whether it passes the filters, and the latest that the dataset has.
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, passes INTEGER NOT NULL, old_revision INTEGER NOT NULL
    );
    -- Which one was taken of those that are copies of each other: by what they name as the first, and by their text.
    CREATE TABLE copies (key INTEGER PRIMARY KEY, owner INTEGER NOT NULL);
"""
SEE: Final = """
    INSERT INTO articles VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
        passes = CASE
            WHEN excluded.revision > revision THEN excluded.passes
            WHEN excluded.revision = revision THEN max(passes, excluded.passes)
            ELSE passes
        END,
        revision = max(revision, excluded.revision),
        old_revision = max(old_revision, excluded.old_revision)
"""


class Verdict(StrEnum):
    """What becomes of a record."""

    TAKEN = "taken"
    FILTERED = "filtered"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    REPEATED = "repeated"
    """Another record was taken that has the same id and revision."""
    KNOWN = "known"
    """The dataset has it already."""
    WITHOUT_ROWS = "without rows"
    """It has nothing that the view shows."""


class Selection:
    """Decides on records one after the other, remembering what it has seen."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._memory = memory(SCHEMA)
        self.overtaken = 0
        """Articles of which the dataset has a revision that is not the latest any more."""

    def know(self, *sides: str) -> None:
        """Remember a row that the dataset has: the id and the revision of its article, or of both."""
        self.take(*sides, is_old=True)
        if self._filters.need_survey:
            for article_id, revision in zip(sides[::2], map(int, sides[1::2]), strict=True):
                self._see(article_id, revision, passes=True, old_revision=revision)

    def survey(self, article: Article, told: dict[str, Any]) -> None:
        """Remember what the decision on other records hangs on."""
        self._see(article.id, article.revision, passes=self._filters.passes(told), old_revision=0)

    def judge(self, article: Article, told: dict[str, Any]) -> Verdict:
        """Decide on a record; `told` is the same as it was read."""
        latest, old_revision = self._revisions(article.id)
        if self._filters.latest_revision and article.revision < latest:
            return Verdict.SUPERSEDED
        if not self._filters.passes(told):
            return Verdict.FILTERED
        if self._filters.drop_duplicates and self._is_copy(article):
            return Verdict.DUPLICATE
        verdict = self.take(article.id, str(article.revision))
        if self._filters.latest_revision and verdict is Verdict.TAKEN and 0 < old_revision < article.revision:
            self.overtaken += 1
        return verdict

    def take(self, *sides: str, is_old: bool = False) -> Verdict:
        """Take a row, if it was not taken before."""
        key = key_of_text(":".join(sides))
        if self._memory.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (key, is_old)).rowcount:
            return Verdict.TAKEN
        (was_old,) = self._memory.execute("SELECT is_old FROM taken WHERE key = ?", (key,)).fetchone()
        return Verdict.KNOWN if was_old else Verdict.REPEATED

    def _see(self, article_id: str, revision: int, *, passes: bool, old_revision: int) -> None:
        # Where all revisions are wanted, none is later than another: it is enough that one of them passes.
        rank = revision if self._filters.latest_revision else 0
        self._memory.execute(SEE, (key_of_text(article_id), rank, passes, old_revision))

    def _revisions(self, article_id: str) -> tuple[int, int]:
        """Return the latest revision of an article, and the latest that the dataset has."""
        query = "SELECT revision, old_revision FROM articles WHERE id = ?"
        return self._memory.execute(query, (key_of_text(article_id),)).fetchone() or (0, 0)

    def _is_copy(self, article: Article) -> bool:
        first = article.duplicate_of or article.id
        if first != article.id and self._passes(first):
            return True
        own = key_of_text(article.id)
        return any(self._owner(key_of_text(shared), own) != own for shared in (first, article.content_hash))

    def _passes(self, article_id: str) -> bool:
        query = "SELECT passes FROM articles WHERE id = ?"
        return bool((self._memory.execute(query, (key_of_text(article_id),)).fetchone() or (False,))[0])

    def _owner(self, shared: int, own: int) -> int:
        """Return the article that has what copies share: this one where it is the first to come."""
        self._memory.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (shared, own))
        (owner,) = self._memory.execute("SELECT owner FROM copies WHERE key = ?", (shared,)).fetchone()
        return int(owner)
