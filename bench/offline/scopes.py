"""A conversation as a store holds it: rows with two vectors and two sparse vectors.

Everything is made by the product's own modules, then laid out as matrices, so that all
questions of a conversation are answered by four products.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from bench.offline.conversations import Conversation
from mem0.embeddings.local import LocalEmbedder
from mem0.memory import context, lexical
from mem0.memory.context import Part
from mem0.memory.ranking import Floats, session_prior
from mem0.memory.types import Message

EMBEDDER = LocalEmbedder()


@dataclass(frozen=True)
class Scope:
    """One conversation's rows."""

    conversation: Conversation
    messages: list[Message]
    evidence: list[frozenset[int]]
    parts: list[Part]
    contexts: list[list[Part]]


def scope_of(
    conversation: Conversation,
    *,
    radius: int = context.WINDOW,
    order: list[int] | None = None,
) -> Scope:
    """Rows of a conversation, in another `order` if given (then without episodes)."""
    order = order or list(range(len(conversation.messages)))
    place = {old: new for new, old in enumerate(order)}
    messages = [conversation.messages[i] for i in order]
    evidence = [frozenset(place[i] for i in q.evidence) for q in conversation.questions]
    vectors = EMBEDDER.embed([context.own_text(m) for m in messages])
    parts = [
        Part(v, context.message_terms(m))
        for v, m in zip(vectors, messages, strict=True)
    ]
    return Scope(
        conversation, messages, evidence, parts, _contexts(messages, parts, radius)
    )


def _contexts(
    messages: list[Message], parts: list[Part], radius: int
) -> list[list[Part]]:
    """The window of every message inside its episode, told by the gap in time."""
    start, contexts = 0, []
    for i, message in enumerate(messages):
        if i and not context.continues(messages[i - 1].said_at, message.said_at):
            start = i
        end = i + 1
        while (
            end < len(messages)
            and end <= i + radius
            and context.continues(messages[end - 1].said_at, messages[end].said_at)
        ):
            end += 1
        near = context.window([i - start], end - start, radius)
        contexts.append([parts[start + p] for p in near])
    return contexts


@dataclass(frozen=True)
class Answers:
    """The raw arms of all questions, each questions × rows, and their idf masses."""

    scope: Scope
    arms: dict[str, Floats]
    masses: list[float]


def _sparse(rows: list[dict[int, float]], columns: dict[int, int]) -> Floats:
    matrix = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for term, weight in row.items():
            if term in columns:
                matrix[i, columns[term]] = weight
    return matrix


def ask(scope: Scope) -> Answers:
    """All questions of a scope, with the idf of its rows."""
    texts = [q.text for q in scope.conversation.questions]
    terms = [lexical.query_terms(text) for text in texts]
    df = Counter(t for part in scope.parts for t in part.terms)
    asked = [lexical.query_weights(t, df, len(scope.parts)) for t in terms]
    masses = [lexical.query_mass(t, w) for t, w in zip(terms, asked, strict=True)]
    columns = {t: i for i, t in enumerate({t for q in asked for t in q})}
    query = _sparse(asked, columns)
    vectors = np.array(EMBEDDER.embed(texts, query=True))
    own = [lexical.document_weights(p.terms) for p in scope.parts]
    around = [
        context.context_weights([p.terms for p in members])
        for members in scope.contexts
    ]
    arms = {
        "dense": vectors @ np.array([p.vector for p in scope.parts]).T,
        "context_dense": vectors
        @ np.array(
            [context.context_vector([p.vector for p in m]) for m in scope.contexts]
        ).T,
        "lexical": query @ _sparse(own, columns).T,
        "context_lexical": query @ _sparse(around, columns).T,
    }
    episodes = [m.episode_id for m in scope.messages]
    arms["session"] = np.array(
        [session_prior(row, episodes) for row in arms["lexical"]]
    )
    return Answers(scope, arms, masses)
