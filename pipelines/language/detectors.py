"""The two statistical detectors, each restricted to the languages of one script, without state that could leak."""

from __future__ import annotations

import copy
import functools
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # type: ignore[import-untyped]
from langdetect.lang_detect_exception import LangDetectException  # type: ignore[import-untyped]
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

SEED = 0
# The slower detector draws its samples from the beginning of a text.
LONGEST_SLOW = 300
# The library averages seven random walks over a text; four find the same languages in the tables and on real pages.
TRIALS = 4
# The detectors' name for Norwegian as it is written.
NORWEGIAN = {"nb": "no"}
OWN_NAME = {"no": "nb"}


def fast(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of each candidate (without any, of all languages) by py3langid, which reads bytes."""
    return {OWN_NAME.get(tag, tag): float(share) for tag, share in _identifier(candidates).rank(text)}


def slow(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of the likeliest candidates by langdetect, which reads letters; empty without letters."""
    detector = _factory(candidates).create()
    detector.n_trial = TRIALS
    detector.append(text[:LONGEST_SLOW])
    try:
        return {OWN_NAME.get(guess.lang, guess.lang): float(guess.prob) for guess in detector.get_probabilities()}
    except LangDetectException:
        return {}


@functools.cache
def _model() -> LanguageIdentifier:
    """Return the model of all languages. Reading it takes a moment, so it waits for the first text that needs it."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.cache
def _identifier(candidates: tuple[str, ...]) -> LanguageIdentifier:
    identifier = copy.copy(_model())
    identifier.set_languages([NORWEGIAN.get(tag, tag) for tag in candidates] or None)
    return identifier


@functools.cache
def _factory(candidates: tuple[str, ...]) -> DetectorFactory:
    """Return a factory with the candidates' profiles. (The library's own one is global, and random unless told.)"""
    factory = DetectorFactory()
    factory.set_seed(SEED)
    files = [Path(PROFILES_DIRECTORY, NORWEGIAN.get(tag, tag)) for tag in candidates]
    factory.load_json_profile([file.read_text(encoding="utf-8") for file in files if file.exists()])
    return factory
