"""Which characters the bytes of a page stand for.

Order of trust: a byte order mark, bytes that are valid UTF-8, the header, the page's own `meta`, UTF-8 with a few
broken places, the encoding that the page's language was written in before UTF-8, and at last statistics. A Western
encoding fits any bytes and is many servers' default, so it comes after whatever else the page or its language says.
"""

from __future__ import annotations

import codecs
import re

from bs4.dammit import UnicodeDammit

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Browsers read the left name as the right one: pages use the larger set under the smaller one's name.
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}

# What pages in a language were written in before UTF-8, likeliest first.
LEGACY_OF_LANGUAGE = {
    "zh": ("gb18030", "big5hkscs"),
    "zh-tw": ("big5hkscs", "gb18030"),
    "zh-hk": ("big5hkscs", "gb18030"),
    "zh-hant": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8_r"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "he": ("cp1255",),
    "th": ("cp874",),
    "tr": ("cp1254",),
    "el": ("cp1253",),
    "vi": ("cp1258",),
    "pl": ("cp1250", "iso8859_2"),
    "cs": ("cp1250", "iso8859_2"),
    "hu": ("cp1250", "iso8859_2"),
    "ro": ("cp1250", "iso8859_2"),
}

# What servers say of pages that they know nothing about.
DEFAULTS = {"iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"}

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.I)
HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
HTML_LANG = re.compile(rb"""<html[^>]{0,400}?\slang\s*=\s*["']?([\w-]+)""", re.I)
PRESCAN_BYTES = 8192
# How ISO-2022-JP, whose bytes are all ASCII, turns to kanji. (A single byte is found ten times faster.)
ESCAPE = b"\x1b"
JIS_ESCAPE = b"\x1b$B"

# Broken UTF-8 has a few bad places among good ones; another encoding has hardly a good one. The share of characters
# beyond ASCII that may be broken: cut and double-encoded feeds stay below a tenth.
BROKEN_SHARE = 0.25


# How the bytes 0x80-0x9F look in the Western encoding; the rest of it has the characters' own numbers.
WESTERN_BYTES = {bytes([code]).decode("cp1252", "ignore"): code for code in range(0x80, 0xA0)}
WESTERN_BYTES.pop("", None)
CONTINUATION = "\x80-\xbf" + re.escape("".join(WESTERN_BYTES))
MOJIBAKE = re.compile(f"[\xc2-\xdf][{CONTINUATION}]|[\xe0-\xef][{CONTINUATION}]{{2}}|[\xf0-\xf4][{CONTINUATION}]{{3}}")
# Apostrophes, quotes and dashes read wrongly; no language writes these three characters together.
MOJIBAKE_CERTAIN = re.compile("\xe2(?:\x80|€)[\x90-\xbf‘’“”•–—˜™š›œžŸ¡-¿]")
# One may be quoted in an article about encodings.
MOJIBAKE_MINIMUM = 3


def decode_bytes(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the text of a page, and the name of the encoding it was read in."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff"), name
    if _looks_like_utf16(body):
        name = "utf-16-le" if body[1:2] == b"\0" else "utf-16-be"
        return body.decode(name, "replace"), name
    if ESCAPE in body and JIS_ESCAPE in body and (text := _strict(body, "iso2022_jp_ext")):
        return text, "iso-2022-jp"
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_other(body, declared_encodings(body, content_type))


def without_mojibake(text: str) -> str:
    """Undo UTF-8 that was read as a Western single-byte encoding and written again ("itâ€™s")."""
    if "\xe2" not in text or len(MOJIBAKE_CERTAIN.findall(text)) < MOJIBAKE_MINIMUM:
        return text
    return MOJIBAKE.sub(_reread, text)


def _reread(match: re.Match[str]) -> str:
    try:
        data = bytes(WESTERN_BYTES.get(character) or ord(character) for character in match[0])
        return data.decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return match[0]


def declared_encodings(body: bytes, content_type: str) -> list[str]:
    """Return what header and page call their encoding, header first."""
    head = body[:PRESCAN_BYTES]
    found = [match[1] for match in [HEADER_CHARSET.search(content_type)] if match]
    for pattern in (XML_ENCODING, META_CHARSET):
        if match := pattern.search(head):
            found.append(match[1].decode("ascii", "replace"))
    return [name.lower().strip() for name in found]


def _decode_other(body: bytes, declared: list[str]) -> tuple[str, str]:
    loose = body.decode("utf-8", "replace")
    if _broken_share(loose) <= BROKEN_SHARE:
        return loose, "utf-8-broken"
    for name in sorted((*declared, *_legacy_of(body)), key=DEFAULTS.__contains__):
        if text := _strict(body, SUPERSETS.get(name, name)):
            return text, name
    for name in declared:
        if name.startswith("utf"):
            continue
        text = _lookup(body, SUPERSETS.get(name, name))
        if text and _broken_share(text) <= BROKEN_SHARE:
            return text, name
    guess = UnicodeDammit(body, is_html=True)
    if guess.unicode_markup:
        return guess.unicode_markup, guess.original_encoding or "unknown"
    return loose, "unknown"


def _legacy_of(body: bytes) -> tuple[str, ...]:
    match = HTML_LANG.search(body[:PRESCAN_BYTES])
    if not match:
        return ()
    tag = match[1].decode("ascii", "replace").lower()
    return LEGACY_OF_LANGUAGE.get(tag) or LEGACY_OF_LANGUAGE.get(tag.split("-")[0], ())


def _strict(body: bytes, name: str) -> str | None:
    if name.startswith("utf"):
        return None
    try:
        return body.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def _lookup(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name, "replace")
    except LookupError:
        return None


def _broken_share(text: str) -> float:
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") / beyond_ascii if beyond_ascii else 0.0


def _looks_like_utf16(body: bytes) -> bool:
    head = body[:200]
    if len(head) < 20:
        return False
    if head[:4] in (b"<\0!\0", b"<\0h\0", b"\0<\0!", b"\0<\0h"):
        # The markup says so already; the words of an Asian page have few zero bytes.
        return True
    return head[1::2].count(0) > len(head) * 0.4 or head[::2].count(0) > len(head) * 0.4
