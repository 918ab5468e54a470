"""Web pages: trafilatura takes the article out of what surrounds it, the same way every time."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.errors import ReportError
from ingest.parse_encoding import decode
from ingest.parse_fields import Parsed, from_fields

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{2,30})""", re.I)


def parse_html(raw: bytes, declared: str = "") -> Parsed:
    """The article's text, its spaces and accents in their plain composed form; title, publisher, date and address as the page states."""
    decoded = decode(raw, declared or _declared(raw))
    import trafilatura
    from trafilatura.settings import Extractor

    # No date guessed from the text and none bounded by today; no memory of pages seen before (deduplication).
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    tree = trafilatura.load_html(decoded.text)
    if tree is None:
        raise ReportError("is no HTML page that can be read; save it again, or as text")
    page = trafilatura.extract_metadata(tree, date_config=dates)
    options = Extractor(output_format="txt", comments=False, tables=True, dedup=False, with_metadata=False, date_params=dates)
    text = trafilatura.extract(decoded.text, options=options)
    if not text or not text.strip():
        raise ReportError("has no text that can be told from its menus; save the article as text")
    said = {"title": page.title, "publisher": page.sitename, "date": page.date, "url": page.url, "author": page.author}
    parsed = from_fields({name: value for name, value in said.items() if value}, text=text)
    return replace(parsed, warnings=(*filter(None, (decoded.warning,)), *parsed.warnings))


def _declared(raw: bytes) -> str:
    match = _CHARSET.search(raw[:4096])
    return (match[1] or match[2]).decode("ascii") if match else ""
