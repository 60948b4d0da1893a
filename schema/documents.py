"""Finds the document that an operation names, by its text or by a hash, and parses and validates each text once.

    text                       checked (schema/scan.py), parsed, validated, kept while in use
    text with its SHA-256      the same, and may be kept for those who name it by its hash
    hash or id alone           a trusted document, or one that was sent before

Knows no callers. A document that is refused is not kept. Trusted documents (the operator's manifest) are parsed and
validated when the server starts and never after.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError

from engine.cache import Cache
from engine.document import Document
from engine.document import Operation as Chosen
from schema.budgets import Caller
from schema.errors import MAX_TOLD
from schema.execution import Operation
from schema.limits import Limits
from schema.persisted import Persisted
from schema.scan import check_text

DOCUMENTS = 1_000
DOCUMENT_BYTES = 8 * 1024 * 1024
NODE_BYTES = 100
"""What a parsed document takes for each of its bytes, about."""
# Fields of one response name are compared with each other. The library's own bound lets a document take seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 20_000
ABORTED = (
    "The document repeats the same fields, or spreads fragments in each other, too often to be checked; "
    "ask for each field once, or divide the document."
)
NOT_FOUND = GraphQLError("PersistedQueryNotFound", extensions={"code": "PERSISTED_QUERY_NOT_FOUND"})
NOT_SUPPORTED = GraphQLError("PersistedQueryNotSupported", extensions={"code": "PERSISTED_QUERY_NOT_SUPPORTED"})
MISMATCH = GraphQLError(
    "sha256Hash is not the SHA-256 of query.",
    extensions={"code": "PERSISTED_QUERY_HASH_MISMATCH"},
)
UNTRUSTED = GraphQLError(
    "Only trusted documents are taken here: name one of the server's manifest.",
    extensions={"code": "DOCUMENT_NOT_TRUSTED"},
)


class DocumentRefused(Exception):
    """A document that is not executed, and why in GraphQL's words. The message is the first of them.

    `node` is the document, where a caller's schema may have more to say about it, and `chosen` its operation, where
    the whole schema has nothing against it; `chars` is its length, where it took the work of a validation to find out.
    """

    def __init__(
        self, *errors: GraphQLError, node: DocumentNode | None = None, chosen: Chosen | None = None, chars: int = 0
    ) -> None:
        super().__init__(errors[0].message)
        self.errors = errors
        self.node = node if chosen is None else chosen.document
        self.chosen = chosen
        self.chars = chars


class Known(NamedTuple):
    """A valid document with the digest of its text. `sha256` is what its client wants to call it by from now on."""

    digest: bytes
    document: Document
    text: str
    is_trusted: bool = False
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Trusted:
    """Documents that the operator vouches for: by the ids of the manifest, and by the digests of their texts."""

    by_id: Mapping[str, Known]
    by_digest: Mapping[bytes, Known]


NOTHING_TRUSTED = Trusted({}, {})


class Documents:
    """The documents of one schema."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        persisted: Persisted | None = None,
        trusted: Trusted = NOTHING_TRUSTED,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._trusted = trusted
        self._persisted = persisted or Persisted(0)
        self._cache: Cache[Document] = Cache(DOCUMENTS, DOCUMENT_BYTES, lambda document: document.size * NODE_BYTES)

    def find(self, operation: Operation, *, only_trusted: bool = False) -> Known:
        """The document. DocumentRefused for one that is unknown, not trusted where it must be, too large, or wrong."""
        if not operation.query:
            return self._named(operation.document_id or "", only_trusted)
        encoded = operation.query.encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(encoded).digest()
        if operation.document_id is not None and operation.document_id.lower() != digest.hex():
            raise DocumentRefused(MISMATCH)
        trusted = self._trusted.by_digest.get(digest)
        if trusted is not None:
            return trusted
        if only_trusted:
            raise DocumentRefused(UNTRUSTED)
        document = self._read(digest, operation.query, len(encoded))
        return Known(digest, document, operation.query, sha256=operation.document_id and digest.hex())

    def _named(self, name: str, only_trusted: bool) -> Known:
        sha256 = name.removeprefix("sha256:").lower()
        trusted = self._trusted.by_id.get(name) or self._trusted.by_id.get(sha256)
        if trusted is not None:
            return trusted
        if only_trusted:
            raise DocumentRefused(UNTRUSTED)
        text = self._persisted.get(sha256)
        if text is None:
            raise DocumentRefused(NOT_FOUND if self._persisted.is_on else NOT_SUPPORTED)
        digest = digest_of(text)
        return Known(digest, self._read(digest, text, len(text)), text)

    def admit(self, sha256: str, text: str, caller: Caller) -> None:
        """Keeps a document that `find` has found for those who name it by its hash."""
        self._persisted.admit(sha256, text, caller)

    def _read(self, digest: bytes, text: str, size: int) -> Document:
        document = self._cache.get(digest)
        if document is None:
            document = read_document(self._schema, text, size, self._limits)
            self._cache.put(digest, document)
        return document


def read_document(schema: GraphQLSchema, text: str, size: int, limits: Limits | None = None) -> Document:
    """The valid document of a text, within limits where there are any. DocumentRefused saying all that is wrong."""
    try:
        if limits is not None:
            check_text(text, limits)
        node = parse(text)
        errors = validate(schema, node, max_errors=MAX_TOLD)
    except GraphQLError as error:
        raise DocumentRefused(error) from None
    except RecursionError:
        raise DocumentRefused(GraphQLError("The document nests too deeply to be read.")) from None
    if any(map(_is_unexplained, errors)):
        # Whatever else was found is the whole schema's word, and nobody can say it in the words of a caller's.
        raise DocumentRefused(GraphQLError(ABORTED), chars=len(text))
    if errors:
        raise DocumentRefused(*errors, node=node, chars=len(text))
    return Document(schema, node, size)


def _is_unexplained(error: GraphQLError) -> bool:
    return isinstance(error, ValidationAbortedError) and error.message == "Validation aborted."


def digest_of(text: str) -> bytes:
    """What names a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def trust(schema: GraphQLSchema, manifest: Mapping[str, str]) -> Trusted:
    """The documents of a manifest, by id. DocumentRefused for the first that is not valid, naming it."""
    by_id = {}
    for name, text in manifest.items():
        try:
            document = read_document(schema, text, len(text))
        except DocumentRefused as refusal:
            raise DocumentRefused(GraphQLError(f"{name}: {refusal}")) from None
        by_id[name.removeprefix("sha256:")] = Known(digest_of(text), document, text, is_trusted=True)
    return Trusted(by_id, {known.digest: known for known in by_id.values()})
