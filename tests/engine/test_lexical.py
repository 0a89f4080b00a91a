from __future__ import annotations

import datetime as dt
import math
import threading

import pytest

from mem0.memory import lexical
from mem0.memory.lexical import analyze, document_weights, query_terms, query_weights


def terms(text: str, language: str | None = None) -> set[int]:
    return set(analyze(text, language))


def dot(query: dict[int, float], document: dict[int, float]) -> float:
    return sum(weight * document.get(term, 0.0) for term, weight in query.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hiking", "hiked"),
        ("Bakery", "bakeries"),
        ("she went", "they go"),
        ("my children", "a child"),
        ("Ana's bike", "ana bike"),
        ("café", "cafe"),
        ("ﬁlm", "film"),
        ("1,000 steps", "1000 step"),
        ("the 8th", "8"),
        ("don’t swim", "don't swim"),
    ],
)
def test_forms_of_a_word_share_a_term(one, other):
    assert terms(one) == terms(other) != set()


@pytest.mark.parametrize("text", ["", "   ", "🎉", "?!…", "the of and", "\x00"])
def test_a_text_without_words_has_no_terms(text):
    assert analyze(text) == {}
    assert query_terms(text) == {}
    assert document_weights(analyze(text)) == {}


def test_counts_are_kept():
    assert max(analyze("tea and tea and more tea").values()) == 3


def test_the_month_is_told_from_the_verb():
    assert terms("we met in May") > terms("we met in it")
    assert terms("it may rain") == terms("it rain")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("en mayo fuimos a la playa", "es"),
        ("im Mai war ich in der Stadt", "de"),
        ("nous y étions en mai", "fr"),
        ("это было в мае", "ru"),
    ],
)
def test_a_month_is_found_in_any_language(text, language):
    month = terms("May")
    assert month <= terms(text)
    assert month <= terms(text, language)


def test_a_date_is_found_by_its_words():
    said = set(lexical.date_terms(dt.datetime(2023, 5, 8, tzinfo=dt.UTC)))
    assert said == terms("May 8th, 2023")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where did you go with the dog", "en"),
        ("¿dónde está la casa de mi madre?", "es"),
        ("où est-ce que tu habites dans cette ville", "fr"),
        ("ich habe gestern mit der Oma gesprochen", "de"),
        ("eu não sei onde você mora", "pt"),
        ("non so perché della casa è nella via", "it"),
        ("ik heb het niet naar de markt gebracht", "nl"),
    ],
)
def test_the_language_is_told_by_small_words(text, language):
    assert lexical.language_of(text) == language


def test_a_text_without_small_words_has_no_language():
    assert lexical.language_of("Madrid tapas") is None


def test_a_short_query_finds_a_word_stored_in_another_language():
    document = terms("Gracias, ayer la fiesta fue muy divertida en casa de mi tía")
    assert document & set(query_terms("fiestas divertidas"))


def test_a_word_of_the_query_weighs_more_than_its_form_in_another_language():
    weights = query_terms("fiestas divertidas")
    assert set(weights.values()) == {1.0, lexical.VARIANT}


@pytest.mark.parametrize(
    ("query", "document", "stranger"),
    [
        ("東京", "私は東京に行った", "京都の東に住む"),
        ("猫", "黒猫が好きです", "黒犬が好きです"),
        ("서울", "서울에서 살아요", "부산에서 왔어요"),
        ("ข้าวผัด", "ผมชอบกินข้าวผัดมาก", "เขาไปโรงเรียน"),
    ],
)
def test_unspaced_scripts_are_found_inside_a_sentence(query, document, stranger):
    asked = query_weights(query_terms(query), {}, 0)
    found = dot(asked, document_weights(analyze(document)))
    assert found > dot(asked, document_weights(analyze(stranger)))


def test_vowel_points_do_not_matter():
    assert terms("كَتَبَ") == terms("كتب")
    assert terms("בַּיִת") == terms("בית")


def test_ids_fit_the_sparse_vector_and_are_stable():
    ids = terms("a rather long sentence about zebras, 2023 and Škoda cars")
    assert all(1 <= term < lexical.SPARSE_DIMENSIONS for term in ids)
    # CRC-32's published check value: what is stored must be found by later releases.
    assert lexical.term_id("123456789") == 0xCBF43926 % 999_999_999 + 1


def test_two_halves_are_bm25():
    counts = analyze("tea tea biscuit")
    (tea,) = terms("tea")
    length, tf = 3, 2
    slope = lexical.K1 * (1 - lexical.B + lexical.B * length / lexical.OWN_LENGTH)
    expected = tf * (lexical.K1 + 1) / (tf + slope)
    assert document_weights(counts)[tea] == pytest.approx(expected)
    df, n = 4 + lexical.PRIOR_FREQUENCY, 96 + lexical.PRIOR_DOCUMENTS
    idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
    assert query_weights({tea: 1.0}, {tea: 4}, 96) == {tea: pytest.approx(idf)}


def test_a_document_keeps_its_heaviest_terms_only():
    counts = dict.fromkeys(range(1, 3000), 1) | {2999: 5}
    kept = document_weights(counts)
    assert len(kept) == lexical.MAX_TERMS
    assert 2999 in kept


def test_a_rare_word_weighs_more_than_a_common_one():
    weights = query_weights({1: 1.0, 2: 1.0}, {1: 900, 2: 3}, 1000)
    assert weights[2] > 2 * weights[1] > 0


def test_an_empty_project_weighs_all_words_alike():
    weights = query_weights({1: 1.0, 2: 1.0}, {}, 0)
    assert weights[1] == weights[2] > 1


@pytest.mark.parametrize("documents", [0, 1, 10, 10_000])
def test_idf_stays_positive_when_counts_run_ahead_of_documents(documents):
    assert lexical.idf(50_000, documents) > 0


def test_the_mass_of_a_query_leaves_out_other_forms():
    asked = query_terms("fiestas divertidas")
    weights = query_weights(asked, {}, 0)
    own = [term for term, weight in asked.items() if weight == 1.0]
    assert lexical.query_mass(asked, weights) == sum(weights[t] for t in own)


def test_threads_share_the_stemmers():
    texts = [f"{word}ing {word}ed" for word in ("walk", "jump", "climb", "paint")]
    wanted = [frozenset({lexical.term_id(w[: w.index("ing")])}) for w in texts]
    lexical._ids.cache_clear()
    wrong: list[str] = []

    def work(text: str, expected: frozenset[int]) -> None:
        for n in range(200):
            found = set(analyze(f"{text} {text[:4]}{n}zzings"))
            if not expected <= found:
                wrong.append(text)

    threads = [
        threading.Thread(target=work, args=pair)
        for pair in zip(texts, wanted, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
