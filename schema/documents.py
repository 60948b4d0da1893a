"""Parses and validates documents once, by the very rules that every request is held to, and keeps those in use.

Knows no callers. A document that is refused is not kept: the reference refuses it again, in words.
"""

import hashlib

from graphql import GraphQLError, GraphQLSchema, parse, validate

from engine.cache import Cache
from engine.document import Document
from schema.limits import MAX_TOKENS, check_shape

DOCUMENTS = 1_000
DOCUMENT_BYTES = 8 * 1024 * 1024
NODE_BYTES = 100
"""What a parsed document takes for each of its bytes, about."""


class Documents:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._cache: Cache[Document] = Cache(DOCUMENTS, DOCUMENT_BYTES, lambda document: document.size * NODE_BYTES)

    def find(self, text: str) -> tuple[bytes, Document] | None:
        """The document with the digest that names it; None for one that is not valid."""
        encoded = text.encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(encoded).digest()
        document = self._cache.get(digest)
        if document is None:
            document = self._read(text, len(encoded))
            if document is None:
                return None
            self._cache.put(digest, document)
        return digest, document

    @staticmethod
    def digest_of(text: str) -> str:
        """What names the document, for people."""
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _read(self, text: str, size: int) -> Document | None:
        try:
            node = parse(text, max_tokens=MAX_TOKENS)
            check_shape(node)
        except (GraphQLError, RecursionError):
            return None
        return None if validate(self._schema, node) else Document(self._schema, node, size)
