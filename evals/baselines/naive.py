"""What a user would write in thirty lines with LlamaIndex, Chroma and the same model: the baseline of every table.

Its citation chunks are cut small (CHUNK tokens), so that its quotes are short enough to ground an answer, and an answer that cites
nothing counts as a refusal: both are kinder to it than its defaults.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import LLM, CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import NodeWithScore
from llama_index.llms.ollama import Ollama
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from assistant.answer import Answer, Citation, Claim, Hit, Refusal, Trace
from assistant.chat_model import ChatModel, Message
from ingest.embed import Embedder
from ingest.language import detect
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from ingest.settings import Settings

CHUNK = 100  # tokens of a citation: about 450 characters
FOUND = 5
_WRITTEN = 300


class Naive:
    """The baseline over an assistant's reports, with its embedder and its model; its index lies in `folder`."""

    def __init__(self, assistant: Assistant, folder: Path) -> None:
        self._reports = assistant.reports()
        model = llm(assistant.model, assistant.settings)
        self.engine, self.name = engine(self._reports, assistant.library.embedder, model, folder)

    def reports(self) -> list[Report]:
        """The reports it answers from."""
        return self._reports

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer one question; the earlier ones are put before it."""
        start = time.monotonic()
        response = self.engine.query("\n".join([*history, question]))
        taken = time.monotonic() - start
        return answer(question, str(response), response.source_nodes, {r.report_id: r for r in self._reports}, taken, self.name)


def engine(reports: Sequence[Report], embedder: Embedder, model: LLM, folder: Path) -> tuple[CitationQueryEngine, str]:
    """LlamaIndex's citation engine over these reports, and its model's name."""
    documents = [Document(text=r.text, metadata={"report_id": r.report_id}) for r in reports]
    store = ChromaVectorStore.from_params(collection_name="naive", persist_dir=str(folder / "chroma"))
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=_Embedding(embedder),
        transformations=[SentenceSplitter(chunk_size=CHUNK * 2, chunk_overlap=0)],
    )
    made = CitationQueryEngine.from_args(
        index, llm=model, similarity_top_k=FOUND, citation_chunk_size=CHUNK, citation_chunk_overlap=0, embed_model=_Embedding(embedder)
    )
    return made, model.metadata.model_name


def llm(model: ChatModel, settings: Settings) -> LLM:
    """The assistant's model as LlamaIndex takes it: through its own Ollama class, or the embedded one wrapped."""
    if not model.name.startswith("ollama/"):
        return _Embedded(model)
    return Ollama(
        model=model.name.removeprefix("ollama/"),
        base_url=settings.ollama_url,
        temperature=0.0,
        context_window=settings.num_ctx,
        request_timeout=600.0,
        additional_kwargs={"seed": settings.seed, "num_predict": _WRITTEN},
    )


def answer(
    question: str, text: str, nodes: Sequence[NodeWithScore], reports: dict[str, Report], seconds: float, model: str
) -> Answer:
    """A LlamaIndex response as our Answer: its markers are the numbers of the source nodes; without any it is a refusal."""
    sources = [_source(node, reports) for node in nodes]
    markers = sorted({int(n) for group in re.findall(r"\[([\d, ]+)\]", text) for n in re.findall(r"\d+", group)})
    cited = tuple(_citation(n, *sources[n - 1]) for n in markers if 1 <= n <= len(sources))
    hits = tuple(_hit(report, start, end, node.score or 0.0) for node, (report, start, end) in zip(nodes, sources, strict=True))
    trace = Trace(model, "llama-index", seconds={"total": round(seconds, 4)})
    language = detect(question)
    if not cited:
        return Answer(question, language, "refused", text, refusal=Refusal("no_evidence", text), hits=hits, trace=trace)
    return Answer(question, language, "answered", text, (Claim(text, tuple(c.marker for c in cited)),), cited, hits=hits, trace=trace)


def _source(node: NodeWithScore, reports: dict[str, Report]) -> tuple[Report, int, int]:
    """The report a citation node was cut from, and where its words stand in it."""
    report = reports[str(node.node.metadata["report_id"])]
    words = re.sub(r"\ASource \d+:\n", "", node.node.get_content()).strip()
    start = report.text.find(words)
    return (report, start, start + len(words)) if start >= 0 else (report, 0, 0)


def _citation(marker: int, report: Report, start: int, end: int) -> Citation:
    head = (report.report_id, report.source, report.title, report.publisher, report.date, report.language)
    return Citation(marker, *head, report.text[start:end], start, end)


def _hit(report: Report, start: int, end: int, score: float) -> Hit:
    head = (report.report_id, report.source, report.title, report.publisher, report.date, report.language)
    return Hit(*head, report.text[start:end], start, end, score)


class _Embedding(BaseEmbedding):  # type: ignore[misc]  # llama_index is not typed for us
    """Our embedder as LlamaIndex takes it."""

    _embedder: Any = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name)
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in vector] for vector in self._embedder.passages(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._embedder.query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class _Embedded(CustomLLM):  # type: ignore[misc]
    """Our chat model as LlamaIndex takes it."""

    _model: Any = PrivateAttr()

    def __init__(self, model: ChatModel) -> None:
        super().__init__()
        self._model = model

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self._model.context, num_output=_WRITTEN, model_name=self._model.name)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self._model.complete([Message("user", prompt)], max_tokens=_WRITTEN).text)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        raise NotImplementedError("the baseline does not stream")
