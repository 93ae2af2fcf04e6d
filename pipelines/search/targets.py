"""The index that a command or a crawl fills: the embedded one, or a server's."""

from __future__ import annotations

from pathlib import Path

from pipelines.search.embedded.index import EmbeddedIndex, remove_index
from pipelines.search.servers import ServerIndex, address_of, server_of


def open_index(server: str, path: Path, *, rebuild: bool = False) -> EmbeddedIndex | ServerIndex:
    """Return a server's index where its address is given, else the embedded one in a file, emptied where it is rebuilt.

    Checkpoints of a server lie in the file's folder. Raises IndexProblem or ServerProblem where it cannot be used.
    """
    if not server:
        if rebuild:
            remove_index(path)
        return EmbeddedIndex(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    index = ServerIndex(server_of(address_of(server)), path.parent)
    if rebuild:
        index.forget()
    return index
