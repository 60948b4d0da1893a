"""What things are called: products as one finds them in stores, companies and people who do not exist."""

PRODUCTS = (
    ("airflow", "Airflow", "Schedules and watches workflows.", "automation"),
    ("argo-cd", "Argo CD", "Keeps clusters as a repository says.", "automation"),
    ("cassandra", "Cassandra", "A wide-column store over many nodes.", "databases"),
    ("cert-manager", "cert-manager", "Issues and renews certificates.", "security"),
    ("clickhouse", "ClickHouse", "A column store for analytics.", "databases"),
    ("consul", "Consul", "Finds services and checks their health.", "networking"),
    ("contour", "Contour", "An ingress controller on Envoy.", "networking"),
    ("drone", "Drone", "Builds and delivers from containers.", "automation"),
    ("elasticsearch", "Elasticsearch", "Searches and aggregates documents.", "databases"),
    ("emqx", "EMQ X", "An MQTT broker for many devices.", "messaging"),
    ("etcd", "etcd", "A consistent store of keys and values.", "databases"),
    ("external-dns", "ExternalDNS", "Publishes services in the DNS.", "networking"),
    ("fluentd", "Fluentd", "Collects and forwards logs.", "monitoring"),
    ("ghost", "Ghost", "Publishes articles and newsletters.", "content"),
    ("gitea", "Gitea", "Hosts repositories, small and quick.", "development"),
    ("grafana", "Grafana", "Draws dashboards of metrics and logs.", "monitoring"),
    ("haproxy", "HAProxy", "Balances TCP and HTTP.", "networking"),
    ("harbor", "Harbor", "A registry of images and charts.", "storage"),
    ("influxdb", "InfluxDB", "A store of series over time.", "databases"),
    ("jaeger", "Jaeger", "Follows requests through services.", "monitoring"),
    ("jenkins", "Jenkins", "Builds, tests and deploys.", "automation"),
    ("jupyterhub", "JupyterHub", "Notebooks for many users.", "analytics"),
    ("kafka", "Kafka", "A log of events that many read.", "messaging"),
    ("keycloak", "Keycloak", "Signs people in, once for all.", "security"),
    ("kibana", "Kibana", "Looks into what is indexed.", "analytics"),
    ("kong", "Kong", "A gateway for interfaces.", "networking"),
    ("loki", "Loki", "Keeps logs by their labels.", "monitoring"),
    ("mariadb", "MariaDB", "A relational database.", "databases"),
    ("matomo", "Matomo", "Counts visits, privately.", "analytics"),
    ("memcached", "Memcached", "A cache in memory.", "databases"),
    ("metabase", "Metabase", "Asks questions of databases.", "analytics"),
    ("minio", "MinIO", "Objects as S3 has them.", "storage"),
    ("mongodb", "MongoDB", "A store of documents.", "databases"),
    ("mysql", "MySQL", "A relational database.", "databases"),
    ("nats", "NATS", "Messages between services.", "messaging"),
    ("neo4j", "Neo4j", "A store of graphs.", "databases"),
    ("nextcloud", "Nextcloud", "Files, calendars and contacts.", "content"),
    ("nginx", "NGINX", "Serves and proxies the web.", "networking"),
    ("odoo", "Odoo", "Runs a small business.", "content"),
    ("pgadmin", "pgAdmin", "Manages PostgreSQL in a browser.", "development"),
    ("postgresql", "PostgreSQL", "A relational database that extends.", "databases"),
    ("prometheus", "Prometheus", "Collects metrics and alerts.", "monitoring"),
    ("rabbitmq", "RabbitMQ", "Queues with routing.", "messaging"),
    ("redis", "Redis", "Structures in memory.", "databases"),
    ("redmine", "Redmine", "Tracks issues and projects.", "development"),
    ("sonarqube", "SonarQube", "Looks for faults in code.", "development"),
    ("thanos", "Thanos", "Keeps metrics for years.", "monitoring"),
    ("traefik", "Traefik", "Routes by what it discovers.", "networking"),
    ("vault", "Vault", "Keeps and leases secrets.", "security"),
    ("wordpress", "WordPress", "Publishes sites and blogs.", "content"),
)
VARIANTS = ("", "cluster", "operator", "exporter", "gateway", "proxy", "backup", "console", "agent", "sharded", "edge")
CATEGORIES = (
    ("analytics", "Analytics", "Questions asked of data.", "chart-line"),
    ("automation", "Automation", "Pipelines and schedules.", "robot"),
    ("content", "Content", "Sites, files and offices.", "newspaper"),
    ("databases", "Databases", "What must not be lost.", "database"),
    ("development", "Development", "Tools of those who build.", "code"),
    ("games", "Games", "After work.", "dice"),
    ("messaging", "Messaging", "Queues, logs and brokers.", "envelope"),
    ("monitoring", "Monitoring", "What runs, and how well.", "gauge"),
    ("networking", "Networking", "Ways in, out and between.", "network"),
    ("security", "Security", "Who may, and who did.", "shield"),
    ("storage", "Storage", "Blocks, files and objects.", "hard-drive"),
)
FIRST = ("Ada", "Ben", "Chen", "Dana", "Emre", "Fatima", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mateo", "Noor")
LAST = ("Abebe", "Bauer", "Costa", "Dvořák", "Eriksen", "Fujita", "García", "Haddad", "Ivanova", "Jansen", "Kaya", "李")
COMPANY = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ironwood",
    "Juniper",
    "Larch",
    "Maple",
)
TRADE = (
    "Software",
    "Data",
    "Systems",
    "Cloud",
    "Works",
    "Labs",
    "Networks",
    "Robotics",
    "Health",
    "Energy",
    "Logistics",
)


def product(number: int) -> tuple[str, str, str, str]:
    """Name, display name, summary and category of a product; the name is unique."""
    name, title, summary, category = PRODUCTS[number % len(PRODUCTS)]
    round_, variant = divmod(number // len(PRODUCTS), len(VARIANTS))
    suffix = "-".join(part for part in (VARIANTS[variant], str(round_ or "")) if part)
    if not suffix:
        return name, title, summary, category
    return f"{name}-{suffix}", f"{title} {suffix.replace('-', ' ')}", f"{summary[:-1]}: {suffix}.", category


def company(number: int) -> tuple[str, str]:
    """Name (a DNS label) and display name of a workspace; both unique."""
    tree, trade = COMPANY[number % len(COMPANY)], TRADE[number // len(COMPANY) % len(TRADE)]
    round_ = number // (len(COMPANY) * len(TRADE))
    title = f"{tree} {trade}{f' {round_ + 1}' if round_ else ''}"
    return title.lower().replace(" ", "-"), title


def person(number: int) -> tuple[str, str]:
    """Username, which is unique, and display name."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return f"{first.lower()}{number:04}", f"{first} {last}"
