"""What the operator's settings mean to the operations that are let in."""

from schema.admission import Admission
from schema.budgets import Budgets
from schema.documents import NOTHING_TRUSTED, DocumentRefused, Trusted, trust
from schema.execution import Schema
from schema.limits import Limits, TrustedOnly
from schema.persisted import Persisted
from server.manifest import ManifestError, read_manifest
from server.settings import Settings


def admission_by(settings: Settings, schema: Schema, budgets: Budgets | None = None) -> Admission:
    """Who lets operations in. ManifestError for a manifest that does not fit the schema."""
    return Admission(
        schema._schema,
        limits_in(settings),
        Persisted(settings.persisted_queries),
        _trusted(settings, schema),
        TrustedOnly(settings.trusted_only),
        budgets,
    )


def budgets_in(settings: Settings) -> Budgets:
    """What callers may spend, on whatever they ask for."""
    return Budgets(settings.cost_budget, settings.cost_restore_rate)


def limits_in(settings: Settings) -> Limits:
    """The bounds of one operation and one caller."""
    return Limits(
        document_chars=settings.max_document_chars,
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        fields=settings.max_fields,
        aliases=settings.max_aliases,
        directives=settings.max_directives,
        definitions=settings.max_definitions,
        inputs=settings.max_inputs,
        variables=settings.max_variables,
        cost=settings.max_cost,
        budget=settings.cost_budget,
        restored_per_s=settings.cost_restore_rate,
    )


def _trusted(settings: Settings, schema: Schema) -> Trusted:
    path = settings.trusted_documents
    if path is None:
        return NOTHING_TRUSTED
    try:
        return trust(schema._schema, read_manifest(path))
    except DocumentRefused as refusal:
        raise ManifestError(f"TRUSTED_DOCUMENTS: {path}: the entry {refusal}") from None
