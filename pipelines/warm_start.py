"""Imported in the process that workers are forked from: they begin with lexicon and language models loaded.

Loading them takes half a second, as long as parsing a hundred pages; a worker lives for some hundred.
"""

from __future__ import annotations

import contextlib
import gc
from typing import Final

from pipelines.outcome import line_of
from schemas.page import Page

PROSE: Final = "<p>Withdrawals resumed on Monday, says the exchange. 交易所称提现已于周一恢复。</p>"
SAMPLE: Final = f"<html><body><article><h1>Withdrawals resume</h1>{PROSE * 5}</article></body></html>"

# Whatever is wrong with the chain, the pages themselves will tell.
with contextlib.suppress(Exception):
    line_of(Page(body=SAMPLE.encode()))
# What is loaded by now stays. A worker need not go through it whenever it looks for garbage, nor have a copy of it for
# having done so.
gc.freeze()
