"""What is sent to search servers over HTTP, held to the vendors' documentation (contract.py); no real one is here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.search.indexing import Indexed, index_files
from pipelines.search.servers import ServerIndex, ServerProblem, address_of, retries, server_of
from schemas.article import Article
from tests.pipelines.search.servers.contract import (
    Answer,
    Contract,
    MeilisearchContract,
    OpenSearchContract,
    TypesenseContract,
    running,
)
from tests.pipelines.search.small_index import article, write_records

SCHEMES = {OpenSearchContract: "opensearch", MeilisearchContract: "meilisearch", TypesenseContract: "typesense"}
JAPANESE = article("半減期", "報酬が半分になる。", language="ja", published_at="2026-06-27")
ENGLISH = article(
    "Halving", "The reward is cut.", assets=[{"symbol": "BTC"}], qa=[{"question": "Why?", "answer": "So."}]
)


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait for nothing; return the pauses that there would have been."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    return pauses


@pytest.fixture(params=list(SCHEMES), ids=list(SCHEMES.values()))
def contract(request: pytest.FixtureRequest) -> Iterator[Contract]:
    """Run a server of each vendor."""
    with running(request.param) as server:
        yield server


@pytest.fixture
def opensearch() -> Iterator[OpenSearchContract]:
    """Run what answers as OpenSearch."""
    with running(OpenSearchContract) as server:
        yield server


@pytest.fixture
def meilisearch() -> Iterator[MeilisearchContract]:
    """Run what answers as Meilisearch."""
    with running(MeilisearchContract) as server:
        yield server


@pytest.fixture
def typesense() -> Iterator[TypesenseContract]:
    """Run what answers as Typesense."""
    with running(TypesenseContract) as server:
        yield server


def index(server: Contract, folder: Path, *articles: Article, name: str = "records") -> Indexed:
    """Bring records to a server."""
    files = [write_records(folder / f"{name}.jsonl", list(articles))]
    address = address_of(f"{SCHEMES[type(server)]}+http://:secret@{server.host}/news")
    target = ServerIndex(server_of(address), folder)
    indexed = index_files(target, files, folder)
    target.close()
    return indexed


def sent(server: Contract) -> int:
    """Return how often documents were sent."""
    return sum(any(part in asked.path for part in ("_bulk", "/documents")) for asked in server.asked)


def test_documents_arrive_in_fields_of_their_language(contract: Contract, tmp_path: Path) -> None:
    """Texts are in fields of the language, facts in fields for filters, and the whole record is with them."""
    assert index(contract, tmp_path, JAPANESE, ENGLISH).taken == 2
    japanese, english = contract.documents[JAPANESE.id], contract.documents[ENGLISH.id]
    assert japanese["title_ja"] == "半減期"
    assert japanese["body_ja"] == "報酬が半分になる。"
    assert (japanese["begins"], japanese["month"], japanese["language"]) == (1782518400, "2026-06", "ja")
    assert english["assets"] == ["BTC"]
    assert english["has_qa"] is True
    record = english["record"]
    assert Article.model_validate(json.loads(record) if isinstance(record, str) else record) == ENGLISH


def test_second_run_sends_nothing(contract: Contract, tmp_path: Path) -> None:
    """What was delivered is not sent again; a newer revision is, an older one is not."""
    story = [article(f"Story {number}", name="story", revision=number) for number in (1, 2, 3)]
    index(contract, tmp_path, story[1])
    before = sent(contract)
    assert index(contract, tmp_path, story[1]).read == 0
    assert index(contract, tmp_path, story[0], name="older").taken == 0
    assert sent(contract) == before
    assert index(contract, tmp_path, story[0], story[2], name="newer").taken == 1
    assert contract.documents[story[0].id]["revision"] == 3


def test_emptied_server_gets_all_again(contract: Contract, tmp_path: Path) -> None:
    """Where the server's index had to be made, the checkpoints of the old one do not count."""
    index(contract, tmp_path, ENGLISH)
    contract.documents.clear()
    contract.exists = False
    assert index(contract, tmp_path, ENGLISH).taken == 1
    assert list(contract.documents) == [ENGLISH.id]


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_asked_again(contract: Contract, tmp_path: Path, haste: list[float], status: int) -> None:
    """A server that is busy is asked again, after the pause that it asks for, or longer each time."""
    contract.failures = [Answer(status, "busy", {"Retry-After": "7"}), Answer(status, "busy"), Answer(status, "busy")]
    assert index(contract, tmp_path, ENGLISH).taken == 1
    assert haste[:3] == [7.0, retries.FIRST_PAUSE * 2, retries.FIRST_PAUSE * 4]


def test_server_that_stays_busy_is_left_and_nothing_is_lost(contract: Contract, tmp_path: Path) -> None:
    """A run that gives up says so; what it had not delivered, the next one delivers."""
    index(contract, tmp_path, ENGLISH)
    # The next question that fails is the one that sends.
    questions = {OpenSearchContract: 2, MeilisearchContract: 4, TypesenseContract: 1}[type(contract)]
    answered = contract.answer

    def busy_later(asked: object) -> Answer:
        return answered(asked) if len(contract.asked) <= start + questions else Answer(503, "overloaded")  # type: ignore[arg-type]

    start = len(contract.asked)
    contract.answer = busy_later  # type: ignore[method-assign]
    with pytest.raises(ServerProblem, match="503: overloaded; the next run goes on from here"):
        index(contract, tmp_path, JAPANESE, name="more")
    contract.answer = answered  # type: ignore[method-assign]
    assert index(contract, tmp_path, JAPANESE, name="more").taken == 1


