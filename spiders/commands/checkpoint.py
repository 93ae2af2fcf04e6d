"""How far a run of `normalize` has come, on the disk, so that one that was killed can go on."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

SUFFIX: Final = ".resume"


class NoResume(ValueError):
    """A run cannot go on; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was settled: so many inputs, whose lines end at these bytes of the files that are being written."""

    inputs: int = 0
    records_bytes: int = 0
    rejects_bytes: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


class Checkpoints:
    """The checkpoints of one output file, each written over the one before; `asked` is what the run was told to do."""

    def __init__(self, output: Path, asked: dict[str, Any]) -> None:
        self._path = output.with_name(output.name + SUFFIX)
        self._asked = asked

    def last(self) -> Checkpoint:
        """Return where a run with this output that was killed came to; the beginning where there was none.

        Raises NoResume where it was told to do something else.
        """
        try:
            told = json.loads(self._path.read_bytes())
            asked, checkpoint = told["asked"], Checkpoint(**told["checkpoint"])
        except FileNotFoundError:
            return Checkpoint()
        except (ValueError, KeyError, TypeError):
            raise NoResume(f"{self._path} cannot be read; run again without --resume") from None
        if asked != self._asked:
            raise NoResume(f"{self._path} is of a run with other inputs or --rejects; give the same, or no --resume")
        return checkpoint

    def note(self, checkpoint: Checkpoint) -> None:
        """Write how far the run has come."""
        new = self._path.with_name(self._path.name + ".new")
        new.write_text(json.dumps({"asked": self._asked, "checkpoint": asdict(checkpoint)}), "utf-8")
        os.replace(new, self._path)

    def remove(self) -> None:
        """Forget: the run has come to its end."""
        self._path.unlink(missing_ok=True)
