"""What people of the store write: update logs, and reasons for their decisions."""

from collections.abc import Iterator, Mapping, Sequence

PHRASES: Mapping[str, Sequence[str]] = {
    "update": (
        "Moves to the new upstream release; no change of values is needed.",
        "Fixes a restart loop when the volume is slow to mount, and documents `persistence.class`.",
        "Adds metrics and an alert for replicas that lag behind.",
        "Requests less memory by default; raise `resources` where the load is high.",
        "Security fixes of the base image. **Upgrade soon.**",
        "Makes ingress optional and lets the service choose its own type.",
    ),
    "rejection": (
        "The readme does not say how to back up.",
        "Containers run as root; please set a security context.",
        "The default password must be generated, not fixed.",
    ),
    "approval": ("Installs, upgrades and uninstalls cleanly.", "Fine; thanks for the clear values.", ""),
    "suspension": (
        "Leaks memory under load; use the next patch.",
        "Withdrawn by upstream: data may be lost on upgrade.",
    ),
}


def phrases() -> Iterator[tuple[str, int, str]]:
    """Each with its kind and its number in it."""
    for kind, texts in PHRASES.items():
        for number, text in enumerate(texts):
            yield kind, number, text
