"""The whole statement of an operation: the guards around what `render` writes, and what is to be done with its bytes.

The statement gives one row with one column: the answer's bytes, or NULL when the caller is no longer known as they
were (the policy has moved on, or the credential has ended) or when the texts would be too much. Verified in the same
snapshot as the answer is read in, so it costs no statement of its own.
"""

from dataclasses import dataclass

from engine.catalog.declare import Row
from engine.catalog.leaves import BROKEN, MARK
from engine.parameters import Expiry, Inputs, Revision
from engine.plan import Plan
from engine.render import Writer
from engine.sql import TRUE, Fragment, Query, all_of, bind, number, numbered, sql, text_of
from engine.weigh import MAX_SHOWN_BYTES, WEIGHED_FROM_BYTES, most_bytes, weight
from policies.access import Access

PREFIX, SUFFIX = '{"data":', "}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is sent to the database, and what its answer needs."""

    plan: Plan
    query: Query
    has_marks: bool
    can_break: bool

    def bound(self, inputs: Inputs) -> list[object]:
        """The values, in the order of the parameters. Irregular for what cannot be bound."""
        return [parameter.value(inputs) for parameter in self.query.parameters]


def compile_plan(plan: Plan, access: Access) -> Statement:
    """The statement of the plan for callers whose answers have the form of this one's."""
    writer = Writer(access.answer)
    written = writer.write_object(plan.fields, Row())
    text = text_of((PREFIX, *written, SUFFIX))
    guard = all_of([*_known(access), *_light(plan, writer)])
    query = numbered(sql("SELECT {bytes}", bytes=_guarded(guard, sql("convert_to({text}, 'UTF8')", text=text))))
    return Statement(
        plan,
        query,
        has_marks=MARK in query.text,
        can_break=BROKEN in query.text,
    )


def _guarded(guard: Fragment, answer: Fragment) -> Fragment:
    return answer if guard == TRUE else sql("CASE WHEN {guard} THEN {answer} END", guard=guard, answer=answer)


def _known(access: Access) -> list[Fragment]:
    """Who signed in must still be who they were when their rights were read."""
    if not access.principal.is_signed_in:
        return []
    return [
        sql("(SELECT p.revision FROM policy_revision p) = {revision}", revision=bind(Revision())),
        sql("extract(epoch FROM now()) < {expiry}", expiry=bind(Expiry())),
    ]


def _light(plan: Plan, writer: Writer) -> list[Fragment]:
    if most_bytes(plan) <= WEIGHED_FROM_BYTES:
        return []
    return [sql("{weight} <= {most}", weight=weight(plan, writer), most=number(MAX_SHOWN_BYTES))]
