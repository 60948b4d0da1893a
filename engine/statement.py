"""The whole statement of an operation: the guards around what `render` writes, and what is to be done with its bytes.

The statement gives one row with one column: the answer's bytes, or NULL when the caller is no longer known as they
were (the policy has moved on, or the credential has ended) or when the texts would be too much. Verified in the same
snapshot as the answer is read in, so it costs no statement of its own.
"""

from dataclasses import dataclass

from domain.limits import MAX_SHOWN_BYTES
from engine.catalog.declare import Row
from engine.catalog.images import IMAGE
from engine.catalog.leaves import BROKEN, MARK
from engine.catalog.packages import DOWNLOAD
from engine.demands import demands
from engine.parameters import Expiry, Inputs, Revision
from engine.plan import Plan
from engine.planner import Unplannable
from engine.render import Writer
from engine.sharing import is_shared
from engine.sql import TRUE, Fragment, Parameter, Query, all_of, bind, number, numbered, sql, text_of
from engine.weigh import WEIGHED_FROM_BYTES, most_bytes, weight
from policies.access import Access

MAX_SELECTS = 500
"""In one statement: each takes PostgreSQL some 50 KB to run and to keep."""
PREFIX, SUFFIX = '{"data":', "}"


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Statement:
    """What is sent to the database, and what its answer needs.

    Of a shared statement the answer begins with the store's revision, and `key` and what is bound after the first
    `guards` values tell it from all other answers, whoever asks.
    """

    plan: Plan
    query: Query
    demands: tuple[Parameter, ...]
    has_marks: bool
    has_links: bool
    can_break: bool
    is_shared: bool
    key: str
    guards: int
    fields: int

    def bound(self, inputs: Inputs) -> list[object]:
        """The values, in the order of the parameters. Irregular for what cannot be bound, or may not be asked for."""
        for demand in self.demands:
            demand.value(inputs)
        return [parameter.value(inputs) for parameter in self.query.parameters]


def compile_plan(plan: Plan, access: Access) -> Statement:
    """The statement of the plan for callers whose answers have the form of this one's."""
    writer = Writer(access.answer)
    written = writer.write_object(plan.fields, Row())
    most = most_bytes(plan)
    text = _bytes(text_of((PREFIX, *written, SUFFIX)), is_bounded=most <= MAX_SHOWN_BYTES)
    known = _known(access)
    light = _light(plan, writer) if most > WEIGHED_FROM_BYTES else TRUE
    guard = all_of([*known, light])
    core = numbered(text)
    shared = is_shared(plan, core)
    if shared:
        text = sql("int8send((SELECT s.revision FROM store_revision s)) || {text}", text=text)
    query = numbered(sql("SELECT {bytes}", bytes=_guarded(guard, text)))
    if query.text.count("SELECT") > MAX_SELECTS:
        raise Unplannable(f"more than {MAX_SELECTS} subqueries")
    return Statement(
        plan,
        query,
        demands(plan, query.parameters),
        has_marks=MARK in query.text,
        has_links=any(MARK + letter in query.text for letter in (DOWNLOAD, IMAGE)),
        can_break=BROKEN in query.text,
        is_shared=shared,
        key=core.text,
        guards=len(known),
        fields=plan.count,
    )


def _bytes(text: Fragment, *, is_bounded: bool) -> Fragment:
    """The text in UTF-8; NULL of one that is too long, which then never leaves the database."""
    if is_bounded:
        return sql("convert_to({text}, 'UTF8')", text=text)
    # OFFSET keeps the planner from writing the text once for its length and once more for itself.
    return sql(
        """(SELECT CASE WHEN octet_length(x.answer) <= {most} THEN convert_to(x.answer, 'UTF8') END
 FROM (SELECT {text} AS answer OFFSET 0) x)""",
        text=text,
        most=number(MAX_SHOWN_BYTES),
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


def _light(plan: Plan, writer: Writer) -> Fragment:
    return sql("{weight} <= {most}", weight=weight(plan, writer), most=number(MAX_SHOWN_BYTES))
