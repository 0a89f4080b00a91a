"""Django's settings, made from `Configuration`; nothing here is read twice."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.templatetags.static import static

from mem0site import browsers, counters, logs, sign_in
from mem0site.broker import JOB_LIMITS, celery_options
from mem0site.configuration import Configuration
from mem0site.databases import database
from orgs import failpoints, mail_settings

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
CONFIGURATION = Configuration()

SECRET_KEY = CONFIGURATION.secret_key.get_secret_value()
API_KEY_PEPPERS = [p.get_secret_value() for p in CONFIGURATION.api_key_peppers] or [
    hashlib.sha256(f"api-key:{SECRET_KEY}".encode()).hexdigest()
]
AUDIT_KEY = (
    CONFIGURATION.audit_key.get_secret_value()
    or hashlib.sha256(f"audit:{SECRET_KEY}".encode()).hexdigest()
)
AUDIT_READS = CONFIGURATION.audit_reads
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = CONFIGURATION.allowed_hosts
PUBLIC_URL = CONFIGURATION.public_url.rstrip("/")
if CONFIGURATION.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # before the admin, whose templates it replaces
    "unfold.contrib.filters",
    "mem0site.admin_config.PlatformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "corsheaders",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "orgs",
    "orgs.audit",
    "orgs.usage",
    "orgs.custody",
    "webhooks",
    "memories",
    "memories.archive",
    "mem0site.dashboard",
    "mem0site.isolation",
    "mem0site",
    "mem0site.openapi",
]
MIDDLEWARE = [
    "mem0site.draining.DrainingMiddleware",
    "mem0site.request_id.RequestIdMiddleware",
    "mem0site.observing.ObservingMiddleware",
    "mem0site.keeping.KeepingMiddleware",
    "mem0site.isolation.middleware.CanaryMiddleware",
    "orgs.usage.middleware.UsageMiddleware",
    "orgs.audit.middleware.AuditMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mem0site.paths.PathMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "orgs.deprecations.DeprecationMiddleware",
    "mem0site.floods.FloodMiddleware",
    "mem0site.idempotency.IdempotencyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "mem0site.urls"
WEB_THREADS, WEB_WAITING = CONFIGURATION.web_threads, CONFIGURATION.web_waiting
WSGI_APPLICATION = "mem0site.wsgi.application"
APPEND_SLASH = False  # a redirect would lose the body of a POST; see mem0site.paths
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mem0site.dashboard.context.shell",
            ],
        },
    },
]

_URL = CONFIGURATION.database_url.get_secret_value()
_URLS = {
    "default": _URL,
    "admin": CONFIGURATION.database_admin_url.get_secret_value() or _URL,
    "owner": CONFIGURATION.database_owner_url.get_secret_value() or _URL,
}
if _replica := CONFIGURATION.database_replica_url.get_secret_value():
    _URLS["replica"] = _replica
DATABASES = {
    alias: database(
        url,
        max_age=CONFIGURATION.database_max_age,
        pooled=CONFIGURATION.database_pooled and alias != "owner",
    )
    for alias, url in _URLS.items()
}
BACKUP_FOLDER = CONFIGURATION.backup_folder
DATABASE_ROUTERS = ["mem0site.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "orgs.User"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "mem0site.formats"
USE_TZ = True
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the packages; there is nothing to collect

CACHES = {
    "default": counters.shared_cache(CONFIGURATION.cache_url.get_secret_value()),
    "ratelimit": counters.options(CONFIGURATION.cache_url.get_secret_value()),
}
RATELIMIT_USE_CACHE = "ratelimit"
RATELIMIT_IP_META_KEY = "orgs.addresses.client_ip"
FAILED_AUTHENTICATIONS_PER_MINUTE = CONFIGURATION.failed_authentications_per_minute

for _name, _value in mail_settings.options(
    CONFIGURATION.email_url.get_secret_value(), CONFIGURATION.email_from
).items():
    globals()[_name] = _value

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["orgs.auth.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["orgs.auth.HasApiKey"],
    "DEFAULT_THROTTLE_CLASSES": ["orgs.throttling.PlanThrottle"],
    "DEFAULT_PARSER_CLASSES": ["mem0site.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["mem0site.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "mem0site.exceptions.handle",
    "DEFAULT_SCHEMA_CLASS": "mem0site.openapi.schema.Schema31",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Memory platform",
    "VERSION": "3",
    "DESCRIPTION": "Memories for agents, over the wire contract of mem0: its official "
    "clients work by changing their host. The key names the project, and the project "
    "is the tenant. All times are ISO 8601 in UTC. Unknown keys of bodies and queries "
    "are ignored.",
    "SERVERS": [{"url": "/"}],
    "SCHEMA_PATH_PREFIX": "/",
    "POSTPROCESSING_HOOKS": ["mem0site.openapi.hooks.complete"],
}

for _name, _value in celery_options(
    CONFIGURATION.broker_url.get_secret_value()
).items():
    globals()[f"CELERY_{_name.upper()}"] = _value
BEAT = {"queue": "beat"}  # housekeeping does not wait behind jobs
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "memories.tasks.relay", "schedule": 1.0, "options": BEAT},
    "fold-terms": {
        "task": "memories.tasks.fold_terms",
        "schedule": 5.0,
        "options": BEAT,
    },
    "tend-search-indexes": {
        "task": "memories.tasks.tend_search_indexes",
        "schedule": 30.0,
        "options": BEAT,
    },
    "usage-fold": {"task": "orgs.usage.tasks.fold", "schedule": 10.0, "options": BEAT},
    "audit-purge": {
        "task": "orgs.audit.tasks.purge",
        "schedule": 3600.0,
        "options": BEAT,
    },
    "usage-purge": {
        "task": "orgs.usage.tasks.purge",
        "schedule": 3600.0,
        "options": BEAT,
    },
    "confirm-erasures": {
        "task": "memories.tasks.confirm_erasures",
        "schedule": 60.0,
        "options": {"queue": "bulk"},
    },
    "relate-existing": {
        "task": "memories.tasks.relate_existing",
        "schedule": 60.0,
        "options": {"queue": "bulk"},
    },
    "refresh-profiles": {
        "task": "memories.tasks.refresh_profiles",
        "schedule": 600.0,
        "options": {"queue": "bulk"},
    },
    "consolidate-due": {
        "task": "memories.tasks.consolidate_due",
        "schedule": 600.0,
        "options": BEAT,
    },
    "apply-retention": {
        "task": "memories.tasks.apply_retention",
        "schedule": 3600.0,
        "options": {"queue": "bulk"},
    },
    "look-at-recall": {
        "task": "memories.tasks.look_at_recall",
        "schedule": 600.0,
        "options": {"queue": "bulk"},
    },
    "isolation-watch": {
        "task": "mem0site.isolation.tasks.watch",
        "schedule": 3600.0,
        "options": {"queue": "bulk"},
    },
    "webhooks-sweep": {"task": "webhooks.tasks.sweep", "schedule": 2.0},
    "forget-expired": {
        "task": "memories.tasks.forget_expired",
        "schedule": 3600.0,
        "options": BEAT,
    },
    "archives-purge": {
        "task": "memories.archive.tasks.purge",
        "schedule": 3600.0,
        "options": BEAT,
    },
    "webhooks-purge": {"task": "webhooks.tasks.purge", "schedule": 3600.0},
}
if CONFIGURATION.vector_store_provider:
    CELERY_BEAT_SCHEDULE["index-sweep"] = {
        "task": "memories.tasks.index_sweep",
        "schedule": 5.0,
        "options": BEAT,
    }
if CONFIGURATION.graph_store_provider:
    CELERY_BEAT_SCHEDULE["mirror-sweep"] = {
        "task": "memories.tasks.mirror_sweep",
        "schedule": 5.0,
        "options": BEAT,
    }
CELERY_TASK_ROUTES = {"webhooks.tasks.*": {"queue": "webhook"}}

OUTBOUND_ALLOWED_HOSTS = CONFIGURATION.outbound_allowed_hosts

UNFOLD = {
    "SITE_TITLE": "Memory platform",
    "SITE_HEADER": "Memory platform",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "/dashboard/",
    "SITE_SYMBOL": "memory",
    "SHOW_BACK_BUTTON": True,
    "SIDEBAR": {"show_search": True, "show_all_applications": True},
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("dashboard/favicon.svg"),
        }
    ],
    "STYLES": [lambda _request: static("dashboard/admin.css")],
    "COLORS": {"primary": {
        "50": "#eef0ff", "100": "#e0e2ff", "200": "#c9ccff", "300": "#a5a3ff",
        "400": "#8b88f8", "500": "#6a64f1", "600": "#4f46e5", "700": "#4338ca",
        "800": "#3730a3", "900": "#312e81", "950": "#1e1b4b",
    }},  # those of our own pages
}  # fmt: skip
ADMIN_REQUIRES_TWO_FACTOR = CONFIGURATION.admin_requires_two_factor
OPERATOR_TOKEN = CONFIGURATION.operator_token.get_secret_value()
METRICS_FOLDER = CONFIGURATION.metrics_folder
if METRICS_FOLDER:  # read by prometheus_client when it is imported
    Path(METRICS_FOLDER).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = METRICS_FOLDER

ALIVE_FILE = CONFIGURATION.alive_file

FAILPOINTS = failpoints.parse(CONFIGURATION.failpoints)
JOB_TIME_LIMITS: dict[str, dict[str, int]] = JOB_LIMITS
JOB_LEASE_SECONDS = CONFIGURATION.job_lease_seconds
JOB_LATE_AFTER_SECONDS = CONFIGURATION.job_late_after_seconds
JOB_LOST_AFTER_SECONDS = CONFIGURATION.job_lost_after_seconds

USAGE_FLUSH_SECONDS: float | None = CONFIGURATION.usage_flush_seconds

LIMITS: dict[str, int] = {}  # overrides of orgs.limits, by name

for _name, _value in browsers.options(CONFIGURATION.cors_allowed_origins).items():
    globals()[_name] = _value
for _name, _value in sign_in.options(CONFIGURATION).items():
    globals()[_name] = _value

CONTENT_SECURITY_POLICY = {
    # Programs have no use for a policy.
    "EXCLUDE_URL_PREFIXES": ("/v1/", "/v2/", "/v3/", "/api/"),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of the second factor
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True  # the token is in the page
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
if SESSION_COOKIE_SECURE:  # said in answers over TLS only
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # To be preloaded is the decision of whoever owns the whole domain (W021). Proxies
    # redirect, or HTTPS_REDIRECT does: calls inside a cluster stay plain (W008).
    SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
SECURE_SSL_REDIRECT = CONFIGURATION.https_redirect
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]

LOGGING = logs.options(CONFIGURATION.log_level, CONFIGURATION.log_format)
