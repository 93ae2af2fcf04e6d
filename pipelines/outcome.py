"""What becomes of a page: a record, or a rejection that somebody counts. Runs in worker processes."""

from __future__ import annotations

import traceback
from pathlib import Path

from pipelines.extract import extract
from pipelines.rejected import Rejected, failed
from schemas.article import Article
from schemas.page import NotAnArticle, Page


def article_of(page: Page) -> Article | Rejected:
    """Return the record of a page, or the rejection; whatever goes wrong costs this page only."""
    try:
        return extract(page)
    except NotAnArticle as refusal:
        return Rejected(refusal.reason, refusal.detail, page.url, page.input_id)
    except Exception as defect:
        return _broken(page, defect)


def line_of(page: Page) -> bytes | Rejected:
    """Return the record of a page as its line of JSON, without the line's end, or the rejection."""
    outcome = article_of(page)
    if isinstance(outcome, Rejected):
        return outcome
    try:
        return outcome.model_dump_json().encode()
    except ValueError as defect:
        return _broken(page, defect)


def _broken(page: Page, defect: Exception) -> Rejected:
    return failed(page, _told(defect), type(defect).__name__)


def _told(defect: Exception) -> str:
    """Return an exception in one line, with the place where it happened."""
    frames = traceback.extract_tb(defect.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    first_line = (str(defect).splitlines() or [""])[0][:200]
    return f"{type(defect).__name__}: {first_line}{place}"
