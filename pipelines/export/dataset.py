"""The whole of an export: records are chosen, shown as rows, written in parts, described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from pipelines.export.arrow import require_arrow
from pipelines.export.articles import Reading
from pipelines.export.filters import Filters
from pipelines.export.folder import CARD, DatasetFolder, open_folder, sum_of
from pipelines.export.formats import Format
from pipelines.export.known_rows import read_columns
from pipelines.export.manifest import DatasetProblem, Manifest, Order
from pipelines.export.pairs import Pairs, row_of
from pipelines.export.papers import papers_of
from pipelines.export.parts import Part, Parts
from pipelines.export.selection import Selection, Verdict
from pipelines.export.statistics import Statistics
from pipelines.export.views import View, rows_of, shape_of
from schemas.article import Article


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done."""

    folder: Path
    order: Order
    filters: Filters
    part_bytes: int
    name: str
    """What the dataset is called; empty where it keeps its name, or has that of its folder."""
    anew: bool = False
    """Write the dataset anew, not add to it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was done."""

    verdicts: Mapping[Verdict, int]
    """How many records there were of each fate."""
    broken: int
    """Lines that are no records."""
    new_parts: tuple[Part, ...]
    manifest: Manifest | None
    """The dataset as it is now; None where there was no row for it."""
    kept_card: bool
    """Whether the card was changed by hand, and so is not the new one."""


def export(job: Job, reading: Reading) -> Exported:
    """Make a dataset of records, or add to one what it does not have. Raises DatasetProblem, ArrowMissing."""
    if job.order.format is Format.PARQUET:
        require_arrow()
    if (job.filters.need_survey or job.order.view is View.PARALLEL) and not reading.is_repeatable:
        raise DatasetProblem("this has to read the records twice, and standard input comes once; give files")
    with open_folder(job.folder, job.order, anew=job.anew) as folder:
        return _Export(job, reading, folder).run()


class _Export:
    """One export into a folder that is open."""

    def __init__(self, job: Job, reading: Reading, folder: DatasetFolder) -> None:
        self._job = job
        self._reading = reading
        self._folder = folder
        self._shape = shape_of(job.order.view, job.order.format)
        self._old_parts = folder.manifest.parts if folder.manifest else ()
        self._parts = Parts(
            folder.staging, job.order.format, self._shape.row, job.part_bytes, first=len(self._old_parts)
        )
        self._selection = Selection(job.filters)
        self._verdicts = Counter[Verdict]()
        self._statistics = folder.manifest.statistics if folder.manifest else Statistics()
        # Articles of pairs that the dataset has: they may get more pairs, and are counted already.
        self._paired: set[tuple[str, ...]] = set()

    def run(self) -> Exported:
        """Write what is new."""
        for part in self._old_parts:
            for sides in read_columns(self._folder.path / part.name, self._job.order.format, self._shape.key):
                self._know(sides)
        for row in self._pairs() if self._job.order.view is View.PARALLEL else self._rows():
            self._parts.write(row)
        self._parts.finish()
        if self._selection.overtaken:
            raise DatasetProblem(
                f"{self._folder.path} has older revisions of {self._selection.overtaken} articles;"
                " --latest-revision cannot be added to, --anew writes the dataset anew"
            )
        manifest = self._committed()
        new_parts = tuple(self._parts.finished)
        kept_card = self._folder.keeps_card and bool(new_parts)
        return Exported(self._verdicts, self._reading.broken, new_parts, manifest, kept_card)

    def _rows(self) -> Iterator[BaseModel]:
        make_rows = rows_of(self._shape.row)
        for article in self._taken():
            rows = list(make_rows(article))
            self._verdicts[Verdict.TAKEN if rows else Verdict.WITHOUT_ROWS] += 1
            if rows:
                self._statistics.add(article)
            yield from rows

    def _pairs(self) -> Iterator[BaseModel]:
        pairs = Pairs()
        for article in self._taken():
            pairs.learn(article)
            self._verdicts[Verdict.WITHOUT_ROWS] += 1
        pairs.match()
        for article, _ in self._reading.survey():
            if not pairs.keep(article):
                continue
            self._verdicts[Verdict.WITHOUT_ROWS] -= 1
            is_known = (article.id, str(article.revision)) in self._paired
            self._verdicts[Verdict.KNOWN if is_known else Verdict.TAKEN] += 1
            if not is_known:
                self._statistics.add(article)
        for pair in pairs:
            sides = (pair.a.id, str(pair.a.revision), pair.b.id, str(pair.b.revision))
            if self._selection.take(*sides) is Verdict.TAKEN:
                yield row_of(pair)

    def _know(self, sides: tuple[str, ...]) -> None:
        """Remember a row that the dataset has."""
        self._selection.know(*sides)
        if self._job.order.view is View.PARALLEL:
            self._paired |= {sides[:2], sides[2:]}

    def _taken(self) -> Iterator[Article]:
        if self._job.filters.need_survey:
            for article, told in self._reading.survey():
                self._selection.survey(article, told)
        for article, told in self._reading.articles():
            verdict = self._selection.judge(article, told)
            if verdict is Verdict.TAKEN:
                yield article
            else:
                self._verdicts[verdict] += 1

    def _committed(self) -> Manifest | None:
        old = self._folder.manifest
        if not self._parts.finished:
            if old and self._folder.was_interrupted:
                self._folder.commit(old, papers_of(old))
            return old
        manifest = Manifest(
            name=self._job.name or (old.name if old else self._folder.path.resolve().name),
            order=self._job.order,
            parts=(*self._old_parts, *self._parts.finished),
            sources={**(old.sources if old else {}), **self._reading.records},
            statistics=self._statistics,
        )
        papers = papers_of(manifest)
        manifest = replace(manifest, card_sha256=sum_of(papers[CARD].encode()))
        self._folder.commit(manifest, papers)
        return manifest
