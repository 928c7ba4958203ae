"""All settings; what differs between places comes from the environment (docs/settings.md)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from accounts.allauth_settings import *  # noqa: F403  (its constants are settings)
from thighcare import env, env_places

BASE_DIR = Path(__file__).resolve().parent.parent
_environ = os.environ
VAR_DIR = env.var_dir(_environ, BASE_DIR)

# --- where it runs -----------------------------------------------------------------------------
EMBEDDED = not _environ.get("DATABASE_URL", "").startswith("postgres")
SECRET_KEY = env.secret_key(_environ, VAR_DIR, embedded=EMBEDDED)
PUBLIC_URL = env_places.public_url(_environ)
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = env_places.allowed_hosts(_environ, _public.hostname or "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DEBUG = False
DATABASES = {"default": env.database(_environ, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env_places.redis_url(_environ)
ROOT_URLCONF = "thighcare.urls"
WSGI_APPLICATION = "thighcare.wsgi.application"

# --- what it is made of ------------------------------------------------------------------------
INSTALLED_APPS = [
    "thighcare.operator_desk.OperatorDesk",  # django.contrib.admin, for what runs and nothing else
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "accounts",
    "teams",
    "triage",
    "tracker",
    "alerts",
    "coach",
    "pwa",
    "thighcare",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ClearOnSignOut",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# --- who somebody is ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # two months: an athlete logs daily, not weekly
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"

# --- what leaves the house ---------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz", r"^metrics$"]  # asked on the inner network, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; the API's own limits are lower

# --- words, clocks, files ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- mail --------------------------------------------------------------------------------------
globals().update(env.email(_environ, VAR_DIR))
DEFAULT_FROM_EMAIL = env_places.sender(_environ, _public.hostname or "localhost")
EMAIL_SUBJECT_PREFIX = ""

# --- web push ----------------------------------------------------------------------------------
VAPID_SUBJECT = env_places.vapid_subject(
    _environ, PUBLIC_URL if SECURE else "mailto:operator@thighcare.example"
)
VAPID_PRIVATE_KEY_FILE = env_places.vapid_key_file(_environ, VAR_DIR)
PUSH_ALLOWED_ORIGINS = env_places.origins(_environ, "PUSH_ALLOWED_ORIGINS")
WEBHOOK_ALLOWED_ORIGINS = env_places.origins(_environ, "WEBHOOK_ALLOWED_ORIGINS")
OPERATOR_EMAILS = env_places.addresses(_environ, "OPERATOR_EMAILS")
SMS_GATEWAY = _environ.get("SMS_GATEWAY", "")
ALERT_RULES_OFF = env.words(_environ, "ALERT_RULES_OFF")
PUSH_TESTS_PER_HOUR = env.push_tests_per_hour(_environ)
ALERT_LEASE_SECONDS = env.lease_s(_environ)

# --- API ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.permissions.TokenScope",
    ],
    "DEFAULT_PARSER_CLASSES": ["thighcare.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "thighcare.errors.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ThighCare",
    "VERSION": "1",
    "DESCRIPTION": "Log a day, judge an ache, hear of danger at once, share what you allow.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}

# --- watching ----------------------------------------------------------------------------------
METRICS_TOKEN = env.metrics_token(_environ)
DEADMAN_URL = env_places.deadman_url(_environ)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level(_environ)},
    # Django's own request lines may quote a path; warnings and above are enough.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},  # the embedded broker has no host to supply
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
