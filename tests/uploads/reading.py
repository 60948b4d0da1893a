"""Short ways to read a package in a test."""

from io import BytesIO

import pytest

from domain.chart import Chart
from uploads.chart import ChartInvalid, ChartLimits, Fault, read_chart


def read(package: bytes, limits: ChartLimits | None = None) -> Chart:
    return read_chart(BytesIO(package), limits or ChartLimits())


def faults_of(package: bytes, limits: ChartLimits | None = None) -> tuple[Fault, ...]:
    """The faults of a package that must be refused."""
    with pytest.raises(ChartInvalid) as refusal:
        read(package, limits)
    return refusal.value.faults


def only_fault_of(package: bytes, limits: ChartLimits | None = None) -> Fault:
    faults = faults_of(package, limits)
    assert len(faults) == 1, faults
    return faults[0]
