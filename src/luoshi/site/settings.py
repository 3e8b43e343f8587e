"""All settings. They run with nothing set; every variable begins with LUOSHI_ (see docs/settings.md)."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from luoshi.audit.keys import kept
from luoshi.audit.rules import ALGORITHMS


def flag(name: str, *, default: bool) -> bool:
    """Read a switch that says True or False and nothing else."""
    value = os.getenv(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name}={value!r}: say True or False")
    return value == "True"


def words(name: str, default: str = "") -> list[str]:
    """Read a list that is separated by commas."""
    return [word.strip() for word in os.getenv(name, default).split(",") if word.strip()]


def whole(name: str, default: int) -> int:
    """Read a whole number that is not negative."""
    value = os.getenv(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: say a whole number")
    return int(value)


def secret(place: Path) -> str:
    """Read the key that signs sessions; without one a key is made on the first start."""
    return os.getenv("LUOSHI_SECRET_KEY") or kept(place)


def database(url: str) -> dict[str, Any]:
    """Turn sqlite:///FILE or postgresql://user:password@host:port/name?option=value into Django's form."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "luoshi.site.sqlite",
            "NAME": unquote(parts.path.removeprefix("/")),
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ":memory:"},  # what test tools assume only of the engine they know by name
            "OPTIONS": {
                # Writers queue before BEGIN instead of failing at their first write.
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                # FULL: a power cut takes nothing that was acknowledged.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": 8},
                # Sentences that come again are planned once: a third of what the server spends on a small one is planning.
                "server_side_binding": True,
                "prepare_threshold": 3,
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ImproperlyConfigured(f"LUOSHI_DATABASE_URL: {parts.scheme!r} is neither sqlite nor postgresql")


ROOT = Path(os.getenv("LUOSHI_DATA", "var")).resolve()
DEBUG = flag("LUOSHI_DEBUG", default=False)
HTTPS = flag("LUOSHI_HTTPS", default=False)
SECRET_KEY = secret(ROOT / "secret-key")
ALLOWED_HOSTS = words("LUOSHI_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = words("LUOSHI_TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The stages, in the order of the way; the import contract holds the same order.
STAGES = ["audit", "people", "documents", "records", "plans", "work", "results", "reports", "desk"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "luoshi.web",
    *(f"luoshi.{stage}" for stage in STAGES),
]
MIDDLEWARE = [
    "luoshi.web.proxies.proxies",
    "luoshi.web.headers.headers",  # before all that answers: no answer without its headers
    "luoshi.web.refusals.Refusals",
    "luoshi.audit.middleware.Doors",  # within the number of the request, around all that acts
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.people.middleware.Members",
    "luoshi.desk.touring.noting",
    "luoshi.web.sending.sending",  # innermost: what the others lay upon a redirect is laid upon what stands for it
]
INSTALLED_APPS.insert(3, "django.contrib.messages")
ROOT_URLCONF = "luoshi.site.urls"
WSGI_APPLICATION = "luoshi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "luoshi.desk.frame.frame",
            ],
        },
    }
]

DATABASES = {"default": database(os.getenv("LUOSHI_DATABASE_URL", f"sqlite:///{ROOT / 'luoshi.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["luoshi.people.sessions.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
]
LOGIN_URL = "people:sign_in"

# `__Host-` ties a cookie to this very host; browsers take it only where the connection is safe.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}luoshi"
CSRF_COOKIE_NAME = f"{_HOST}luoshi-form"
DEVICE_COOKIE_NAME = f"{_HOST}luoshi-device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = whole("LUOSHI_SESSION_IDLE_SECONDS", 30 * 60)
SESSION_ABSOLUTE_SECONDS = whole("LUOSHI_SESSION_ABSOLUTE_SECONDS", 12 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
CSRF_FAILURE_VIEW = "luoshi.web.refusals.forged"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # to be preloaded by browsers is the domain's owner's to ask for
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# An upload is looked at by intake, which has limits of its own; these keep a request from growing before that.
UPLOAD_BYTES = whole("LUOSHI_UPLOAD_BYTES", 20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    600  # as many tasks as are changed at once (results.bulk.MOST), and what of them
)
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # a form that takes fewer says so itself, with what was typed still in it

# The chain's checkpoints are keyed outside the database; whoever alters rows there cannot make them anew.
AUDIT_KEY = ROOT / os.getenv("LUOSHI_AUDIT_KEY", "audit-key")
AUDIT_CHECKPOINTS = ROOT / "audit-checkpoints.jsonl"
AUDIT_ALGORITHM = os.getenv("LUOSHI_AUDIT_ALGORITHM", "sha256")
if AUDIT_ALGORITHM not in ALGORITHMS:
    raise ImproperlyConfigured(
        f"LUOSHI_AUDIT_ALGORITHM={AUDIT_ALGORITHM!r}: say one of {', '.join(ALGORITHMS)}"
    )

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
LANGUAGE_COOKIE_NAME = f"{_HOST}luoshi-language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = os.getenv("LUOSHI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG or "pytest" in sys.modules:  # no collected files to name by their digest
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.getenv("LUOSHI_LOG_LEVEL", "WARNING")},
}
