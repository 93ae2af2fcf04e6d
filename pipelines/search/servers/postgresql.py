"""PostgreSQL: a table of documents with words for full-text search, and trigrams of their titles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from pipelines.postgresql import DRIVER_MISSING, told
from pipelines.search.indexing import Entry
from pipelines.search.query import Term, parse_query
from pipelines.search.servers.addresses import Address, ServerProblem
from pipelines.search.servers.retries import Busy, retried
from pipelines.search.tokens import indexed_text

try:
    import psycopg
except ImportError as missing:
    raise ServerProblem(DRIVER_MISSING) from missing

TABLE: Final = "babelwire_documents"
# Text search configurations that PostgreSQL brings along (in version 14 and newer).
CONFIGURATIONS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "nb": "norwegian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# A tsvector has 1 MB at most, and its last place is the 16,383rd: words of the end of very long texts are not in it.
MOST_WORDS: Final = 16_000
MOST_BYTES: Final = 250_000
LONGEST_TEXT: Final = 60_000
LONGEST_WORD: Final = 100
WAIT_SECONDS: Final = 30

SCHEMA: Final = f"""
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE IF NOT EXISTS {TABLE} (
    id text PRIMARY KEY,
    revision integer NOT NULL,
    title text NOT NULL,
    url text,
    language text NOT NULL,
    site text,
    source text,
    published_at text,
    begins timestamptz,
    ends timestamptz,
    month text,
    assets text[] NOT NULL,
    has_qa boolean NOT NULL,
    words tsvector NOT NULL,
    record jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS {TABLE}_words ON {TABLE} USING gin (words);
CREATE INDEX IF NOT EXISTS {TABLE}_title ON {TABLE} USING gin (title gin_trgm_ops);
CREATE INDEX IF NOT EXISTS {TABLE}_begins ON {TABLE} (begins);
CREATE INDEX IF NOT EXISTS {TABLE}_language ON {TABLE} (language);
"""
COLUMNS: Final = (
    "id", "revision", "title", "url", "language", "site", "source", "published_at", "begins", "ends", "month",
    "assets", "has_qa", "record",
)  # fmt: skip
# Words as they are written are our own tokens, the same for all languages; where PostgreSQL knows the language, stems
# of its words are beside them.
STEMS: Final = " || ".join(
    f"setweight(to_tsvector(%(configuration)s::regconfig, %({name}_text)s), '{weight}')"
    for name, weight in (("title", "A"), ("summary", "B"), ("qa", "C"), ("body", "D"))
)
PUT: Final = f"""
INSERT INTO {TABLE} AS known ({", ".join(COLUMNS)}, words)
VALUES ({", ".join(f"%({name})s" for name in COLUMNS)}, %(tokens)s::tsvector || {STEMS})
ON CONFLICT (id) DO UPDATE SET
{", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS, "words"))}
WHERE excluded.revision >= known.revision
"""


def word_query(text: str) -> str:
    """Return a query as PostgreSQL takes it: `words @@ '…'::tsquery`; empty where it asks for nothing.

    It has the words, phrases, exclusions and beginnings of `babelwire search`, and finds the same in any language.
    """
    query = parse_query(text)
    wanted = [_term(term) for term in query.wanted]
    return " & ".join([*wanted, *(f"!{_term(term)}" for term in query.unwanted)])


def _term(term: Term) -> str:
    tokens, is_open = term.tokens
    quoted = [f"'{token}'" for token in tokens]
    return f"({' <-> '.join(quoted)}{':*' if is_open else ''})"


class PostgreSQL:
    """A table of documents in a database."""

    def __init__(self, address: Address) -> None:
        self.name = str(address)
        self._url = address.url
        try:
            self._connection = self._connected()
            self.is_new = _made(self._connection)
        except psycopg.Error as problem:
            raise ServerProblem(f"PostgreSQL cannot be used: {told(problem)}") from problem

    def send(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Put documents in place of those of the same ids, all in one transaction where none is refused."""
        rows = [_row(entry) for entry in entries]
        if not retried(partial(self._refusal, rows)):
            return {}
        # One by one, so that it costs no other record.
        refusals = {str(row["id"]): retried(partial(self._refusal, [row])) for row in rows}
        return {identifier: why for identifier, why in refusals.items() if why}

    def _refusal(self, rows: list[dict[str, object]]) -> str:
        """Put rows; return why the database takes one of them never, or nothing where all are in."""
        try:
            if self._connection.closed:
                self._connection = self._connected()
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.executemany(PUT, rows)
        except (psycopg.DataError, psycopg.errors.ProgramLimitExceeded) as problem:
            return told(problem)
        except psycopg.OperationalError as problem:
            self._connection.close()
            raise Busy(f"PostgreSQL does not answer ({told(problem)})") from problem
        except psycopg.Error as problem:
            raise ServerProblem(f"PostgreSQL cannot be used: {told(problem)}") from problem
        return ""

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url, connect_timeout=WAIT_SECONDS, autocommit=True)


def _made(connection: psycopg.Connection[Any]) -> bool:
    """Make the table where it is not there; tell whether it was made."""
    with connection.transaction():
        # Nobody else makes it meanwhile.
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (TABLE,))
        (known,) = connection.execute("SELECT to_regclass(%s)", (TABLE,)).fetchone() or (None,)
        if known is None:
            connection.execute(SCHEMA)
    return known is None


def _row(entry: Entry) -> dict[str, object]:
    document = entry.document
    base = document.language.partition("-")[0].lower()
    texts = {
        "title_text": document.title,
        "summary_text": document.summary,
        "qa_text": f"{document.qa}\n{document.names}",
        "body_text": document.body,
    }
    known = base in CONFIGURATIONS
    return {
        **{name: _storable(getattr(document, name)) for name in COLUMNS if name not in ("assets", "record")},
        **{name: _storable(text[:LONGEST_TEXT]) if known else "" for name, text in texts.items()},
        "assets": [_storable(symbol) for symbol in document.assets],
        "record": _storable_json(entry.record),
        "configuration": CONFIGURATIONS.get(base, "simple"),
        "tokens": _vector(dict(zip("ABCD", texts.values(), strict=True))),
    }


def _vector(texts: dict[str, str]) -> str:
    """Return the tokens of texts as PostgreSQL writes them, each with its place and the weight of its text."""
    tokens: list[str] = []
    size = 0
    for weight, text in texts.items():
        for token in indexed_text(text).split():
            size += len(token.encode())
            if len(tokens) == MOST_WORDS or size > MOST_BYTES:
                return " ".join(tokens)
            # A place is kept for what is too long, so that phrases do not close over it.
            tokens.append(f"'{token[:LONGEST_WORD]}':{len(tokens) + 1}{weight}")
    return " ".join(tokens)


def _storable(value: Any) -> Any:  # noqa: ANN401
    """Return a value without what PostgreSQL keeps in no text."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _storable_json(record: bytes) -> str:
    text = record.decode()
    return json.dumps(_without_nul(json.loads(text)), ensure_ascii=False) if "\\u0000" in text else text


def _without_nul(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {_storable(key): _without_nul(each) for key, each in value.items()}
    return [_without_nul(each) for each in value] if isinstance(value, list) else _storable(value)
