"""Which language a text is in: by its script, by telling letters, then by two detectors together."""

from __future__ import annotations

import functools
import re

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # type: ignore[import-untyped]
from langdetect.lang_detect_exception import LangDetectException  # type: ignore[import-untyped]
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from schemas.language import LanguageGuess

__all__ = ["detect_language", "same_language"]

# More text changes nothing.
SAMPLE = 2000
# Below this the fast detector is asked to prove itself.
SURE = 0.95
UNKNOWN = LanguageGuess("und", 0.0)
SEED = 0

NOISE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|[@#$][\w$]+|\b[A-Z]{2,6}[A-Z0-9]*(?:/[A-Z]{2,6})?\b|[\d.,:%/+*=<>|~^_-]+"
)
SCRIPTS = {
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "kana": re.compile(r"[\u3041-\u30fa\u30fc-\u30ff]"),
    "hangul": re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]"),
    "thai": re.compile(r"[\u0e01-\u0e5b]"),
    "hebrew": re.compile(r"[\u05d0-\u05ea]"),
    "arabic": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "bengali": re.compile(r"[\u0980-\u09ff]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
# A letter of these says as much as two or three Latin ones.
DENSE = {"han": 2.5, "kana": 1.5, "hangul": 2.0}

# Characters that only one of the two ways to write Chinese has, among the most frequent ones.
SIMPLIFIED = frozenset(
    "们这个来为国说时会学对发现经长门问间还进过动开关东车马鱼鸟龙云电网络转账币场报价涨亏钱银业务决议证券监管规则财产资质议员选举总统签约权难类样书写认识变亚区块链数据币无"
    "应该当将军队战争议题语词读请谢让许设计划师导师级领导层创新闻记者编辑译评论观点实际体现机构组织织红绿纪约纳税费减项飞银头实"
)
TRADITIONAL = frozenset(
    "們這個來為國說時會學對發現經長門問間還進過動開關東車馬魚鳥龍雲電網絡轉賬幣場報價漲虧錢銀業務決議證券監管規則財產資質議員選舉總統簽約權難類樣書寫認識變亞區塊鏈數據幣無"
    "應該當將軍隊戰爭議題語詞讀請謝讓許設計劃師導師級領導層創新聞記者編輯譯評論觀點實際體現機構組織織紅綠紀約納稅費減項飛銀頭實"
)
ONLY_SIMPLIFIED = SIMPLIFIED - TRADITIONAL
ONLY_TRADITIONAL = TRADITIONAL - SIMPLIFIED
PERSIAN = re.compile(r"[پچژگک‌ی]")
ARABIC_ONLY = re.compile(r"[ةيىكأإؤئ]")
UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
RUSSIAN = re.compile(r"[ыэёъЫЭЁЪ]")
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
QUOTED = re.compile(r"[«“\"「『‹„][^«»“”\"「」『』‹›„]{2,80}[»”\"」』›]")

LATIN = tuple("en pt es fr de it nl pl tr id vi ro cs sv da nb fi hu hr sk ca".split())  # noqa: SIM905
CYRILLIC = ("ru", "uk", "bg", "sr")
CANDIDATES = {"latin": LATIN, "cyrillic": CYRILLIC, "arabic": ("ar", "fa", "ur"), "devanagari": ("hi",)}
OF_SCRIPT = {"kana": "ja", "hangul": "ko", "thai": "th", "hebrew": "he", "greek": "el", "bengali": "bn"}
# The other names that the two detectors give.
PY3LANGID_NAMES = {"nb": "no"}
LANGDETECT_NAMES = {"nb": "no"}


def detect_language(text: str, hint: str | None = None) -> LanguageGuess:
    """Return the language of a text; the same text and hint give the same answer always.

    `hint` is what the page declares: it decides between guesses that the text leaves open, and gives Chinese its script
    where the text has no telling character. `und` with confidence 0 where there is nothing to go by.
    """
    sample = text[:SAMPLE]
    cleaned = NOISE.sub(" ", sample)
    script, share = _script(cleaned)
    if script is None:
        return UNKNOWN
    if script in OF_SCRIPT:
        return LanguageGuess(OF_SCRIPT[script], share)
    if script == "han":
        return LanguageGuess(_chinese(sample, hint), share)
    return _among(script, _own_words(cleaned), hint)


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language; the two ways to write Chinese are two where both tags tell which."""
    first, second = one.lower().replace("_", "-"), other.lower().replace("_", "-")
    if first.split("-")[0] != second.split("-")[0]:
        return False
    scripts = {_script_of_tag(first), _script_of_tag(second)} - {None}
    return len(scripts) < 2


def _script_of_tag(tag: str) -> str | None:
    if not tag.startswith("zh"):
        return None
    if any(part in tag for part in ("hant", "-tw", "-hk", "-mo")):
        return "hant"
    return "hans" if any(part in tag for part in ("hans", "-cn", "-sg", "-my")) else None


def _script(text: str) -> tuple[str | None, float]:
    """Return the script that says most, and its share. Japanese writes most nouns in Han: some kana decide."""
    if text.isascii():
        return ("latin", 1.0) if SCRIPTS["latin"].search(text) else (None, 0.0)
    counts = {name: len(pattern.findall(text)) * DENSE.get(name, 1.0) for name, pattern in SCRIPTS.items()}
    total = sum(counts.values())
    if not total:
        return None, 0.0
    if counts["kana"] and counts["kana"] + counts["han"] > total / 2 and counts["kana"] > counts["han"] / 20:
        return "kana", (counts["kana"] + counts["han"]) / total
    best = max(counts, key=lambda name: counts[name])
    # Titles in other scripts are full of Latin names: a third of the letters is enough to say what the text is in.
    if best == "latin":
        other = max((name for name in counts if name not in ("latin", "han")), key=lambda name: counts[name])
        other = "han" if counts["han"] > counts[other] else other
        if counts[other] > total / 3:
            best = other
    return best, counts[best] / total


def _chinese(text: str, hint: str | None) -> str:
    simplified = sum(character in ONLY_SIMPLIFIED for character in text)
    traditional = sum(character in ONLY_TRADITIONAL for character in text)
    if simplified != traditional:
        return "zh-Hans" if simplified > traditional else "zh-Hant"
    return {"hant": "zh-Hant"}.get(_script_of_tag((hint or "").lower()) or "", "zh-Hans")


def _own_words(text: str) -> str:
    """Return a text without what it quotes, unless that is most of it."""
    without = QUOTED.sub(" ", text)
    return without if len(without.strip()) > len(text) / 2 else text


def _among(script: str, text: str, hint: str | None) -> LanguageGuess:
    if script == "cyrillic" and (told := _by_letters(text, UKRAINIAN, "uk", RUSSIAN, "ru")):
        return told
    if script == "arabic" and (told := _by_letters(text, PERSIAN, "fa", ARABIC_ONLY, "ar")):
        return told
    if script == "latin" and len(VIETNAMESE.findall(text)) * 12 > len(text):
        return LanguageGuess("vi", 1.0)
    candidates = CANDIDATES[script]
    fast = _fast(text, candidates)
    declared = (hint or "").split("-")[0].lower()
    if fast.confidence >= SURE and (not declared or declared == fast.tag or declared not in candidates):
        return fast
    if fast.tag == declared:
        return LanguageGuess(fast.tag, max(fast.confidence, 0.9))
    slow = _slow(text, candidates)
    return _agreed(fast, slow, declared)


def _by_letters(
    text: str, first: re.Pattern[str], one: str, second: re.Pattern[str], other: str
) -> LanguageGuess | None:
    ones, others = len(first.findall(text)), len(second.findall(text))
    if max(ones, others) < 2 or min(ones, others) * 4 > max(ones, others):
        return None
    return LanguageGuess(one if ones > others else other, 0.99)


def _agreed(fast: LanguageGuess, slow: LanguageGuess, declared: str) -> LanguageGuess:
    """Both agree, or what the page declares breaks the tie, or the slower one decides."""
    if slow.tag in ("und", fast.tag):
        return fast if slow.tag == "und" else LanguageGuess(fast.tag, max(fast.confidence, slow.confidence))
    if declared == slow.tag:
        return LanguageGuess(slow.tag, max(0.85, slow.confidence * 0.9))
    if fast.confidence >= SURE and slow.confidence < SURE:
        return LanguageGuess(fast.tag, 0.8)
    return LanguageGuess(slow.tag, slow.confidence * 0.7)


@functools.cache
def _identifier(candidates: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([PY3LANGID_NAMES.get(tag, tag) for tag in candidates])
    return identifier


def _fast(text: str, candidates: tuple[str, ...]) -> LanguageGuess:
    tag, confidence = _identifier(candidates).classify(text)
    names = {name: own for own, name in PY3LANGID_NAMES.items()}
    return LanguageGuess(names.get(tag, tag), float(confidence))


@functools.cache
def _factory(candidates: tuple[str, ...]) -> DetectorFactory:
    """A factory of langdetect with the profiles of one script's languages only."""
    factory = DetectorFactory()
    factory.set_seed(SEED)
    profiles = []
    for tag in candidates:
        try:
            with open(f"{PROFILES_DIRECTORY}/{LANGDETECT_NAMES.get(tag, tag)}", encoding="utf-8") as file:
                profiles.append(file.read())
        except FileNotFoundError:
            continue
    factory.load_json_profile(profiles)
    return factory


def _slow(text: str, candidates: tuple[str, ...]) -> LanguageGuess:
    detector = _factory(candidates).create()
    detector.append(text[:600])
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):
        return UNKNOWN
    names = {name: own for own, name in LANGDETECT_NAMES.items()}
    return LanguageGuess(names.get(best.lang, best.lang), float(best.prob))
