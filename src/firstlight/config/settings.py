"""Django settings. What may differ between installations comes from `environment`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firstlight.config.environment import Environment, secret_key

environment = Environment.read()

SECRET_KEY = secret_key(environment.data)
DEBUG = environment.debug
ALLOWED_HOSTS = list(environment.hosts)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "firstlight.kernel",
    "firstlight.ledger",
    "firstlight.identity",
    "firstlight.workspace",
    "firstlight.access",
    "firstlight.packs",
    "firstlight.scope",
    "firstlight.intake",
    "firstlight.assurance",
    "firstlight.readiness",
    "firstlight.testing",
    "firstlight.dependencies",
    "firstlight.cutover",
    "firstlight.webhooks",
    "firstlight.letters",
    "firstlight.reporting",
    "firstlight.jobs",
    "firstlight.api",
    "firstlight.web",
    "firstlight.config",
]

MIDDLEWARE = [
    "firstlight.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "firstlight.web.sessions.SessionLimits",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "firstlight.web.refusals.RefusalPages",
    "firstlight.web.viewing.SignInRequired",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "firstlight.web.surroundings.surroundings",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "firstlight.web.templatetags.firstlight",
            ],
        },
    }
]

ROOT_URLCONF = "firstlight.config.urls"
WSGI_APPLICATION = "firstlight.config.wsgi.application"

DATABASES = {"default": environment.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"

# Memory-hard, and in the standard library. Passwords of other installations are taken over at the next sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Where people reach this installation. With https cookies are bound to it.
ADDRESS = environment.address
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []
ENCRYPTED = ADDRESS.startswith("https://")
TRUSTED_PROXIES = environment.proxies
OPENID = environment.openid
MAIL_CONFIGURED = bool(environment.mail)
globals().update(environment.mail)

SESSION_ENGINE = "firstlight.web.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-firstlight_session" if ENCRYPTED else "firstlight_session"
CSRF_COOKIE_NAME = "__Host-firstlight_csrf" if ENCRYPTED else "firstlight_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "firstlight.web.refusals.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
LANGUAGE_COOKIE_NAME = "fl-language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "/static/"
# Files are served from where they lie; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_FOLDER = environment.data
# Whether what is acknowledged has to survive a power cut. Not so for a database that is removed after the run.
DURABLE = environment.durable

# How much one token or browser may ask of the API, counted in each server process.
API_REQUESTS_A_MINUTE = environment.api_requests
# Whether webhooks may go to this machine and to private networks, and without TLS. For who runs their own receiver.
WEBHOOKS_PRIVATE = environment.webhooks_private
# The same of health addresses: whether services inside may be asked how they do, and without TLS.
HEALTH_PRIVATE = environment.health_private

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens-hidden": {"()": "firstlight.config.logs.TokensHidden"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["tokens-hidden"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
