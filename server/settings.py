"""Owns the settings: their names in the environment, their defaults, what each means and what is refused.

The only reader of the environment. Nothing outside server/ sees a Settings; other layers get the values they need as
arguments. README's table of settings is compared with `variables()` by a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from schema.limits import Limits, TrustedOnly
from server.readings import (
    LEVELS,
    PHASES,
    addresses,
    bucket,
    database_address,
    discovery_address,
    file,
    folder,
    level,
    number,
    one_of,
    phases,
    roles_by_group,
    scopes,
    secret_key,
    secret_keys,
    switch,
    web_address,
)
from server.refusal import Refusal

AUDIT, DRAFT = "audit", "draft-2026"
PROFILES = (AUDIT, DRAFT)
LIMITS = Limits()
TRUSTED_ONLY = tuple(one.value for one in TrustedOnly)


class SettingsError(Refusal):
    """The environment cannot be used; each line of the message names a variable and what would be right."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment. `default` is as one would write it there; "" when there is none."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], object]


def _variable(
    name: str, default: str, meaning: str, read: Callable[[str], object] = str, *, is_secret: bool = False
) -> Any:
    return field(repr=not is_secret, metadata={"variable": Variable(name, default, meaning, read)})


def _limit(name: str, default: int, meaning: str, least: int = 1) -> Any:
    return _variable(name, str(default), meaning, number(least, 10**9))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, read and checked. A setting without a default that is not given is None; a secret is not shown."""

    port: int = _variable("PORT", "8000", "The port to serve on, on 127.0.0.1; 0 takes a free one.", number(0, 65535))
    data_dir: Path = _variable(
        "DATA_DIR", ".data", "The folder of the embedded database, object store and generated keys.", folder
    )
    admin_password: str | None = _variable(
        "ADMIN_PASSWORD", "", "The first administrator's password; else made and printed once.", is_secret=True
    )
    database_url: str | None = _variable(
        "DATABASE_URL", "", "A PostgreSQL to use instead of the embedded one.", database_address, is_secret=True
    )
    s3_endpoint_url: str | None = _variable(
        "S3_ENDPOINT_URL", "", "An S3 store to use instead of the embedded one.", web_address
    )
    s3_bucket: str = _variable("S3_BUCKET", "chandlery", "The bucket; made if it is missing.", bucket)
    s3_access_key_id: str | None = _variable("S3_ACCESS_KEY_ID", "", "The key id for S3_ENDPOINT_URL.")
    s3_secret_access_key: str | None = _variable(
        "S3_SECRET_ACCESS_KEY", "", "The secret key for S3_ENDPOINT_URL.", is_secret=True
    )
    s3_region: str = _variable("S3_REGION", "us-east-1", "The region where the bucket is, and is made.")
    secret_key: str | None = _variable(
        "SECRET_KEY", "", "The key that signs tokens; else made and kept in DATA_DIR.", secret_key, is_secret=True
    )
    encryption_keys: tuple[str, ...] = _variable(
        "ENCRYPTION_KEYS",
        "",
        "Keys, with commas, that seal stored credentials: the first seals, all open; else SECRET_KEY does.",
        secret_keys,
        is_secret=True,
    )
    public_url: str = _variable(
        "PUBLIC_URL", "http://127.0.0.1:PORT", "The address under which clients reach this server.", web_address
    )
    is_store_public: bool = _variable(
        "STORE_PUBLIC", "true", "Whether anyone may read the store without signing in.", switch
    )
    review_phases: tuple[str, ...] = _variable(
        "REVIEW_PHASES", "TECHNICAL", f"Some of {', '.join(PHASES)}, in this order.", phases
    )
    max_package_bytes: int = _variable(
        "MAX_PACKAGE_BYTES", "20971520", "The largest package that is taken, in bytes.", number(1, 2**31 - 1)
    )
    session_hours: int = _variable("SESSION_HOURS", "12", "How long a sign-in lasts, in hours.", number(1, 8760))
    oidc_discovery_url: str | None = _variable(
        "OIDC_DISCOVERY_URL",
        "",
        "An OpenID Connect provider to sign in by: its address that ends in /.well-known/openid-configuration.",
        discovery_address,
    )
    oidc_client_id: str | None = _variable("OIDC_CLIENT_ID", "", "What the provider knows us as.")
    oidc_client_secret: str | None = _variable(
        "OIDC_CLIENT_SECRET", "", "The secret that goes with it; none: a public client.", is_secret=True
    )
    oidc_name: str = _variable("OIDC_NAME", "OpenID Connect", "What people and the audit log call the provider.")
    oidc_scopes: str = _variable("OIDC_SCOPES", "openid profile email", "What is asked of the provider.", scopes)
    oidc_default_role: str = _variable(
        "OIDC_DEFAULT_ROLE", "platform-regular", "The platform role of those whom no group gives another one."
    )
    oidc_groups_claim: str | None = _variable(
        "OIDC_GROUPS_CLAIM", "", "The claim that names a person's groups, or the path to it."
    )
    oidc_group_roles: tuple[tuple[str, str], ...] | None = _variable(
        "OIDC_GROUP_ROLES",
        "",
        "Platform roles that groups give at each sign-in: group=role,...; the first that fits counts.",
        roles_by_group,
    )
    oidc_audience: str | None = _variable(
        "OIDC_AUDIENCE", "", "Whom the provider's bearer tokens must be for; else OIDC_CLIENT_ID."
    )
    trusted_proxies: tuple[str, ...] | None = _variable(
        "TRUSTED_PROXIES",
        "",
        "Addresses of reverse proxies, with commas, whose X-Forwarded-For tells the client's address.",
        addresses,
    )
    is_compiled: bool = _variable("COMPILED", "true", "Whether reads are compiled; else resolvers answer them.", switch)
    shadow_every: int = _variable(
        "SHADOW_EVERY",
        "0",
        "One in so many compiled reads is answered by the resolvers too and compared; 0 for none.",
        number(0, 10**9),
    )
    http_status: str = _variable(
        "HTTP_STATUS",
        "audit",
        f"The statuses of GraphQL answers: {', '.join(PROFILES)} (docs/errors.md).",
        one_of(*PROFILES),
    )
    max_body_bytes: int = _limit("MAX_BODY_BYTES", 256 * 1024, "The largest request without files, in bytes.")
    max_document_chars: int = _limit(
        "MAX_DOCUMENT_CHARS", LIMITS.document_chars, "The longest GraphQL document, in characters."
    )
    max_tokens: int = _limit("MAX_TOKENS", LIMITS.tokens, "The most words and signs of a document.")
    max_depth: int = _limit("MAX_DEPTH", LIMITS.depth, "How deep fields may nest.")
    max_fields: int = _limit("MAX_FIELDS", LIMITS.fields, "The most fields of a document, with those of its fragments.")
    max_aliases: int = _limit("MAX_ALIASES", LIMITS.aliases, "The most aliases, counted likewise.")
    max_directives: int = _limit("MAX_DIRECTIVES", LIMITS.directives, "The most directives, counted likewise.")
    max_definitions: int = _limit(
        "MAX_DEFINITIONS", LIMITS.definitions, "The most operations and fragments of a document."
    )
    max_inputs: int = _limit(
        "MAX_INPUTS", LIMITS.inputs, "The most arguments of a field, with those in their literals."
    )
    max_variables: int = _limit("MAX_VARIABLES", LIMITS.variables, "The most values in the variables.")
    max_cost: int = _limit("MAX_COST", LIMITS.cost, "The most that one operation may cost.")
    cost_budget: int = _limit("COST_BUDGET", LIMITS.budget, "What a caller can spend at once; 0 for no such limit.", 0)
    cost_restore_rate: int = _limit(
        "COST_RESTORE_RATE", LIMITS.restored_per_s, "How much of it comes back each second."
    )
    statement_timeout_ms: int = _limit(
        "STATEMENT_TIMEOUT_MS", 15_000, "How long the database may take for a statement, in ms."
    )
    max_answers_under_way_bytes: int = _limit(
        "MAX_ANSWERS_UNDER_WAY_BYTES",
        256 * 1024 * 1024,
        "The most bytes of large answers that are held at once until they are taken.",
    )
    persisted_queries: int = _limit(
        "PERSISTED_QUERIES", 1_000, "How many documents are kept for their hashes; 0 for none.", 0
    )
    trusted_documents: Path | None = _variable(
        "TRUSTED_DOCUMENTS", "", "A manifest of documents known by hash (docs/limits.md).", file
    )
    trusted_only: str = _variable(
        "TRUSTED_ONLY",
        "off",
        f"From whom no other documents are taken: {', '.join(TRUSTED_ONLY)}.",
        one_of(*TRUSTED_ONLY),
    )
    live_connections_per_user: int = _variable(
        "LIVE_CONNECTIONS_PER_USER", "50", "WebSockets and event streams that a user may have.", number(1, 10**6)
    )
    live_connections_per_address: int = _variable(
        "LIVE_CONNECTIONS_PER_ADDRESS",
        "200",
        "The same for all from one address who have not signed in.",
        number(1, 10**6),
    )
    live_operations: int = _variable(
        "LIVE_OPERATIONS", "100", "Operations that may go on at once in a WebSocket.", number(1, 10**6)
    )
    live_message_bytes: int = _variable(
        "LIVE_MESSAGE_BYTES", "262144", "The largest message that a WebSocket takes, in bytes.", number(1, 2**30)
    )
    live_backlog: int = _variable(
        "LIVE_BACKLOG",
        "200",
        "Changes that may wait for a slow subscriber; those after them are read when these are told.",
        number(1, 10**6),
    )
    allowed_outbound: tuple[str, ...] | None = _variable(
        "ALLOWED_OUTBOUND",
        "",
        "Addresses that repositories may have though they are not public, with commas.",
        addresses,
    )
    outbound_proxy: str | None = _variable(
        "OUTBOUND_PROXY",
        "",
        "An HTTP proxy through which repositories are asked (docs/repositories.md).",
        web_address,
        is_secret=True,
    )
    worker_concurrency: int = _variable(
        "WORKER_CONCURRENCY",
        "2",
        "How many syncs of repositories this process runs at a time; 0 for none.",
        number(0, 64),
    )
    log_level: str = _variable("LOG_LEVEL", "INFO", f"How much is logged: {', '.join(LEVELS)}.", level)

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> "Settings":
        """The settings that an environment means; an empty variable counts as not given.

        Raises SettingsError with all that is wrong, and never with a secret's value.
        """
        values: dict[str, Any] = {}
        faults = _faults_together(environ)
        for setting in fields(Settings):
            variable: Variable = setting.metadata["variable"]
            try:
                values[setting.name] = _value(variable, environ)
            except ValueError as error:
                shown = f", not {environ[variable.name]!r}" if setting.repr else ""
                faults.append(f"{variable.name} must be {error}{shown}")
        if faults:
            raise SettingsError("\n".join(faults))
        return Settings(**values)


def variables() -> list[Variable]:
    """Every variable that is read, in the order of the documentation."""
    return [setting.metadata["variable"] for setting in fields(Settings)]


def _value(variable: Variable, environ: Mapping[str, str]) -> object:
    text = environ.get(variable.name, "")
    if not text and variable.name == "PUBLIC_URL":
        return f"http://127.0.0.1:{environ.get('PORT') or '8000'}"
    text = text or variable.default
    return variable.read(text) if text else None


def _faults_together(environ: Mapping[str, str]) -> list[str]:
    """Faults of settings that need each other."""
    store = ("S3_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    provider, groups = ("OIDC_DISCOVERY_URL", "OIDC_CLIENT_ID"), ("OIDC_GROUPS_CLAIM", "OIDC_GROUP_ROLES")
    only_with_provider = [name for name in ("OIDC_CLIENT_SECRET", "OIDC_AUDIENCE", *groups) if environ.get(name)]
    faults = [_incomplete(environ, names) for names in (store, provider, groups)]
    if only_with_provider and not any(environ.get(name) for name in provider):
        faults.append([f"{', '.join(provider)} must be given too: {', '.join(only_with_provider)} need them"])
    if environ.get("TRUSTED_ONLY", "off").lower() in TRUSTED_ONLY[1:] and not environ.get("TRUSTED_DOCUMENTS"):
        faults.append(["TRUSTED_DOCUMENTS must be given too: TRUSTED_ONLY needs it"])
    return [fault for found in faults for fault in found]


def _incomplete(environ: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    """What is missing of settings that are given all, or none of them."""
    missing = [name for name in names if not environ.get(name)]
    if not missing or len(missing) == len(names):
        return []
    return [f"{', '.join(missing)} must be given too: {', '.join(names)} belong together"]
