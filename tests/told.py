"""Sentences of one made-up report as retrieval gives them, best first, with the figures that the ledger finds in them."""

from assistant.retrieve import Sentence
from ingest.figures import extract
from ingest.report import Report
from ingest.split import passages

TEXT = "At least 12 civilians were killed and 30 wounded at Qasra. The raid was led by Odran Velt. Trucks left in the night."


def sentences(
    text: str = TEXT, language: str = "en", title: str = "Raid", published: str = "2031-03-04", publisher: str = ""
) -> list[Sentence]:
    report = Report(f"{publisher}{published}", "a.md", text, title=title, publisher=publisher, published=published, language=language)
    passage = passages(report)[0]
    figures = extract(report, [passage])
    return [
        Sentence(report, passage, start, end, 5.0 - n, {}, tuple(f for f in figures if start <= f.start < end))
        for n, (start, end) in enumerate(passage.sentences)
    ]
