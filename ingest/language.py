"""Which language a text is in: a whole report or a question of two words."""

from __future__ import annotations

import unicodedata


def detect(text: str) -> str:
    """ISO 639-1 code of the language of `text`; "" where there are no letters to tell it by."""
    if not any(c.isalpha() for c in text):
        return ""
    import py3langid

    code: str = py3langid.classify(unicodedata.normalize("NFC", text[:4000]))[0]
    return code
