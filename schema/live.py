"""Subscriptions: what a valid one asks for, and what its caller is told, until they leave or nothing may be seen.

The compiled executor tells of a change where it can, the reference everywhere else; both tell the same.
"""

import asyncio
from collections.abc import AsyncGenerator, Hashable, Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

from graphql import GraphQLError
from graphql.execution.values import get_argument_values

from domain.errors import Forbidden, NotFound, StoreError, Unavailable
from engine.execute import Engine
from engine.parameters import Irregular
from engine.planner import Unplannable
from policies.access import Access
from schema.answers import is_too_large
from schema.asked import Asked, Subscribed, Who
from schema.execution import Outcome, Schema, run, too_large
from schema.executor import Executor
from schema.masks import Masks
from schema.texts import refuse_unstorable
from schema.told import Asking, Audience, Stale, shape_of
from services.feeds import Watched, is_seen
from services.following import watch
from services.guests import AGAIN_S, Guest
from services.hub import Hub
from storage.queries.changes import Change

TRIES = 5


class Ended(Exception):
    """A subscription that is not begun, or is over: the errors say why."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__()
        self.errors = list(errors)


class Live:
    """Subscriptions of one schema."""

    def __init__(self, schema: Schema, masks: Masks, engine: Engine | None, executor: Executor, hub: Hub) -> None:
        self._schema = schema
        self._masks = masks
        self._engine = engine
        self._executor = executor
        self._audiences: WeakValueDictionary[Hashable, Audience] = WeakValueDictionary()
        self.hub = hub

    async def follow(self, asked: Asked, who: Who, guest: Guest) -> AsyncGenerator[Outcome]:
        """What the guest, who sent the operation, is told: an outcome for each change. Ended with the reason.

        It is admitted and charged as every operation is; what it is told of later costs its caller nothing.
        """
        begun = await self._executor.subscribe(asked, who, guest.access)
        if isinstance(begun, Outcome):
            raise Ended(begun.errors)
        asking = self._asking(begun)
        following = _Following(self, begun, asking, who, guest)
        try:
            async with self.hub.feed(guest, await self._watched(asking, guest)) as feed:
                while True:
                    outcome = await following.told(await feed.next())
                    if outcome is not None:
                        yield outcome
        except StoreError as error:
            raise Ended([_at(asking, error)]) from error

    def _asking(self, begun: Subscribed) -> Asking:
        given: Mapping[str, Any] = begun.operation.variables or {}
        shape = shape_of(self._schema._schema, begun.chosen, begun.chosen.variables(given))
        return Asking(begun.digest, begun.chosen, begun.operation.name, given, shape)

    async def _watched(self, asking: Asking, guest: Guest) -> Watched:
        root = self._schema._schema.subscription_type
        if root is None:
            raise TypeError("there are no subscriptions")
        node = asking.shape.node
        arguments = get_argument_values(root.fields[node.name.value], node, asking.chosen.variables(asking.given))
        refuse_unstorable(arguments)
        return await watch(self.hub, guest.access, arguments.get("workspace"), arguments.get("template"))

    def check(self, begun: Subscribed, access: Access) -> None:
        """Passes when the guest's schema still has what they asked for. Forbidden."""
        if begun.is_open and not self._masks.admit(access, begun.chosen):
            raise Forbidden("This subscription asks for what you may not use any more.")

    def audience(self, begun: Subscribed, asking: Asking, guest: Guest) -> Audience | None:
        """Those to whom changes read as to the guest; None where the reference has to tell them."""
        if self._engine is None or not begun.is_open:
            return None
        try:
            reading = asking.reading(self._engine, guest.access)
        except (Unplannable, Irregular):
            return None
        audience = self._audiences.get(reading)
        if audience is None:
            audience = self._audiences[reading] = Audience(self._engine, asking)
        return audience

    async def by_reference(self, asking: Asking, change: Change, who: Who) -> Outcome | None:
        """The same from resolvers: the operation is executed with the change as its root, in the caller's schema."""
        async with who.call() as call:
            graphql = self._masks.of(Access(call.principal)).graphql
            result = await run(graphql, asking.chosen.document, asking.given, call, asking.name, change)
        errors = list(result.errors or ())
        if any(isinstance(error.original_error, NotFound) for error in errors):
            return None
        if is_too_large(result.data):
            return Outcome(None, [too_large()], is_request_error=False)
        return Outcome(result.data, errors, is_request_error=False)


def _at(asking: Asking, error: StoreError) -> GraphQLError:
    return GraphQLError(str(error), nodes=[asking.shape.node], path=[asking.shape.key], original_error=error)


class _Following:
    """One subscription, and how its guest is told."""

    def __init__(self, live: Live, begun: Subscribed, asking: Asking, who: Who, guest: Guest) -> None:
        self._live = live
        self._begun = begun
        self._asking = asking
        self._who = who
        self._guest = guest
        self._access = guest.access
        self._audience = live.audience(begun, asking, guest)

    async def told(self, change: Change) -> Outcome | None:
        """What is shown of the change; None when it is not to be seen any more. Unavailable, after some tries."""
        for _ in range(TRIES):
            try:
                return await self._compiled(change)
            except Stale:
                if not await self._guest.has_changed():
                    break
                if not is_seen(self._guest.seen, change.row):
                    return None
            except Unavailable:
                await asyncio.sleep(AGAIN_S)
            except (Unplannable, Irregular):
                break
        return await self._live.by_reference(self._asking, change, self._who)

    async def _compiled(self, change: Change) -> Outcome | None:
        if self._access is not self._guest.access:
            self._access = self._guest.access
            self._live.check(self._begun, self._access)
            self._audience = self._live.audience(self._begun, self._asking, self._guest)
        if self._audience is None:
            raise Irregular("what the reference tells")
        return await self._audience.told(change, self._access)
