"""Names of languages: as pages declare them, and as addresses bear them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

TAG: Final = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
NO_TAG: Final = frozenset(("und", "default", "x-default", "english"))
SCRIPT_OF_CHINESE: Final = {
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-my": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
}
OLD_CODES: Final = {"iw": "he", "in": "id", "no": "nb", "ji": "yi"}
# A language's main country says nothing that the language does not ("ru-RU", "en-US"): who counts records by language
# finds them under one tag. (Such pairs are what CLDR calls likely subtags. Portuguese has two written standards, of
# which pages name the Brazilian one as such, so it keeps its countries.)
MAIN: Final = (
    "af-ZA am-ET az-AZ be-BY bg-BG bn-BD bs-BA ca-ES cs-CZ cy-GB da-DK de-DE el-GR en-US es-ES et-EE eu-ES fa-IR fi-FI"
    " fil-PH fr-FR ga-IE gl-ES gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP ka-GE kk-KZ km-KH kn-IN"
    " ko-KR ky-KG lo-LA lt-LT lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY my-MM nb-NO ne-NP nl-NL pa-IN pl-PL ps-AF ro-RO"
    " ru-RU si-LK sk-SK sl-SI so-SO sq-AL sr-RS sv-SE sw-TZ ta-IN te-IN tg-TJ th-TH tk-TM tr-TR tt-RU uk-UA ur-PK"
    " uz-UZ vi-VN"
)
MAIN_COUNTRIES: Final = frozenset(MAIN.split())

# In addresses: languages of ISO 639-1 (Filipino has three letters), alone or with a region or script. Other two letters
# are a section ("/tv/") or a country whose language nobody can tell ("/us/").
LOCALE: Final = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?", re.I)
WRITTEN: Final = (
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km"
    " kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk tl tr tt"
    " uk ur uz vi zh"
)
CODES: Final = frozenset(WRITTEN.split())
# As country codes they stand there for the country's language.
LANGUAGE_OF_COUNTRY: Final = {
    "jp": "ja",
    "kr": "ko",
    "vn": "vi",
    "br": "pt-BR",
    "cn": "zh-Hans",
    "tw": "zh-Hant",
    "hk": "zh-Hant",
    "ua": "uk",
    "cz": "cs",
}
# As often the United Kingdom, Malaysia and Canada.
RATHER_COUNTRIES: Final = frozenset(("uk", "my", "ca"))


def tag_of(declared: str | None) -> str | None:
    """Return a declared language as BCP 47 in its usual form; None if it is none."""
    text = (declared or "").strip().replace("_", "-").split(",")[0].split(".")[0]
    if not TAG.match(text) or text.lower() in NO_TAG:
        return None
    first, *rest = text.split("-")
    first = OLD_CODES.get(first.lower(), first.lower())
    if chinese := SCRIPT_OF_CHINESE.get("-".join([first, *rest[:1]]).lower()):
        return chinese
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def without_main_country(tag: str) -> str:
    """Return a tag without the country that its language is understood to be of (`ru-RU`: `ru`; `en-GB` stays)."""
    return tag.partition("-")[0] if tag in MAIN_COUNTRIES else tag


def is_locale(part: str) -> bool:
    """Tell whether a part of an address names a language (`en`, `pt-br`, `zh-hant`, `kr`)."""
    found = LOCALE.fullmatch(part)
    return found is not None and (found[1].lower() in CODES or found[1].lower() in LANGUAGE_OF_COUNTRY)


def language_of_url(url: str | None) -> str | None:
    """Return the language that an address names at the head of its path or of its host, if it does."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    for part in (parts.path.strip("/").split("/")[0], (parts.hostname or "").split(".")[0]):
        if is_locale(part) and part.lower() not in RATHER_COUNTRIES:
            return LANGUAGE_OF_COUNTRY.get(part.lower()) or tag_of(part)
    return None
