"""The log as JSON lines, for programs that read logs."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


class JsonHandler(logging.Handler):
    """Writes each log line as an object to standard error: time, level, logger, message, spider, error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        spider = getattr(record, "spider", None)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "spider": getattr(spider, "name", None),
            "error": logging.Formatter().formatException(record.exc_info) if record.exc_info else None,
        }
        sys.stderr.write(json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False) + "\n")
        sys.stderr.flush()
