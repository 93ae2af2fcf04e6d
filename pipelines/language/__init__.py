"""Which language a text is in: by its script, its letters, its words, and two detectors that check each other."""

from __future__ import annotations

import math
import re

from pipelines.language import detectors
from pipelines.language.scripts import chinese, is_japanese, script_of, told_by_letters
from pipelines.language.words import evidence
from pipelines.lexicon import load_lexicon
from schemas.language import LanguageGuess

__all__ = ["detect_language", "same_language"]

# More text changes nothing.
SAMPLE = 2000
# The detectors read so much of it.
READ = 600
UNKNOWN = LanguageGuess("und", 0.0)
# Below this the slower detector is asked too.
SURE = 0.97
# So sure a guess needs no second one where the page declares the same.
AGREED = 0.6
# What a declared language is worth, as the logarithm of odds: for long texts, and more the fewer letters a text has.
WORTH_OF_HINT = 2.0
WORTH_FOR_SHORT = 60.0
# Languages that the news comes in, before their neighbours, where a text leaves it open.
PRIOR = {
    "bg": -1.5,
    "sr": -1.0,
    "ca": -2.5,
    "sk": -1.0,
    "hr": -0.5,
    "nb": -0.5,
    "da": -0.3,
    "fi": -0.5,
    "hu": -0.5,
    "ur": -2.0,
}
FLOOR = 1e-4
LOG_OF_FLOOR = math.log(FLOOR)
# Of twenty languages, one that leads by so much has a probability that rounds to one, whatever a detector says.
BEYOND_DOUBT = 18.0 - LOG_OF_FLOOR
# Statistics of letters deserve full trust from so many of them on; in a word or two, small words say more.
ENOUGH = 40
LEAST_TRUST = 0.4
LONGEST_LABEL = 40
# Other languages than the candidates need some text to show, and few of the candidates' words for each of its own.
SHORTEST_OUTSIDER = 60
SUPPORT = 0.25
SURE_OUTSIDER = 0.6

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
    return _among(CANDIDATES[script], sample, own, hint)


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


def _among(candidates: tuple[str, ...], text: str, own: str, hint: str | None) -> LanguageGuess:
    """Add up what words, detectors and the page say; detectors are heard only in doubt, the slower one last."""
    declared = (hint or "").lower().replace("_", "-").split("-")[0]
    said = evidence(text.strip() if len(text) <= LONGEST_LABEL else own)
    trust = min(1.0, max(LEAST_TRUST, len(own) / ENOUGH))
    scores = {tag: said.get(tag, 0.0) + PRIOR.get(tag, 0.0) / trust for tag in candidates}
    if not _may_be_outsider(own, max(said.values(), default=0.0)):
        *_, second, best = sorted(scores, key=scores.__getitem__)
        if scores[best] - scores[second] > BEYOND_DOUBT and (declared == best or declared not in candidates):
            return LanguageGuess(best, 1.0)
    elif outsider := _outsider(own, candidates):
        return outsider
    guesses = detectors.fast(own[:READ], candidates)
    for tag in candidates:
        scores[tag] += _log(guesses.get(tag)) * trust
    guess = _best(scores)
    if guess.confidence >= SURE and (declared in ("", guess.tag) or declared not in candidates):
        return guess
    if guess.tag == declared and guess.confidence >= AGREED:
        return guess
    checked = detectors.slow(own, candidates)
    for tag in candidates:
        scores[tag] += _log(checked.get(tag)) * trust / 2
    if declared in scores:
        scores[declared] += WORTH_OF_HINT + WORTH_FOR_SHORT / max(len(own), 10)
    return _best(scores)


def _log(share: float | None) -> float:
    return math.log(share) if share and share > FLOOR else LOG_OF_FLOOR


def _may_be_outsider(own: str, support: float) -> bool:
    """Tell whether a text has hardly a small word of the candidates'."""
    return len(own) >= SHORTEST_OUTSIDER and support <= SUPPORT * len(own.split())


def _outsider(own: str, candidates: tuple[str, ...]) -> LanguageGuess | None:
    """Return the language of a text if it clearly is another one than the candidates."""
    tag, share = max(detectors.fast(own[:READ], ()).items(), key=lambda item: item[1])
    return LanguageGuess(tag, round(share, 6)) if tag not in candidates and share > SURE_OUTSIDER else None


def _best(scores: dict[str, float]) -> LanguageGuess:
    tag = max(scores, key=lambda name: (scores[name], name))
    total = sum(math.exp(score - scores[tag]) for score in scores.values())
    return LanguageGuess(tag, round(1 / total, 6))
