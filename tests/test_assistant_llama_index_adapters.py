"""sitrep inside LlamaIndex programs, through LlamaIndex's own interfaces."""

import asyncio
import json
import os

import pytest
from fake_assistant import BREAD_EN, CIVILIANS_EN, FOLLOW_UP_EN, HAMA_EN, REPORTS, SCRIPT, SLOW_EN, TOLL_FR, FakeAssistant
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import MetadataMode, QueryBundle

from assistant.answer import Answer, Scope
from assistant.llama_index_adapters import SitrepQueryEngine, SitrepRetriever

TEXTS = {report.report_id: report.text for report in REPORTS}


@pytest.fixture
def fake():
    return FakeAssistant(delay=0)


def test_the_retriever_gives_passages_with_where_they_stand(fake):
    retriever = SitrepRetriever(fake)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve(TOLL_FR)
    assert [node.score for node in nodes] == [hit.score for hit in SCRIPT[TOLL_FR].hits]
    for node, hit in zip(nodes, SCRIPT[TOLL_FR].hits, strict=True):
        assert node.text == hit.text == TEXTS[node.metadata["report_id"]][node.node.start_char_idx : node.node.end_char_idx]
        assert (node.metadata["publisher"], node.metadata["published"]) == (hit.publisher, hit.published)


def test_the_retriever_asks_no_model(fake):
    fake.delay = 60
    assert len(SitrepRetriever(fake).retrieve(SLOW_EN)) == 1
    assert len(SitrepRetriever(fake).retrieve(HAMA_EN)) == 2


def test_ids_are_the_same_in_every_run(fake):
    first, second = (SitrepRetriever(fake).retrieve(TOLL_FR) for _ in range(2))
    assert [node.node_id for node in first] == [node.node_id for node in second]
    assert len({node.node_id for node in first}) == 3


def test_scope_and_number_narrow(fake):
    scope = Scope(languages=("fr",))
    assert len(SitrepRetriever(fake, scope=scope, top_k=2).retrieve(QueryBundle(TOLL_FR))) == 2
    assert fake.calls[0].scope == scope


def test_offsets_are_not_told_to_a_model(fake):
    told = SitrepRetriever(fake).retrieve(CIVILIANS_EN)[0].node.get_content(MetadataMode.LLM)
    assert "sitrep desk" in told and "report_id" not in told and "start:" not in told


def test_the_query_engine_gives_the_answer_and_its_quotes(fake):
    engine = SitrepQueryEngine(sitrep=fake)
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query(CIVILIANS_EN)
    assert str(response) == SCRIPT[CIVILIANS_EN].text
    assert [node.text for node in response.source_nodes] == [cited.quote for cited in SCRIPT[CIVILIANS_EN].citations]
    assert [node.metadata["marker"] for node in response.source_nodes] == [1, 2]
    assert response.source_nodes[0].score == SCRIPT[CIVILIANS_EN].hits[0].score
    assert Answer.from_dict(json.loads(json.dumps(response.metadata["answer"]))) == SCRIPT[CIVILIANS_EN]


def test_a_refusal_is_a_response(fake):
    response = SitrepQueryEngine(sitrep=fake).query(BREAD_EN)
    assert response.metadata["status"] == "refused" and response.source_nodes == []
    assert str(response) == SCRIPT[BREAD_EN].refusal.message


def test_history_and_scope_reach_the_assistant(fake):
    engine = SitrepQueryEngine(sitrep=fake, history=["How many were displaced?"], scope=Scope(places=("Idlib",)))
    assert engine.query(FOLLOW_UP_EN).metadata["status"] == "answered"
    assert (fake.calls[0].history, fake.calls[0].scope) == (("How many were displaced?",), Scope(places=("Idlib",)))


def test_both_work_from_asyncio(fake):
    async def both():
        return await SitrepRetriever(fake).aretrieve(TOLL_FR), await SitrepQueryEngine(sitrep=fake).aquery(TOLL_FR)

    nodes, response = asyncio.run(both())
    assert len(nodes) == 3 and str(response) == SCRIPT[TOLL_FR].text


def test_the_retriever_fits_into_llama_indexs_own_engine(fake):
    engine = RetrieverQueryEngine.from_args(SitrepRetriever(fake), llm=MockLLM())
    response = engine.query(CIVILIANS_EN)
    assert [node.metadata["source"] for node in response.source_nodes] == ["seeds/aleppo.en.md"]
    assert "OPENAI_API_KEY" not in os.environ
