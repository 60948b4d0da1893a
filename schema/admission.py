"""Lets operations in: their document is known, within the limits and valid, their variables fit, and they may cost it.

All that can be told of an operation without its caller is told here, once; then each caller is charged. Knows neither
executors nor the wire.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from weakref import ref

from graphql import GraphQLError, GraphQLSchema

from engine.document import Document
from engine.document import Operation as Chosen
from engine.parameters import Irregular
from schema.budgets import Budgets, Caller, Charge
from schema.cost import cost_of
from schema.documents import NOTHING_TRUSTED, DocumentRefused, Documents, Trusted
from schema.execution import Operation
from schema.files import check_files
from schema.limits import Limits, TrustedOnly
from schema.persisted import Persisted
from schema.variables import variable_faults

COST_OF_CHARACTER = 4
"""Of a document that is refused: to validate one may take 14 us a character, and a cost stands for some 2 us."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An operation that may be executed, and its cost; of a query, its variables and what of them shapes a plan.

    `chosen` gives the operation, or None when its document has been forgotten. `sha256` is what its client wants to
    call the document by from now on.
    """

    digest: bytes
    text: str
    chosen: Callable[[], Chosen | None]
    cost: int
    is_query: bool
    given: Mapping[str, Any]
    read: tuple[Mapping[str, Any], Hashable] | None = None
    is_trusted: bool = False
    sha256: str | None = None

    def of(self, operation: Operation) -> Operation:
        """The operation with its document's text, and of what came with it only what there is a use for: it is kept
        for as long as the operation goes on."""
        extensions = {"explain": True} if (operation.extensions or {}).get("explain") is True else None
        return operation._replace(query=operation.query or self.text, variables=self.given, extensions=extensions)

    def loosely(self) -> "Admitted":
        """The same, without holding the document, whose size nobody would count here."""
        chosen = self.chosen()
        return self if chosen is None else replace(self, chosen=ref(chosen))


class Admission:
    """Admits the operations of one schema, and charges their callers."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits | None = None,
        persisted: Persisted | None = None,
        trusted: Trusted = NOTHING_TRUSTED,
        trusted_only: TrustedOnly = TrustedOnly.OFF,
        budgets: Budgets | None = None,
    ) -> None:
        self._schema = schema
        self._limits = limits or Limits()
        self._trusted_only = trusted_only
        self._documents = Documents(schema, self._limits, persisted, trusted)
        self._budgets = budgets or Budgets(self._limits.budget, self._limits.restored_per_s)

    def admit(self, operation: Operation, *, is_browser: bool = False) -> Admitted:
        """The operation, to be charged and executed. DocumentRefused with all that is wrong with it."""
        known = self._documents.find(operation, only_trusted=self._trusted_only.holds(is_browser=is_browser))
        chosen = _chosen(known.document, operation.name)
        given = chosen.declared_of(operation.variables or {})
        self._check_size(given)
        variables = self._variables(chosen, given)
        read = (variables, chosen.shape(variables)) if chosen.is_query else None
        cost = 0 if known.is_trusted else self._cost(chosen, variables)
        return Admitted(
            known.digest, known.text, lambda: chosen, cost, chosen.is_query, given, read, known.is_trusted, known.sha256
        )

    def still_admits(self, admitted: Admitted | None, *, is_browser: bool) -> bool:
        """Whether what was admitted before is here still, and may be asked by this one too."""
        if admitted is None or (not admitted.is_trusted and self._trusted_only.holds(is_browser=is_browser)):
            return False
        return admitted.chosen() is not None

    def charge(self, admitted: Admitted, caller: Caller) -> Charge:
        """Takes the cost from the caller's budget; keeps the document for its hash where that was asked for."""
        charge = self._budgets.charge(caller, admitted.cost, self._limits.cost)
        if admitted.sha256 is not None and charge.retry_after_s is None:
            self._documents.admit(admitted.sha256, admitted.text, caller)
        return charge

    def charge_refused(self, chars: int, caller: Caller) -> None:
        """Takes what it took to find a document of so many characters wrong, as far as it is there."""
        self._budgets.drain(caller, chars * COST_OF_CHARACTER)

    def throttle(self, caller: Caller) -> Charge | None:
        """How a caller stands who has nothing left at all, and so is not listened to; None for others."""
        return self._budgets.emptied(caller, self._limits.cost)

    def _check_size(self, given: Mapping[str, Any]) -> None:
        """Before they are coerced: each value may cost as much as a field does."""
        if _counts_more(given, self._limits.variables):
            told = f"The variables have more than {self._limits.variables} values; send less at once."
            raise DocumentRefused(GraphQLError(told))

    def _variables(self, chosen: Chosen, given: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            variables = chosen.coerced(given)
            check_files(chosen.document, given)
        except Irregular:
            faults = variable_faults(self._schema, chosen.node, given) or [GraphQLError("The variables do not fit.")]
            raise DocumentRefused(*faults, chosen=chosen) from None
        except GraphQLError as error:
            raise DocumentRefused(error, chosen=chosen) from None
        return variables

    def _cost(self, chosen: Chosen, variables: Mapping[str, Any]) -> int:
        cost, most = cost_of(self._schema, chosen, variables), self._limits.cost
        if cost > most:
            advice = "ask for smaller pages (first, last), or for fewer lists inside of lists"
            told = f"The operation could cost {cost}; at most {most} is allowed: {advice}."
            raise DocumentRefused(GraphQLError(told), chosen=chosen)
        return cost


def _chosen(document: Document, name: str | None) -> Chosen:
    """GraphQL 6.1 GetOperation: the one of that name; without a name there must be one."""
    chosen = document.operation(name)
    if chosen is not None:
        return chosen
    if name is not None:
        raise DocumentRefused(GraphQLError(f"The document has no operation {name[:80]!r}."), node=document.node)
    if not len(document):
        raise DocumentRefused(GraphQLError("The document has no operation."), node=document.node)
    told = "The document has several operations; say in operationName which to execute."
    raise DocumentRefused(GraphQLError(told), node=document.node)


def _counts_more(value: Any, most: int) -> bool:
    """Whether there are more values in it than so many. Stops counting there."""
    waiting, left = [value], most
    while waiting:
        inside = waiting.pop()
        values = inside.values() if isinstance(inside, Mapping) else inside if isinstance(inside, list) else ()
        left -= len(values)
        if left < 0:
            return True
        waiting.extend(values)
    return False
