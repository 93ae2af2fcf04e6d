"""The two statistical detectors, each restricted to the languages of one script, without state that could leak."""

from __future__ import annotations

import copy
import functools
from array import array
from pathlib import Path

import numpy as np
from langdetect.detector import Detector  # type: ignore[import-untyped]
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # type: ignore[import-untyped]
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

SEED = 0
# The slower detector draws its samples from the beginning of a text.
LONGEST_SLOW = 300
# The library averages seven random walks over a text; four find the same languages in the tables and on real pages.
TRIALS = 4
# So many steps of a walk the library takes before it looks whether one language is sure.
STEPS = 5
# The detectors' name for Norwegian as it is written.
NORWEGIAN = {"nb": "no"}
OWN_NAME = {"no": "nb"}


def fast(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of each candidate (without any, of all languages) by py3langid, which reads bytes."""
    return {OWN_NAME.get(tag, tag): float(share) for tag, share in _identifier(candidates).rank(text)}


def slow(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of the likeliest candidates by langdetect, which reads letters; empty without letters."""
    detector = _Detector(_factory(candidates))
    detector.n_trial = TRIALS
    detector.append(text[:LONGEST_SLOW])
    return {OWN_NAME.get(guess.lang, guess.lang): float(guess.prob) for guess in detector.get_probabilities()}


class _Detector(Detector):  # type: ignore[misc]
    """The library's detector, its sums the same to the last digit; it takes all steps between two looks at once."""

    def _detect_block(self) -> None:
        self.cleaning_text()
        ngrams = self._extract_ngrams()
        self.langprob = self._mean_of_walks([self.word_lang_prob_map[ngram] for ngram in ngrams]) if ngrams else []

    def _mean_of_walks(self, said: list[list[float]]) -> list[float]:
        """Return the probability of each language by what the runs of letters in a text say."""
        self.random.seed(self.seed)
        rows, mean = np.array(said), np.zeros(len(self.langlist))
        for _ in range(self.n_trial):
            alpha = self.alpha + self.random.gauss(0.0, 1.0) * self.ALPHA_WIDTH
            mean += self._walked(rows + alpha / self.BASE_FREQ) / self.n_trial
        shares: list[float] = mean.tolist()
        return shares

    def _walked(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Multiply rows drawn by chance until one language is sure, or too many have been drawn."""
        steps = np.empty((1 + STEPS, rows.shape[1]))
        shares: NDArray[np.float64] = steps[0]
        np.multiply(rows[self._drawn(len(rows), 1)[0]], 1.0 / len(self.langlist), out=shares)
        for _ in range(self.ITERATION_LIMIT // STEPS):
            if self._normalized(shares) > self.CONV_THRESHOLD:
                return shares
            rows.take(self._drawn(len(rows), STEPS), axis=0, out=steps[1:])
            np.multiply.reduce(steps, axis=0, out=shares)
        self._normalized(shares)
        return shares

    def _drawn(self, size: int, count: int) -> list[int]:
        """Return the next places in a list that `random.choice` would draw, with less ado."""
        draw, bits = self.random.getrandbits, size.bit_length()
        places: list[int] = []
        while len(places) < count:
            place = draw(bits)
            if place < size:
                places.append(place)
        return places

    def _normalized(self, shares: NDArray[np.float64]) -> float:
        """Let shares add up to one, and return the greatest. (The array's own sum would add them in another order.)"""
        listed = shares.tolist()
        total = sum(listed)
        shares /= total
        greatest: float = max(listed) / total
        return greatest


@functools.cache
def _model() -> LanguageIdentifier:
    """Return the model of all languages. Reading it takes a moment, so it waits for the first text that needs it."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # (A list's numbers lie here and there in memory, and the walk from byte to byte would wait for every one of them.)
    model._rowbase, model.tk_output = array("I", model._rowbase), array("i", model.tk_output)
    return model


@functools.cache
def _identifier(candidates: tuple[str, ...]) -> LanguageIdentifier:
    identifier = copy.copy(_model())
    identifier.set_languages([NORWEGIAN.get(tag, tag) for tag in candidates] or None)
    # A feature's row in one piece: the library's choice of columns leaves them far apart.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier


@functools.cache
def _factory(candidates: tuple[str, ...]) -> DetectorFactory:
    """Return a factory with the candidates' profiles. (The library's own one is global, and random unless told.)"""
    factory = DetectorFactory()
    factory.set_seed(SEED)
    files = [Path(PROFILES_DIRECTORY, NORWEGIAN.get(tag, tag)) for tag in candidates]
    factory.load_json_profile([file.read_text(encoding="utf-8") for file in files if file.exists()])
    return factory
