"""The two detectors answer as their libraries do; only the way there is shorter."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from langdetect.detector import Detector
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import visit_counts

from pipelines.language import LATIN, detectors

TEXTS = [
    json.loads(line)["text"]
    for file in sorted(Path(__file__).parent.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("text", ["", "a", *TEXTS])
def test_features_are_those_of_a_walk(text: str) -> None:
    """A step of all bytes at once ends where the library's walk from byte to byte ends."""
    model, data = detectors._model(), text.encode()
    walked = visit_counts(model.tk_nextmove, model._rowbase, model.tk_output, data) or Counter()
    assert Counter(detectors._features(data).tolist()) == walked


@pytest.mark.parametrize("text", TEXTS[::10])
def test_slow_detector_keeps_the_library_s_sums(text: str) -> None:
    """The probabilities are the library's to the last digit."""
    library = Detector(detectors._factory(LATIN))
    library.n_trial = detectors.TRIALS
    library.append(text[: detectors.LONGEST_SLOW])
    try:
        expected = {detectors.OWN_NAME.get(said.lang, said.lang): said.prob for said in library.get_probabilities()}
    except LangDetectException:
        expected = {}
    assert detectors.slow(text, LATIN) == expected
