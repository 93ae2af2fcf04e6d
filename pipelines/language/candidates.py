"""Which of the languages of one script a text is in: by its words, and by the detectors where these leave a doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pipelines.language import detectors
from schemas.language import LanguageGuess

# The detectors read so much of a text.
READ = 600
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
# The slower detector is worth half of the faster one. By so much each can put one language before another at most.
SHARE_OF_SLOW = 0.5
FAST = -LOG_OF_FLOOR
SLOW = FAST * SHARE_OF_SLOW
BOTH = FAST + SLOW
# Of twenty languages, one that leads by so much has a probability that rounds to one.
ROUNDS_TO_ONE = 18.0
# More than what is lost where numbers are rounded.
AHEAD = 1e-6
# Statistics of letters deserve full trust from so many of them on; in a word or two, small words say more.
ENOUGH = 40
LEAST_TRUST = 0.4
# Other languages than the candidates need some text to show, and few of the candidates' words for each of its own.
SHORTEST_OUTSIDER = 60
SUPPORT = 0.25
SURE_OUTSIDER = 0.6


def among(
    candidates: tuple[str, ...], own: str, said: Mapping[str, float], hint: str | None, lead: float
) -> LanguageGuess:
    """Add up what words (`said`), detectors and the page say of a text; detectors are heard only in doubt.

    There is none where a language leads by more than `lead`, whatever those who are still to be heard may say.
    """
    declared = (hint or "").lower().replace("_", "-").split("-")[0]
    worth = {declared: WORTH_OF_HINT + WORTH_FOR_SHORT / max(len(own), 10)} if declared in candidates else {}
    trust = min(1.0, max(LEAST_TRUST, len(own) / ENOUGH))
    scores = {tag: said.get(tag, 0.0) + PRIOR.get(tag, 0.0) / trust for tag in candidates}
    if _may_be_outsider(own, max(said.values(), default=0.0)):
        if outsider := _outsider(own, candidates):
            return outsider
    elif (tag := _leader(scores, FAST * trust + lead)) and tag == _leader(_sum(scores, worth), BOTH * trust + lead):
        return LanguageGuess(tag, 1.0)
    guesses = detectors.fast(own[:READ], candidates)
    scores = {tag: score + _log(guesses.get(tag)) * trust for tag, score in scores.items()}
    guess = _best(scores)
    if guess.confidence >= SURE and (declared == guess.tag or not worth):
        return guess
    if guess.tag == declared and guess.confidence >= AGREED:
        return guess
    scores = _sum(scores, worth)
    if tag := _leader(scores, SLOW * trust + lead):
        return LanguageGuess(tag, 1.0)
    checked = detectors.slow(own, candidates)
    return _best({tag: score + _log(checked.get(tag)) * trust * SHARE_OF_SLOW for tag, score in scores.items()})


def _sum(scores: dict[str, float], worth: dict[str, float]) -> dict[str, float]:
    return {tag: score + worth.get(tag, 0.0) for tag, score in scores.items()}


def _leader(scores: dict[str, float], lead: float) -> str | None:
    """Return the language that is ahead of all others by more than a lead."""
    *_, second, best = sorted(scores, key=scores.__getitem__)
    return best if scores[best] - scores[second] > lead else None


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
