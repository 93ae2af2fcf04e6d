"""A step for DataTrove's pipelines: files of pages to documents, each with its record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import orjson
from datatrove.data import Document
from datatrove.io import DataFileLike, DataFolderLike
from datatrove.pipeline.readers.base import BaseDiskReader
from datatrove.pipeline.writers.disk_base import DiskWriter

from pipelines.inputs import read_stream
from pipelines.normalizing import normalized_here
from pipelines.rejected import Rejected, rejection_line
from schemas.article import Article


class PageReader(BaseDiskReader):  # type: ignore[misc]
    """Reads archives, JSON lines, HTML and text; a document is the body of a record, with the record as its metadata.

    A task reads whole files. (DataTrove's own reader of archives gives texts, decoded without what the response said of
    itself; what cannot be decoded it leaves out. Pages are needed as they came.)
    """

    name = "Babelwire"

    def __init__(
        self,
        data_folder: DataFolderLike,
        paths_file: DataFileLike | None = None,
        *,
        limit: int = -1,
        skip: int = 0,
        default_metadata: dict[str, Any] | None = None,
        recursive: bool = True,
        glob_pattern: str | None = None,
        rejects: DiskWriter | None = None,
    ) -> None:
        """Read as other readers do; `rejects` is a writer of documents on pages that gave no record."""
        super().__init__(
            data_folder,
            paths_file,
            limit,
            skip,
            default_metadata=default_metadata,
            recursive=recursive,
            glob_pattern=glob_pattern,
        )
        self.rejects = rejects
        self._rank = 0

    def run(self, data: Iterator[Document] | None = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Return the documents of a task."""
        self._rank = rank
        with self.rejects or nullcontext():
            yield from super().run(data, rank, world_size)

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Return the documents of a file; pages that give none are counted by their reasons."""
        with self.data_folder.open(filepath, "rb") as raw:
            inputs = read_stream(raw, self.data_folder.resolve_paths(filepath), filepath)
            for given, outcome in normalized_here(inputs):
                if isinstance(outcome, Rejected):
                    self._reject(given.origin, outcome)
                else:
                    yield self._document(orjson.loads(outcome), filepath)

    def _document(self, record: dict[str, Any], filepath: str) -> Document:
        # (The readers' own function for this drops documents without text: a record may have questions only.)
        told = {"file_path": self.data_folder.resolve_paths(filepath), **(self.default_metadata or {})}
        return Document(text=record.pop("body"), id=record.pop("id"), metadata=told | record)

    def _reject(self, origin: str, rejected: Rejected) -> None:
        self.stat_update("rejected", f"rejected_{rejected.reason}")
        if self.rejects:
            told = orjson.loads(rejection_line(rejected, origin=origin))
            self.rejects.write(Document(text=str(rejected), id=origin, metadata=told), self._rank)


def record_of(_: object, document: Document) -> dict[str, Any]:
    """Return the record of a document. As the adapter of DataTrove's JsonlWriter it gives the lines of `normalize`."""
    told = {**document.metadata, "id": document.id, "body": document.text}
    return {field: told[field] for field in Article.model_fields}