@pytest.mark.parametrize("reply", [Answer(200, "<html>Welcome</html>"), Answer(301, ""), Answer(200, [1])])
def test_other_server_is_told_in_a_line(contract: Contract, tmp_path: Path, reply: Answer) -> None:
    """What answers as no search server does is told, whatever it says; nothing counts as delivered."""
    index(contract, tmp_path, ENGLISH)
    contract.failures = [reply] * 9
    with pytest.raises(ServerProblem) as raised:
        index(contract, tmp_path, JAPANESE, name="more")
    assert "\n" not in str(raised.value)
    contract.failures = []
    assert index(contract, tmp_path, JAPANESE, name="more").taken == 1


def test_bad_key_is_told_in_a_line(meilisearch: MeilisearchContract, tmp_path: Path) -> None:
    """An error that no repetition cures is told at once, and without the key."""
    with pytest.raises(ServerProblem) as raised:
        server_of(address_of(f"meilisearch+http://:wrong@{meilisearch.host}/news"))
    assert "answers 403 to GET /indexes/news" in str(raised.value)
    assert "wrong" not in str(raised.value)


def test_opensearch_template_has_an_analyzer_for_each_language(opensearch: OpenSearchContract, tmp_path: Path) -> None:
    """The template is for the index, with analyzers by language, and takes no fields that it does not name."""
    index(opensearch, tmp_path, ENGLISH)
    assert opensearch.template["index_patterns"] == ["news"]
    mappings = opensearch.template["template"]["mappings"]
    assert mappings["dynamic"] is False
    analyzers = {name: field.get("analyzer") for name, field in mappings["properties"].items()}
    assert analyzers["title_ja"] == "cjk"
    assert analyzers["body_tr"] == "turkish"
    assert analyzers["title_other"] == "standard"
    assert mappings["properties"]["record"] == {"type": "object", "enabled": False}


def test_opensearch_sends_again_only_what_was_put_off(opensearch: OpenSearchContract, tmp_path: Path) -> None:
    """Of a bulk request, documents that the server puts off are sent again, and refused ones are counted."""
    other = article("Other")
    opensearch.item_failures = {
        ENGLISH.id: [(429, "es_rejected_execution_exception")],
        JAPANESE.id: [(400, "mapper_parsing_exception")],
    }
    indexed = index(opensearch, tmp_path, ENGLISH, JAPANESE, other)
    assert indexed.taken == 2
    assert dict(indexed.broken) == {"mapper_parsing_exception: because of mapper_parsing_exception": 1}
    bulks = [asked for asked in opensearch.asked if asked.path == "/news/_bulk"]
    assert [len(asked.lines) for asked in bulks] == [6, 2]
    assert set(opensearch.documents) == {ENGLISH.id, other.id}


def test_opensearch_keeps_a_newer_revision_of_another_machine(opensearch: OpenSearchContract, tmp_path: Path) -> None:
    """Where the server has a newer revision than our checkpoints know, it stays, and that is no error."""
    opensearch.versions[ENGLISH.id] = 9
    indexed = index(opensearch, tmp_path, ENGLISH)
    assert indexed.broken.total() == 0
    assert ENGLISH.id not in opensearch.documents


def test_meilisearch_task_that_fails_is_a_problem(meilisearch: MeilisearchContract, tmp_path: Path) -> None:
    """What was accepted counts only when its task has succeeded; languages and filters are set before."""
    index(meilisearch, tmp_path, ENGLISH)
    assert {"attributePatterns": ["*_ja"], "locales": ["ja"]} in meilisearch.settings["localizedAttributes"]
    assert meilisearch.settings["searchableAttributes"][0].startswith("title_")
    assert "begins" in meilisearch.settings["filterableAttributes"]
    meilisearch.task_error = "no space left"
    with pytest.raises(ServerProblem, match="is failed: no space left"):
        index(meilisearch, tmp_path, JAPANESE, name="more")


def test_typesense_counts_what_it_refuses(typesense: TypesenseContract, tmp_path: Path) -> None:
    """Documents that the server refuses line by line are counted with its reason; the others are there."""
    typesense.refused = {"Halving"}
    indexed = index(typesense, tmp_path, ENGLISH, JAPANESE)
    assert (indexed.taken, dict(indexed.broken)) == (1, {"Document is too strange.": 1})
    assert {"name": "title_ja", "type": "string", "optional": True, "locale": "ja"} in typesense.schema["fields"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://127.0.0.1", "this is no address of a search server; give postgresql://"),
        ("solr+http://127.0.0.1/news", "this is no address"),
        ("opensearch+ftp://127.0.0.1/news", "this is no address"),
        ("opensearch+http://127.0.0.1/a/b", "an index cannot be called 'a/b'"),
        ("opensearch+http://[::1/news", "this is no address of a search server: "),
        ("opensearch+http:///news", "this is no address"),
        ("opensearch+http://127.0.0.1:port/news", "this is no address of a search server: "),
    ],
)
def test_addresses_that_are_none_are_told(text: str, told: str) -> None:
    """What is no address of a server is told in a line with what would be one."""
    with pytest.raises(ServerProblem) as raised:
        address_of(text)
    assert told in str(raised.value)


def test_secrets_are_in_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are kept under names without users' keys; a key may come from the environment."""
    address = address_of("opensearch+https://user:secret@search.example:9200/news")
    assert str(address) == "opensearch:search.example:9200#news"
    assert "secret" not in repr(address)
    database = address_of("postgresql://user:secret@db.example/news")
    assert str(database) == "postgresql:db.example/news#babelwire"
    monkeypatch.setenv("BABELWIRE_INDEX_KEY", "other")
    assert address_of("meilisearch+http://127.0.0.1:7700").key == "other"
