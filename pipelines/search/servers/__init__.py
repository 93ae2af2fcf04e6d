"""Search servers that take the documents of records; each is told by the scheme of its address."""

from __future__ import annotations

from pipelines.search.servers.addresses import Address, ServerProblem, address_of
from pipelines.search.servers.server import Server, ServerIndex

__all__ = ["Address", "Server", "ServerIndex", "ServerProblem", "address_of", "server_of"]


def server_of(address: Address) -> Server:
    """Return the server at an address, its tables made where they are not there; raises ServerProblem."""
    # Each is imported only when it is used: PostgreSQL's needs a driver that not everybody has.
    if address.kind == "postgresql":
        from pipelines.search.servers.postgresql import PostgreSQL

        return PostgreSQL(address)
    if address.kind == "opensearch":
        from pipelines.search.servers.opensearch import OpenSearch

        return OpenSearch(address)
    if address.kind == "meilisearch":
        from pipelines.search.servers.meilisearch import Meilisearch

        return Meilisearch(address)
    from pipelines.search.servers.typesense import Typesense

    return Typesense(address)
