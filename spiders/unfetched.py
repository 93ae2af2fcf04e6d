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
# By what Scrapy's own middlewares say where they ignore a request; the limit of redirects is the rest.
IGNORED: Final = {"robots.txt": "robots_forbidden", "DOWNLOAD_MAXSIZE": "too_large"}


def reason_of(error: BaseException | None) -> str:
    """Return why a request failed."""
    name = type(error).__name__
    if name == "IgnoreRequest":
        return next((reason for words, reason in IGNORED.items() if words in str(error)), "redirect_loop")
    return REASONS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().removesuffix("_error")
