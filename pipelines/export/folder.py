"""A dataset's folder: what lies there is part of the dataset when the manifest says so, and not before.

An export writes in a folder below, `.export`, which it locks. When all is whole, the parts are moved to their place,
then the papers, and last the manifest. A run that was killed leaves `.export`: what the manifest does not list is then
of that run, and the next one removes it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pipelines.export.manifest import MANIFEST, DatasetProblem, Manifest, Order, is_manifest, read_manifest
from pipelines.export.parts import SHAPE
from pipelines.line_files import LineFile, sync_folder
from pipelines.records import DATASET_IN_WORK

LOCK: Final = "lock"
# What an export writes beside the parts.
CARD: Final = "README.md"
JSON_SCHEMA: Final = "schema.json"
CROISSANT: Final = "croissant.json"
PAPERS: Final = (CARD, JSON_SCHEMA, CROISSANT)
# Where the card goes while people keep one of their own.
GENERATED_CARD: Final = "README.generated.md"


class DatasetFolder:
    """The folder of a dataset, while this process alone writes there."""

    def __init__(self, path: Path, manifest: Manifest | None, *, was_interrupted: bool, keeps_card: bool) -> None:
        self.path = path
        self.manifest = manifest
        """What is added to; None for a new dataset."""
        self.was_interrupted = was_interrupted
        """Whether an export was killed here, so that papers may tell of what is not there."""
        self.keeps_card = keeps_card
        """Whether the card was changed by hand, so that a new one must not take its place."""

    @property
    def staging(self) -> Path:
        """Return the folder for files that are not part of the dataset yet."""
        return self.path / DATASET_IN_WORK

    def commit(self, manifest: Manifest, papers: Mapping[str, str]) -> None:
        """Make the parts that were written, and the papers, the dataset."""
        if self.manifest is None:
            # Where a dataset is written anew, the old one ends here.
            (self.path / MANIFEST).unlink(missing_ok=True)
            _remove_parts(self.path, listed=())
        texts = {self._place(name): text for name, text in papers.items()} | {MANIFEST: manifest.text()}
        for name, text in texts.items():
            file = LineFile(self.staging / name)
            file.append(text.encode())
            file.close()
        new = [part.name for part in manifest.parts if (self.staging / part.name).exists()]
        for name in (*new, *texts):
            os.replace(self.staging / name, self.path / name)
        sync_folder(self.path)

    def _place(self, paper: str) -> str:
        return GENERATED_CARD if paper == CARD and self.keeps_card else paper


@contextmanager
def open_folder(path: Path, order: Order, *, anew: bool) -> Iterator[DatasetFolder]:
    """Open a folder to write a dataset, or to add to the one that is there.

    Raises DatasetProblem where another export is at work, where the folder holds other things under our names, or a
    dataset of another order.
    """
    staging = path / DATASET_IN_WORK
    was_there = path.exists()
    was_interrupted = staging.exists()
    staging.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(staging / LOCK, os.O_RDWR | os.O_CREAT)
    try:
        _lock(descriptor, path)
        try:
            _refuse_others(path, was_interrupted)
            manifest = None if anew else _manifest_to_add_to(path, order)
            keeps_card = not was_interrupted and _has_other_card(path)
            _clear(staging)
            if was_interrupted:
                _remove_parts(path, listed=_listed(path))
            yield DatasetFolder(path, manifest, was_interrupted=was_interrupted, keeps_card=keeps_card)
        finally:
            shutil.rmtree(staging)
    finally:
        os.close(descriptor)
        if not was_there:
            # It stays where it is not empty.
            with suppress(OSError):
                path.rmdir()


def sum_of(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _has_other_card(path: Path) -> bool:
    """Tell whether there is a card that is not the one of the manifest: somebody has changed it."""
    if not ((path / MANIFEST).exists() and (path / CARD).exists()):
        return False
    written = json.loads((path / MANIFEST).read_bytes()).get("card_sha256")
    return bool(sum_of((path / CARD).read_bytes()) != written)


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DatasetProblem(f"another export is writing to {path}; wait for its end") from None


def _refuse_others(path: Path, was_interrupted: bool) -> None:
    if (path / MANIFEST).exists():
        if not is_manifest(path / MANIFEST):
            raise DatasetProblem(f"{path / MANIFEST} is of no dataset of ours; give another folder")
        return
    taken = [entry.name for entry in sorted(path.iterdir()) if entry.name in PAPERS or SHAPE.fullmatch(entry.name)]
    if taken and not was_interrupted:
        raise DatasetProblem(f"{path} has a {taken[0]} that is of no dataset of ours; give another folder")


def _manifest_to_add_to(path: Path, order: Order) -> Manifest | None:
    if not (path / MANIFEST).exists():
        return None
    manifest = read_manifest(path / MANIFEST)
    if different := _difference(manifest.order, order):
        raise DatasetProblem(f"{path} was made with {different}; export the same, to another folder, or --anew")
    for part in manifest.parts:
        if not (path / part.name).exists() or (path / part.name).stat().st_size != part.bytes:
            raise DatasetProblem(f"{path / part.name} is not as the manifest says; --anew writes the dataset anew")
    return manifest


def _difference(old: Order, new: Order) -> str:
    if old.view != new.view:
        return f"--view {old.view}"
    if old.format != new.format:
        return f"--format {old.format}"
    names = [name for name in {**old.filters, **new.filters} if old.filters.get(name) != new.filters.get(name)]
    told = [f"--{name.replace('_', '-')} {_told(old.filters[name])}".rstrip() for name in names if name in old.filters]
    return " ".join(told) or (f"no --{names[0].replace('_', '-')}" if names else "")


def _told(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is True else str(value)


def _listed(path: Path) -> tuple[str, ...]:
    if not (path / MANIFEST).exists():
        return ()
    return tuple(part.name for part in read_manifest(path / MANIFEST).parts)


def _remove_parts(path: Path, listed: tuple[str, ...]) -> None:
    for entry in sorted(path.iterdir()):
        if SHAPE.fullmatch(entry.name) and entry.name not in listed:
            entry.unlink()


def _clear(staging: Path) -> None:
    for entry in staging.iterdir():
        if entry.name != LOCK:
            entry.unlink()
