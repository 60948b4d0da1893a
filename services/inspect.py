"""Looks at a package without keeping anything: what a template or version made of it would be, and every fault."""

from domain.chart import ChartMetadata
from domain.errors import Forbidden, UserFault
from domain.ids import Kind
from policies.rights import INSPECT_CHART, INSPECT_FOR_TEMPLATE, could
from services.access import seen_with, signed_in
from services.call import Call
from services.packages import ReadPackage, read_package
from services.texts import Checks
from services.versions import misfits_of
from uploads.received import ReceivedFile


async def inspect_chart(call: Call, received: ReceivedFile, template_id: str | None) -> ReadPackage:
    """The package as read. CHART_INVALID, TOO_LARGE; with a template also what its next version must satisfy."""

    async def misfits(metadata: ChartMetadata) -> list[UserFault]:
        if template_id is None:
            return []
        async with call.database.write() as tx:
            template = await seen_with(call, tx, Kind.TEMPLATE, template_id, INSPECT_FOR_TEMPLATE)
            return await misfits_of(tx, template, metadata)

    _require_developer(call)
    if template_id is not None:
        async with call.database.write() as tx:
            await seen_with(call, tx, Kind.TEMPLATE, template_id, INSPECT_FOR_TEMPLATE)
    package = await read_package(call, received, "package", misfits=misfits)
    Checks(await misfits(package.chart.metadata)).done()
    return package


def _require_developer(call: Call) -> None:
    signed_in(call)
    if not could(call.principal, INSPECT_CHART):
        raise Forbidden(f"This needs the permission {INSPECT_CHART.permission.value} in some workspace.")
