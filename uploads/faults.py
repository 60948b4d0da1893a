"""What is wrong with an upload, in words for whoever made it.

Exception
  ChartInvalid    all the faults of one package
  ImageInvalid    the one reason why a picture cannot be used
"""

from dataclasses import dataclass, field

from domain.chart import ChartMetadata

MAX_QUOTED = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `file` is its path in the package, `line` counts from 1; both None where there is none."""

    file: str | None
    line: int | None
    message: str


class ChartInvalid(Exception):
    """The package cannot be taken; `faults` has everything that was found, at least one.

    `metadata` is what could be read of its Chart.yaml, faults and all; None when that is nothing.
    """

    def __init__(self, faults: tuple[Fault, ...], metadata: ChartMetadata | None = None) -> None:
        super().__init__("; ".join(f"{fault.file or 'package'}: {fault.message}" for fault in faults[:5]))
        self.faults = faults
        self.metadata = metadata


class ImageInvalid(Exception):
    """The picture cannot be taken; `message` says why and what would do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Stop(Exception):
    """Reading on would be unsafe or without meaning; the faults so far are all there will be."""


@dataclass(slots=True)
class Faults:
    """Gathers faults up to a number, since the package decides how many there are."""

    limit: int = 100
    found: list[Fault] = field(default_factory=list)

    def add(self, file: str | None, message: str, line: int | None = None) -> None:
        """Notes one fault. Raises Stop when there are more than anyone would read."""
        fault = Fault(file, line, message)
        if fault not in self.found:
            self.found.append(fault)
        if len(self.found) >= self.limit:
            raise Stop

    def stop(self, file: str | None, message: str) -> Stop:
        """Notes the fault that ends the reading, and returns what to raise."""
        self.found.append(Fault(file, None, message))
        return Stop()


def quoted(text: str) -> str:
    """The package's own words, made safe for one line of a message: no control characters, and not long."""
    shown = text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + "…"
    return repr(shown)
