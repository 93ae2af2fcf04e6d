"""Captions and the credits that stand in one line with them."""

from __future__ import annotations

import re
from typing import Final

from pipelines.lexicon.labels import Lexicon
from schemas.role import Role

CREDITS: Final = (Role.IMAGE_CREDIT, Role.SOURCE)
# Where a credit may begin: behind a bracket, a bar, a full stop or a comma.
BORDER: Final = re.compile(r"[|｜(（\[［【。.．،,，;；—–/／]\s*|\s-\s|\s(?=[^\W\d_]{3,12}[.:：])|$")
OPENED: Final = re.compile(r"[(\[（［【]\s*$")
AROUND: Final = " |｜/／,，;；—–-·"
# A longer one is a sentence.
LONGEST_CREDIT: Final = 80
# In brackets a sign of equality is a label's mark ("（写真＝PIXTA）").
EQUAL: Final = str.maketrans("=＝", "::")
# "[연합포토]", "© Wirepost" name nobody but whose picture it is.
NAMED: Final = re.compile(r"\s*(?:\[([^\[\]\d]{2,30})\]|[©Ⓒⓒ]\s*(\S[^©]{1,40}))\s*\.?$")
ORNAMENTS: Final = re.compile(r"^[▲△▼◆■●※↑↓]+\s*")


def caption_and_credit(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return what a line under a picture says of it, and whose picture it is; each empty where it says nothing.

    ("Figure 2: the vault (photo: Ann Lee)" is "the vault" and "Ann Lee".)
    """
    text = ORNAMENTS.sub("", text.strip())
    for border in (0, *(found.end() for found in BORDER.finditer(text))):
        hit = lexicon.prefix(text[border:].translate(EQUAL))
        if hit is None or not hit.marked or not hit.has(*CREDITS):
            continue
        credit = text[border + hit.end_of_mark :].strip()
        if len(credit) <= LONGEST_CREDIT:
            return _bare(text[:border], lexicon), _unbracketed(credit)
    if named := NAMED.search(text):
        return _bare(text[: named.start()], lexicon), (named[1] or named[2]).strip()
    return _bare(text, lexicon), ""


def without_credit_label(credit: str, lexicon: Lexicon) -> str:
    """Return a credit without the word for it ("Foto: Ann Lee")."""
    text = credit.strip(" ()[]|")
    hit = lexicon.prefix(text)
    if hit and hit.marked and hit.has(*CREDITS, Role.FIGURE_CAPTION):
        return text[hit.end_of_mark :].strip()
    return text


def _bare(caption: str, lexicon: Lexicon) -> str:
    """Return a caption without the label before it, and without the bracket that the credit behind it opened."""
    text = OPENED.sub("", caption).strip(AROUND)
    hit = lexicon.prefix(text)
    return text[hit.end_of_mark :].strip() if hit and hit.marked and hit.has(Role.FIGURE_CAPTION) else text


def _unbracketed(credit: str) -> str:
    """Return a credit without the brackets and the stop that close around it."""
    text = credit.rstrip(" .。．)）]］】")
    return text if text.count("(") + text.count("（") == 0 else credit.rstrip(" .。．")
