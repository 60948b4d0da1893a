"""What the process tells of itself to monitoring, in Prometheus's text form. Nothing in it names a tenant or a user."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process; a registry of its own, so that several applications live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        operations = Counter(
            "chandlery_operations", "Operations by what answered them, and why.", ["by"], registry=self._registry
        )
        compared = Counter(
            "chandlery_compared_reads", "Reads that both executors answered.", ["equal"], registry=self._registry
        )
        self._requests = Histogram(
            "chandlery_request_seconds",
            "Time to an answer, by route.",
            ["route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._syncs = Counter(
            "chandlery_syncs", "Syncs of repositories that this process ran.", ["outcome"], registry=self._registry
        )
        self._depth = Gauge("chandlery_queue_jobs", "Syncs in the queue.", ["state"], registry=self._registry)
        self._operations = operations
        self._routes: dict[str, Histogram] = {}
        self._compared = {equal: compared.labels(str(equal).lower()) for equal in (True, False)}
        self._compiled = operations.labels("compiled")

    def answered(self, by: str) -> None:
        """An operation was answered."""
        if by == "compiled":
            self._compiled.inc()
        else:
            self._operations.labels(by).inc()

    def compared(self, *, equal: bool) -> None:
        """Both executors have answered a read."""
        self._compared[equal].inc()

    def took(self, route: str, seconds: float) -> None:
        """A request by this route, of which there are few, was answered."""
        known = self._routes.get(route)
        if known is None:
            known = self._routes[route] = self._requests.labels(route)
        known.observe(seconds)

    def live(self, connections: Callable[[], int], subscriptions: Callable[[], int]) -> None:
        """Where to look for how many stay connected, and how many subscriptions there are."""
        read = {"connections": connections, "subscriptions": subscriptions}
        for name, count in read.items():
            Gauge(f"chandlery_live_{name}", f"Live {name} now.", registry=self._registry).set_function(count)

    def held(self, count: Callable[[], int]) -> None:
        """Where to look for how many bytes of large answers wait to be taken."""
        told = "Bytes of large answers that are held until their readers take them."
        Gauge("chandlery_answers_under_way_bytes", told, registry=self._registry).set_function(count)

    def synced(self, outcome: str) -> None:
        """A worker of this process has run a sync; of outcomes there are few (services.syncs)."""
        self._syncs.labels(outcome).inc()

    def queue(self, depth: Mapping[str, int]) -> None:
        """How many syncs wait for a worker, wherever, and how many are being run."""
        for state, count in depth.items():
            self._depth.labels(state).set(count)

    async def page(self, _: Request) -> Response:
        """The counters as monitoring reads them."""
        return Response(generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
