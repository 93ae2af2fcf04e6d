"""The source is read from labels and data, without what stands beside its name."""

from __future__ import annotations

import pytest

from tests.pipelines.assemble.layout import ld, record


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("새벽일보2026.06.27 10:20", "새벽일보"),
        ("Şafak Ajansı 26.06.2026", "Şafak Ajansı"),
        ("Северные ведомости, 26 июня 2026", "Северные ведомости"),
        ("Last Week in Fees", "Last Week in Fees"),
    ],
)
def test_date_beside_a_source(said: str, name: str) -> None:
    """A date that is glued to a source's name is no part of it; words without a digit are."""
    source = record(head=ld(isBasedOn={"name": said})).source
    assert source is not None
    assert source.name == name


def test_date_in_place_of_a_source() -> None:
    """Where nothing but a date stands behind the label, there is no source."""
    assert record(head=ld(isBasedOn={"name": "2026.06.27 10:20"})).source is None


def test_site_and_its_parts_are_no_source() -> None:
    """The site itself, or a part that begins with its name, is no source; a name that only begins alike is one."""
    head = '<meta property="og:site_name" content="Wire Post">'
    assert record("<p>Quelle: Wire Post Nord</p>", head=head).source is None
    source = record("<p>Quelle: Wire Nord</p>", head=head).source
    assert source is not None
    assert source.name == "Wire Nord"


def test_writer_before_a_date_is_no_source() -> None:
    """What stands before a date behind a word for "by" is who wrote it, and where from is somebody else's."""
    article = record("<p>由 王芳 发布于 2026-06-26</p>")
    assert (article.source, article.published_at) == (None, "2026-06-26")
