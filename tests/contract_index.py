"""What every form of the index must do: Chroma in process and Chroma on a server. Subclasses give the fixture `settings`."""

from dataclasses import replace

import numpy as np
import pytest
from fake_embedder import WordsEmbedder

from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex, Entry
from ingest.errors import IndexMismatch
from ingest.report import Report
from ingest.settings import Settings
from ingest.split import passages

EMBEDDER = WordsEmbedder()


def entry(report_id: str, text: str, **given: object) -> Entry:
    report = replace(Report(report_id, f"{report_id}.txt", text, publisher="Efe", published="2024-11-29", language="en"), **given)
    cut = passages(report)
    return Entry(report, cut, EMBEDDER.passages([p.text for p in cut]))


def put(index: ChromaIndex, archive: Archive, *entries: Entry) -> None:
    ids = [each.report.report_id for each in entries]
    index.replace(ids, entries)
    archive.indexed(ids)


class IndexContract:
    @pytest.fixture
    def archive(self, settings: Settings):
        with Archive.open(settings.home) as archive:
            yield archive

    @pytest.fixture
    def index(self, settings: Settings, archive: Archive):
        with ChromaIndex.open(settings, EMBEDDER, archive, write=True) as index:
            yield index

    def test_an_empty_index_finds_nothing(self, settings, archive):
        with ChromaIndex.open(settings, EMBEDDER, archive) as reader:
            assert reader.count() == 0
            assert reader.nearest(EMBEDDER.query("anything"), 5) == []

    def test_the_nearest_comes_first_with_its_cosine(self, index, archive):
        texts = ["Rebels took the town of Saraqib.", "A hospital in Homs was hit.", "Bread is scarce in Deir Ezzor."]
        put(index, archive, *(entry(f"r{n}", text) for n, text in enumerate(texts)))
        question = EMBEDDER.query("Which hospital was hit in Homs?")
        found = index.nearest(question, 2)
        assert found[0][0] == "r1:0" and len(found) == 2
        assert found[0][1] == pytest.approx(float(EMBEDDER.query(texts[1]) @ question), abs=1e-3)
        assert index.nearest(EMBEDDER.query(texts[2]), 99)[0] == ("r2:0", pytest.approx(1, abs=1e-3))
        assert len(index.nearest(question, 99)) == 3

    def test_writing_a_report_again_leaves_no_stale_passage(self, index, archive):
        long = " ".join(f"Sentence {n} tells of village {n}." for n in range(9))
        put(index, archive, entry("r1", long), entry("r2", "Another report."))
        assert index.count() == 4
        put(index, archive, entry("r1", "Sentence 1 was changed to rain."))
        assert index.count() == 2
        assert index.nearest(EMBEDDER.query("Sentence 1 was changed to rain."), 1)[0] == ("r1:0", pytest.approx(1, abs=1e-3))

    def test_a_report_without_entry_is_taken_out(self, index, archive):
        put(index, archive, entry("r1", "One."), entry("r2", "Two."))
        index.replace(["r1", "never there"], [])
        assert [passage_id for passage_id, _ in index.nearest(EMBEDDER.query("One. Two."), 9)] == ["r2:0"]

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            ({"report_id": "r2"}, {"r2"}),
            ({"report_id": {"$in": ["r1", "r3", "gone"]}}, {"r1", "r3"}),
            ({"language": "fr"}, {"r2"}),
            ({"publisher": "SANA"}, {"r3"}),
            ({"date_to": {"$lte": 20130101}}, {"r5"}),
            ({"date_from": {"$gte": 20241201}}, {"r2"}),
            ({"$and": [{"date_to": {"$gte": 20241115}}, {"date_from": {"$lte": 20241130}}]}, {"r1", "r3"}),
        ],
    )
    def test_what_is_known_of_a_report_narrows_the_search(self, index, archive, where, expected):
        put(
            index,
            archive,
            entry("r1", "The toll of the day."),
            entry("r2", "The toll of the day.", language="fr", published="2024-12-01"),
            entry("r3", "The toll of the day.", publisher="SANA", published="2024-12-03", dateline="2024-11"),
            entry("r4", "The toll of the day.", published=""),
            entry("r5", "The toll of the day.", published="2012", publisher="X"),
        )
        found = index.nearest(EMBEDDER.query("toll"), 10, where)
        assert {passage_id.split(":")[0] for passage_id, _ in found} == expected

    def test_what_was_written_is_there_after_closing(self, settings, archive):
        with ChromaIndex.open(settings, EMBEDDER, archive, write=True) as writer:
            put(writer, archive, entry("r1", "Rebels took Saraqib."))
        with ChromaIndex.open(settings, EMBEDDER, archive) as reader:
            assert reader.nearest(EMBEDDER.query("Saraqib"), 1)[0][0] == "r1:0"

    def test_an_open_reader_finds_what_a_writer_adds_and_removes(self, settings, archive, index):
        with ChromaIndex.open(settings, EMBEDDER, archive) as reader:
            for text in ("Rebels took Saraqib.", "Soldiers left Khan Tuman."):
                put(index, archive, entry("r1", text))
                assert reader.nearest(EMBEDDER.query(text), 1)[0] == ("r1:0", pytest.approx(1, abs=1e-3))
            index.replace(["r1"], [])
            archive.indexed(["r1"])
            assert reader.nearest(EMBEDDER.query("Saraqib"), 1) == []

    @pytest.mark.parametrize("other", [WordsEmbedder("other"), WordsEmbedder("words", 32)])
    def test_another_embedder_is_refused_until_the_index_is_cleared(self, settings, archive, index, other):
        put(index, archive, entry("r1", "Rebels took Saraqib."))
        with pytest.raises(IndexMismatch, match="sitrep reindex") as failure:
            ChromaIndex.open(settings, other, archive)
        assert "\n" not in str(failure.value) and "words (64 dimensions)" in str(failure.value)
        index.close()
        with ChromaIndex.open(settings, other, archive, write=True) as cleared:
            cleared.clear()
            cleared.check()
            assert cleared.count() == 0

    def test_more_passages_than_one_request_takes(self, index, archive, monkeypatch):
        monkeypatch.setattr("ingest.chroma_index._WRITE", 4)
        text = "\n\n".join(f"Number {n} of the list." for n in range(30))
        put(index, archive, entry("r1", text))
        assert index.count() == 10
        put(index, archive, entry("r1", "Only this."))
        assert index.count() == 1

    def test_every_passage_of_many_is_found_by_its_own_vector(self, index, archive):
        draw = np.random.default_rng(7)
        vectors = draw.normal(size=(300, 64)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        made = entry("r1", "\n\n".join(f"Number {n} of the list." for n in range(900)))
        put(index, archive, Entry(made.report, made.passages, vectors))
        found = [index.nearest(vector, 1)[0][0] for vector in vectors]
        assert found == [passage.passage_id for passage in made.passages]
