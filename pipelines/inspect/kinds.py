"""Kinds of roles: so few that each has a colour of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.role import Role

KINDS: Final[Mapping[Role, str]] = {
    Role.TITLE: "title",
    Role.SUBTITLE: "title",
    Role.BODY: "body",
    Role.HEADING: "body",
    Role.CAPTION: "picture",
    Role.FIGURE_CAPTION: "picture",
    Role.IMAGE_CREDIT: "picture",
    Role.BYLINE: "byline",
    Role.SUMMARY: "summary",
    Role.KEY_POINTS: "summary",
    Role.QA_HEADING: "questions",
    Role.QUESTION: "questions",
    Role.ANSWER: "questions",
    Role.RELATED: "related",
    Role.RELATED_HEADING: "related",
    Role.TAG: "tags",
    Role.UNKNOWN: "unknown",
}
# What no field of the record shows.
DROPPED: Final = "dropped"


def kind_of(role: Role) -> str:
    """Return the kind of a role."""
    return KINDS.get(role, DROPPED)
