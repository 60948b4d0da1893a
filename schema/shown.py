"""One object as a caller sees it now, compiled: in the payload of a mutation, or of a change that is told of live."""

from engine.execute import Engine, Prepared

_BEFORE, _AFTER = b'{"data":{"it":', b"}}"


async def show(engine: Engine, prepared: Prepared) -> bytes | None:
    """The JSON of what `Engine.prepare_node` has prepared; None, Irregular and Unavailable as of `Engine.run`."""
    read = await engine.run(prepared)
    return None if read is None else read.body.removeprefix(_BEFORE).removesuffix(_AFTER)
