"""A small archive of made-up reports with an assistant over it: scripted model, words for an embedder, everything else real."""

from pathlib import Path

from fake_embedder import WordsEmbedder

from assistant.chat_model import ChatModel
from assistant.pipeline import Assistant
from assistant.retrieve import Library
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.pipeline import ingest_all
from ingest.settings import Settings

BRIDGE = """---
title: Bridge hit at Qasra
publisher: Morning Wire
published: 2031-03-04
language: en
---

Shells hit the bridge at Qasra on Tuesday. At least 12 civilians were killed and 30 wounded, the Qasra Health Office said.
The market was closed.
"""
LATER = """---
title: Qasra toll rises
publisher: Evening Post
published: 2031-03-06
language: en
---

The toll of the shelling of the bridge at Qasra rose to 17 civilians killed, the Red Cross said. Rescuers looked for the missing.
"""
HARBOUR = """---
title: Le port de Belmar
publisher: Le Quai
published: 2031-05-01
language: fr
---

Le capitaine Odran Velt dirige le port de Belmar. Quarante bateaux y sont à quai depuis lundi.
"""


def write(folder: Path, **texts: str) -> list[str]:
    """The reports as Markdown files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.md") for name in texts]


def open_desk(tmp_path: Path, model: ChatModel, **texts: str) -> Assistant:
    """An assistant over these reports."""
    settings, embedder = Settings(home=tmp_path / "home"), WordsEmbedder()
    if texts:
        summary = ingest_all(write(tmp_path / "in", **texts), settings, embedder=embedder)
        assert not summary.failed, summary.failed
    archive = Archive.open(settings.home)
    return Assistant(settings, Library(archive, ChromaIndex.open(settings, embedder, archive), embedder), model)
