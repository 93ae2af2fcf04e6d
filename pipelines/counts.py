"""What became of inputs, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.inputs import Unreadable
from pipelines.rejected import Rejected


@dataclass
class Counts:
    """What became of the inputs."""

    records: int = 0
    unreadable: int = 0
    rejections: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: bytes | Rejected | Unreadable) -> None:
        """Count one input by what became of it."""
        if isinstance(outcome, Rejected):
            self.rejections[outcome.reason.value] += 1
        elif isinstance(outcome, Unreadable):
            self.unreadable += 1
        else:
            self.records += 1

    def told(self) -> dict[str, int]:
        """Return the counts by their names; those of rejections by their reasons."""
        return {"records": self.records, "unreadable": self.unreadable, **self.rejections}

    def add(self, told: Mapping[str, int]) -> None:
        """Count what an earlier run has counted."""
        earlier = dict(told)
        self.records += earlier.pop("records", 0)
        self.unreadable += earlier.pop("unreadable", 0)
        self.rejections.update(earlier)

    def __str__(self) -> str:
        rejected = self.rejections.total()
        reasons = ", ".join(f"{reason} {number}" for reason, number in self.rejections.most_common())
        told = f"inputs {self.records + rejected}, records {self.records}, rejected {rejected}"
        told += f" ({reasons})" if reasons else ""
        return told + (f", not readable {self.unreadable}" if self.unreadable else "")
