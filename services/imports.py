"""Imports a chart version of a third-party repository: downloaded, and then an upload like any other."""

from dataclasses import dataclass
from uuid import UUID

from domain.commands.templates import CreateTemplate, CreateVersion
from domain.errors import FaultCode, Rejected, UserFault, reject
from domain.ids import Kind, encode_id
from domain.upstream import RepositoryKind
from policies.rights import IMPORT_CHART
from services.access import seen_with
from services.call import Call
from services.packages import ReadPackage, chart_fault, read_package
from services.repository_fields import opened
from services.templates import create_template
from services.upstreams import Address, download
from services.versions import create_version
from storage.queries.repositories import home_of_chart
from storage.tables import RepositoryChartVersion
from storage.transaction import Transaction
from storage.writes.templates import template_named
from storage.writes.versions import first_version_of, version_named


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is imported, and from where."""

    workspace_id: UUID
    repository: str
    address: Address
    chart: str
    version: str
    urls: tuple[str, ...]
    digest: str | None

    @property
    def words(self) -> str:
        """The update log of what comes of it."""
        return f"Imported from the repository {self.repository}."


async def import_chart_version(call: Call, chart_version_id: str) -> UUID:
    """The id of a new DRAFT version: of the workspace's template of that name, else of a new one.

    ALREADY_EXISTS before it is fetched, when it is here; UNREACHABLE when the package cannot be had; then all that an
    upload of it would be refused for.
    """
    wanted = await _wanted(call, chart_version_id)
    received = await download(call, wanted.address, wanted.urls, wanted.digest)
    with received.body:
        try:
            package = await read_package(call, received, "package")
            _check_name(wanted, package)
            return await _upload(call, wanted, package)
        except Rejected as rejected:
            raise Rejected(map(_told, rejected.faults)) from rejected


async def _wanted(call: Call, chart_version_id: str) -> _Wanted:
    async with call.database.write() as tx:
        version: RepositoryChartVersion = await seen_with(
            call, tx, Kind.REPOSITORY_CHART_VERSION, chart_version_id, IMPORT_CHART
        )
        repository, chart = await home_of_chart(tx, version.chart_id)
        await _check_is_new(tx, version, chart.name)
        credentials = opened(call, repository, "id")
        address = Address(RepositoryKind(repository.kind), repository.url, credentials)
        return _Wanted(
            version.workspace_id,
            repository.name,
            address,
            chart.name,
            version.version,
            tuple(version.urls),
            version.digest,
        )


async def _check_is_new(tx: Transaction, version: RepositoryChartVersion, chart: str) -> None:
    template_id = await template_named(tx, version.workspace_id, chart)
    if template_id is not None and await version_named(tx, template_id, version.version) is not None:
        message = f"The workspace has {chart} {version.version} already; delete that version to import it anew."
        raise reject(FaultCode.ALREADY_EXISTS, message, "id")


def _check_name(wanted: _Wanted, package: ReadPackage) -> None:
    """Passes when the package is what the index says: nobody gets another chart than the one that they chose."""
    found = package.chart.metadata
    if (found.name, found.version) != (wanted.chart, wanted.version):
        listed = f"{wanted.chart} {wanted.version}"
        message = f"this is {found.name} {found.version}; the repository lists it as {listed}."
        line = found.lines.get("version" if found.name == wanted.chart else "name")
        raise Rejected([chart_fault("Chart.yaml", line, message)])


async def _upload(call: Call, wanted: _Wanted, package: ReadPackage) -> UUID:
    template_id = await _template_id(call, wanted)
    if template_id is None:
        try:
            return await _new_template(call, wanted, package)
        except Rejected:
            # Somebody may have made the template meanwhile; anything else stands.
            template_id = await _template_id(call, wanted)
            if template_id is None:
                raise
    command = CreateVersion(encode_id(Kind.TEMPLATE, template_id), wanted.words)
    return await create_version(call, command, package)


async def _template_id(call: Call, wanted: _Wanted) -> UUID | None:
    async with call.database.write() as tx:
        return await template_named(tx, wanted.workspace_id, wanted.chart)


async def _new_template(call: Call, wanted: _Wanted, package: ReadPackage) -> UUID:
    workspace = encode_id(Kind.WORKSPACE, wanted.workspace_id)
    command = CreateTemplate(workspace, version_description=wanted.words)
    template_id = await create_template(call, command, package, None)
    async with call.database.write() as tx:
        return await first_version_of(tx, template_id)


def _told(fault: UserFault) -> UserFault:
    """The fault as the mutation's caller knows it, who has given an id and no package."""
    return UserFault(fault.code, fault.message, ("id",) if fault.path == ("package",) else fault.path)
