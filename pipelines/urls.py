"""Addresses: absolute, and free of what only tracks a reader."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hsenc|_hsmi|mkt_tok|ref|ref_src|"
    r"referrer|cmpid|ncid|sr_share|share|spm|at_\w+|wt_\w+|xtor|ito|smid|smtyp|guccounter|guce_\w+|amp|s_kwcid|ocid|"
    r"vero_\w+|oly_\w+|rss|feature|fb_\w+|__twitter_impression)$",
    re.I,
)
# Names of sessions: the same page has another address for each visitor. Under some of the names, other sites give the
# article's own id (`?sid=20/06/27/1234`), so that there the value has to look like a session's.
SESSION = re.compile(r"^(?:PHPSESSID|JSESSIONID|ASPSESSIONID\w*|CFID|CFTOKEN|zenid|osCsid)$", re.I)
SESSION_AT_TIMES = re.compile(r"^(?:sid|s?session_?(?:id)?|sess_?id)$", re.I)
SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9a-z]{16,}", re.I)
SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*|(?<=/)\(S\(\w{20,}\)\)/", re.I)
# Most addresses would not change by being taken apart and joined: whole ones, and those from the host's root on.
HOST = r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?"
PATH = r"/(?!/)[^\s?#;\[\]\x00-\x20]*"
QUERY = r"(?:\?[^\s#\[\]\x00-\x20]+)?"
PLAIN = re.compile(rf"{HOST}(?:{PATH})?{QUERY}")
ORIGIN = re.compile(rf"{HOST}(?=/)")
ROOTED = re.compile(PATH + QUERY)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)


def absolute(href: str | None, base: str | None) -> str | None:
    """Return an http address for what a page writes; None where there is none."""
    href = (href or "").strip()
    if not href or href.startswith("#"):
        return None
    if PLAIN.fullmatch(href):
        return href
    if base and "/." not in href and (origin := ORIGIN.match(base)) and ROOTED.fullmatch(href):
        return origin[0] + href
    try:
        joined = urljoin(base or "", href)
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in parts.netloc:
        return None
    return joined.replace(" ", "%20")


def is_http_address(url: str) -> bool:
    """Tell whether an address is of the web and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def joined(base: str, href: str) -> str:
    """Return an address as a page means it; as the page writes it where nobody can tell (`http://[::1`)."""
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def path_of(url: str | None) -> str:
    """Return the path of an address without the slash at its end; empty where there is none."""
    try:
        return urlsplit(url or "").path.rstrip("/")
    except ValueError:
        return ""


def clean(url: str) -> str:
    """Return an address without fragment, tracking parameters and sessions; ids in the query stay."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(*pair)]
    host = parts.netloc.lower()
    if (parts.scheme, host[-3:]) == ("http", ":80") or (parts.scheme, host[-4:]) == ("https", ":443"):
        host = host.rsplit(":", 1)[0]
    same = urlencode(query) if len(query) != len(parse_qsl(parts.query, keep_blank_values=True)) else parts.query
    path = SESSION_IN_PATH.sub("", parts.path)
    return urlunsplit((parts.scheme.lower(), host, path or "/", same, ""))


def _is_noise(key: str, value: str) -> bool:
    if TRACKING.match(key) or SESSION.match(key):
        return True
    return bool(SESSION_AT_TIMES.match(key) and SESSION_VALUE.fullmatch(value))


def host_of(url: str | None) -> str:
    """Return the host without `www.`; empty where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
