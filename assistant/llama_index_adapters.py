"""sitrep for LlamaIndex programs: our retrieval as a BaseRetriever, our answers as a CustomQueryEngine.

    with Assistant.open() as sitrep:                       # or Client("http://127.0.0.1:7860")
        nodes = SitrepRetriever(sitrep).retrieve("Combien de civils ont été tués ?")
        response = SitrepQueryEngine(sitrep=sitrep).query("Combien de civils ont été tués ?")
        response.metadata["answer"]                        # the whole Answer as JSON-ready data

No LlamaIndex model, embedding or global setting is used.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, cast

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import Field

from assistant.answer import Answer, Citation, Event, Hit, Scope
from assistant.sitrep import History, Sitrep

_ONLY_FOR_CODE = ["report_id", "start", "end", "marker"]  # said neither to a model nor to an embedder


class SitrepRetriever(BaseRetriever):  # type: ignore[misc]  # llama_index is not typed for us
    """Passages for a question, best first; no chat model is asked. A node's id and text offsets are those of its report."""

    def __init__(self, sitrep: Sitrep, *, scope: Scope | None = None, top_k: int | None = None) -> None:
        super().__init__()
        self._sitrep, self._scope, self._top_k = sitrep, scope, top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = _hits(self._sitrep, query_bundle.query_str, self._scope)
        return [_node(hit, hit.text, hit.score) for hit in hits[: self._top_k]]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class SitrepQueryEngine(CustomQueryEngine):  # type: ignore[misc]
    """Answers with their citations: `response` is the text with its markers, `source_nodes` the quotes, in order of their markers.

    `metadata["status"]` is "answered" or "refused", `metadata["answer"]` the whole `Answer.to_dict()`. A refusal is a response too.
    """

    sitrep: Any = Field(exclude=True, description="an Assistant or a Client")
    scope: Scope | None = None
    history: list[Any] = Field(default_factory=list)

    def custom_query(self, query_str: str) -> Response:
        """Ask one question."""
        answer = cast(Sitrep, self.sitrep).ask(query_str, history=cast(History, self.history), scope=self.scope)
        return _response(answer)

    async def acustom_query(self, query_str: str) -> Response:
        """Ask one question, off the event loop."""
        return await asyncio.to_thread(self.custom_query, query_str)


def _hits(sitrep: Sitrep, question: str, scope: Scope | None) -> tuple[Hit, ...]:
    """The passages found, without waiting for anything to be read."""
    cancel = threading.Event()
    with closing(cast(Generator[Event, None, None], sitrep.stream(question, scope=scope, cancel=cancel))) as events:
        first = next(events, Event("hits"))
        cancel.set()
    return first.answer.hits if first.answer else first.hits


def _response(answer: Answer) -> Response:
    nodes = [_node(cited, cited.quote, _score(cited, answer.hits)) for cited in answer.citations]
    return Response(response=answer.text, source_nodes=nodes, metadata={"status": answer.status, "answer": answer.to_dict()})


def _score(cited: Citation, hits: Sequence[Hit]) -> float | None:
    """The score of the passage that a quote stands in, if it is among the hits."""
    return next((hit.score for hit in hits if hit.report_id == cited.report_id and hit.start <= cited.start and cited.end <= hit.end), None)


def _node(part: Hit | Citation, text: str, score: float | None) -> NodeWithScore:
    metadata: dict[str, Any] = {
        "publisher": part.publisher, "published": part.published, "title": part.title, "source": part.source, "language": part.language,
        "report_id": part.report_id, "start": part.start, "end": part.end,
    }  # fmt: skip
    if isinstance(part, Citation):
        metadata |= {"marker": part.marker, "attributed_to": part.attributed_to}
    node = TextNode(
        id_=f"{part.report_id}:{part.start}-{part.end}", text=text, metadata=metadata, start_char_idx=part.start, end_char_idx=part.end,
        excluded_llm_metadata_keys=_ONLY_FOR_CODE, excluded_embed_metadata_keys=_ONLY_FOR_CODE,
    )  # fmt: skip
    return NodeWithScore(node=node, score=score)
