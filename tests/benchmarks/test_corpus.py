"""The documents and questions of the benchmarks are the same each time, and like the product's own."""

from itertools import islice

from benchmarks import corpus, queries

COUNT = 1_500


def test_a_corpus_is_the_same_each_time_and_a_smaller_one_is_its_beginning() -> None:
    documents = list(corpus.documents(300))

    assert documents == list(islice(corpus.documents(COUNT), 300))
    assert documents[20:] == [corpus.document(number) for number in range(20, 300)]
    assert len({document.key for document in documents}) == 300


def test_another_seed_makes_other_documents() -> None:
    assert list(corpus.documents(20)) != list(corpus.documents(20, seed=2))


def test_documents_have_the_facets_of_the_search_page() -> None:
    fields = {name for document in corpus.documents(COUNT) for name in document.facets}

    assert fields == set(queries.ALL_FACETS)


def test_questions_are_the_same_each_time_and_of_documents_of_the_corpus() -> None:
    questions = queries.mix(COUNT, per_class=4)

    assert questions == queries.mix(COUNT, per_class=4)
    assert [question.kind for question in questions] == [*queries.CLASSES] * 4
    assert {question.target for question in questions} <= {document.key for document in corpus.documents(COUNT)}
