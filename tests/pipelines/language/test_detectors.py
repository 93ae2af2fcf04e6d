"""The two detectors answer as their libraries do; only the way there is shorter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from langdetect.detector import Detector
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.language import LATIN, detectors

TEXTS = [
    json.loads(line)["text"]
    for file in sorted(Path(__file__).parent.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def test_fast_detector_is_the_library_s() -> None:
    """The probabilities are the library's to the last digit, whatever its tables are kept in."""
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    for text in ("", "a", *TEXTS):
        found = {detectors.OWN_NAME.get(tag, tag): share for tag, share in library.rank(text)}
        assert detectors.fast(text, ()) == found


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
