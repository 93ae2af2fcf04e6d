"""Log lines that name a page instead of printing it."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class ShortLogFormatter(LogFormatter):
    """Scrapy's log lines, without the bodies of pages and articles."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ANN401
        """Say which record was written."""
        return _line(logging.DEBUG, "Record of %(url)s", item)

    def dropped(
        self,
        item: Any,  # noqa: ANN401
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Say which page gave no record, and why."""
        level = logging.getLevelNamesMapping().get(getattr(exception, "log_level", None) or "DEBUG", logging.DEBUG)
        return _line(level, "No record of %(url)s: %(why)s", item, why=str(exception))

    def item_error(
        self,
        item: Any,  # noqa: ANN401
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Say which record failed on its way to the file."""
        return _line(logging.ERROR, "Failed on %(url)s", item)


def _line(level: int, message: str, item: object, **more: str) -> LogFormatterResult:
    return {"level": level, "msg": message, "args": {"url": getattr(item, "url", None), **more}}
