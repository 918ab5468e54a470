"""The days that a question names: those as of which it asks for a count ("by 2 May", "au 2 mai"), those on which something happened."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.dates import DateMention, find_dates, periods

ANY_DAY = "2016-12-31"  # from which a year that is left out is read, where it does not matter which it is
# What stands before such a day: right before it, or a few words.
_AS_OF = re.compile(
    r"(?:\b(?:as of|as at|up to|reported on|published on|report of)\b.{0,40}"
    r"|\b(?:by|until|till|through)\s+(?:(?:the|early|late|end|evening|morning|night|of)\s+)*|\b(?:count|toll|tally) of\s+"
    r"|\b(?:au|jusqu['’]en|(?:en|à la) date du|(?:rapport|bilan|bulletin|communiqu[ée]|publié\w*|diffusé\w*) (?:du|le))\s+(?:\w+\s+)?"
    r"|\b(?:hasta|(?:a|en la) fecha del?|(?:informe|balance|recuento|bolet[íi]n|publicad[oa]) del?)\b.{0,30}|\bal\s+(?:\w+\s+)?"
    r"|(?:حتى|لغاية|بحلول|المؤرخ|الصادر|تقرير|نشرة)(?!\w).{0,30}"
    r"|حصيلة\s+(?:(?:المرصد|الوزارة|السلطات|الحكومة|المنظمة|الشبكة|الدفاع المدني|الأمم المتحدة)\s.{0,20})?(?:في\s+|يوم\s+)*)$",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[tuple[DateMention, bool], ...]:
    """The days and periods that a text names, each with whether a count is asked for as it stood then ("by mid-May" is too vague)."""
    found = periods(text, find_dates(text, ANY_DAY))
    exact = [any(c.isdigit() for c in text[day.start : day.end]) for day in found]
    return tuple((day, sure and _AS_OF.search(text[: day.start]) is not None) for day, sure in zip(found, exact, strict=True))
