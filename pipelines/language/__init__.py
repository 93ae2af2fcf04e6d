"""Which language a text is in: by its script, its letters, its words, and two detectors that check each other."""

from __future__ import annotations

import re

from pipelines.language.candidates import AHEAD, ROUNDS_TO_ONE, among
from pipelines.language.scripts import chinese, is_japanese, script_of, told_by_letters
from pipelines.language.words import evidence
from pipelines.lexicon import load_lexicon
from schemas.language import LanguageGuess

__all__ = ["detect_language", "language_of", "same_language"]

# More text changes nothing.
SAMPLE = 2000
UNKNOWN = LanguageGuess("und", 0.0)
LONGEST_LABEL = 40

ADDRESS = r"https?://\S+|www\.\S+"
SIGNS = r"[@#$][\w$]+|[\d.,:%/+*=<>|~^_()\[\]-]+"
NOISE = re.compile(rf"{ADDRESS}|{SIGNS}")
# (At each word one would look for an address of mail; few texts hold any.)
NOISE_WITH_MAIL = re.compile(rf"{ADDRESS}|[\w.+-]+@[\w-]+\.\w+|{SIGNS}")
# (What stands before a word is looked at behind its first letter: an expression that begins with one searches faster.)
TICKER = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z0-9]{1,5}\b")
QUOTED = re.compile(r"[«“\"「『‹„][^«»“”\"「」『』‹›„]{2,80}[»”\"」』›]")
# Names of coins and products say nothing of the language around them.
NAMES = ("Bitcoin", "Ethereum", "Solana", "Tether", "Binance", "Coinbase", "Ripple", "Dogecoin", "Foundation")
NAME = re.compile(r"e(?<!\we)-mail\b|" + "|".join(rf"{name[0]}(?<=\s.){name[1:]}\b" for name in NAMES))

OWN = ("en", "pt", "es", "fr", "de", "it", "nl", "pl", "tr", "id", "vi", "ro", "cs")
LATIN = (*OWN, "sv", "da", "nb", "fi", "hu", "hr", "sk", "ca")
CANDIDATES = {"latin": LATIN, "cyrillic": ("ru", "uk", "bg", "sr"), "arabic": ("ar", "fa", "ur")}
ONLY = {"kana": "ja", "hangul": "ko", "thai": "th", "hebrew": "he", "greek": "el", "bengali": "bn", "devanagari": "hi"}
TRADITIONAL = ("hant", "tw", "hk", "mo")
SIMPLIFIED = ("hans", "cn", "sg", "my")


def detect_language(text: str, hint: str | None = None) -> LanguageGuess:
    """Return the language of a text; the same text and hint give the same answer always.

    `hint` is what the page declares: it decides between guesses that the text leaves open, and gives Chinese its script
    where the text has no telling character. `und` with confidence 0 where there is nothing to go by.
    """
    return _guess(text, hint, ROUNDS_TO_ONE)


def language_of(text: str, hint: str | None = None) -> str:
    """Return the tag that `detect_language` finds, with less ado: how sure it is, is not asked."""
    return _guess(text, hint, AHEAD).tag


def _guess(text: str, hint: str | None, lead: float) -> LanguageGuess:
    sample = text[:SAMPLE]
    cleaned = (NOISE_WITH_MAIL if "@" in sample else NOISE).sub(" ", sample)
    script, share = script_of(cleaned)
    if not script:
        return UNKNOWN
    if script in ONLY:
        return LanguageGuess(ONLY[script], share)
    if script == "han":
        return LanguageGuess(_of_han(sample, hint), share)
    own = _own_words(cleaned)
    if tag := told_by_letters(script, own):
        return LanguageGuess(tag, 0.99)
    said = evidence(sample.strip() if len(sample) <= LONGEST_LABEL else own)
    return among(CANDIDATES[script], own, said, hint, lead)


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language; the two ways to write Chinese are two where both tags tell which."""
    first, second = (tag.lower().replace("_", "-").split("-") for tag in (one, other))
    if first[0] != second[0]:
        return False
    return first[0] != "zh" or len({_script_of_tag(first), _script_of_tag(second)} - {""}) < 2


def _script_of_tag(parts: list[str]) -> str:
    if any(part in TRADITIONAL for part in parts):
        return "zh-Hant"
    return "zh-Hans" if any(part in SIMPLIFIED for part in parts) else ""


def _of_han(text: str, hint: str | None) -> str:
    """Return the language of a text in Han characters alone."""
    declared = (hint or "").lower().replace("_", "-").split("-")
    labels = load_lexicon().exact(text) if len(text) <= LONGEST_LABEL else ()
    languages = {tag for label in labels for tag in label.languages}
    if len(languages) == 1:
        return next(iter(languages))
    # A Japanese sentence has kana; only a title can do without.
    may_be_title = len(text) <= LONGEST_LABEL
    if is_japanese(text) or (may_be_title and declared[0] == "ja" and chinese(text) != "zh-Hans"):
        return "ja"
    return chinese(text) or _script_of_tag(declared) or "zh-Hans"


def _own_words(text: str) -> str:
    """Return a text without tickers and without what it quotes, unless that is most of it."""
    text = text.lower() if text.isupper() else TICKER.sub(" ", text)
    without = NAME.sub(" ", QUOTED.sub(" ", text))
    return " ".join((without if len(without.strip()) > len(text) / 2 else text).split()) or text
