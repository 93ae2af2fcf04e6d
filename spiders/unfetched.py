"""Why an address gave no page, in one word for the counts."""

from __future__ import annotations

import re
from typing import Final

# By the names of Scrapy's and Twisted's exceptions: which of the two raises depends on the download handler.
REASONS: Final = {
    "DownloadTimeoutError": "timeout",
    "TimeoutError": "timeout",
    "TCPTimedOutError": "timeout",
    "CannotResolveHostError": "host_unknown",
    "DNSLookupError": "host_unknown",
    "DownloadConnectionRefusedError": "connection_refused",
    "ConnectionRefusedError": "connection_refused",
    "DownloadCancelledError": "too_large",
    "UnsupportedURLSchemeError": "scheme_unsupported",
    "NotSupported": "scheme_unsupported",
}


def reason_of(error: BaseException | None) -> str:
    """Return why a request failed."""
    name = type(error).__name__
    if name == "IgnoreRequest":
        return "robots_forbidden" if "robots.txt" in str(error) else "redirect_loop"
    return REASONS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().removesuffix("_error")
