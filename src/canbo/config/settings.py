"""Settings: one file, one environment variable for the database, everything else with a default that works offline.

CANBO_DATABASE  empty for SQLite in CANBO_HOME, or postgresql://user:pass@host:port/name; the user owns the database
                and is neither superuser nor BYPASSRLS
CANBO_HOME      where the database and the secret key live (default: ./var)
CANBO_DEBUG     "1" for a developer's machine
CANBO_DEMO      "1" shows the demo cast on the first page
CANBO_POLICY    folder of the rule pack (default: policy/vn of this checkout)
CANBO_HTTPS     "1" when a proxy in front serves https and sets X-Forwarded-Proto: cookies then travel over https only
CANBO_OIDC_ISSUER, CANBO_OIDC_CLIENT, CANBO_OIDC_SECRET, CANBO_OIDC_NAME
                the organisation's own sign-in (OpenID Connect): see docs/how-to/connect-an-organisations-sign-in.md
CANBO_SECURITY_CONTACT
                where a weakness is reported, mailto:… or https://…: told at /.well-known/security.txt
CANBO_READ_ONLY "1" refuses every action on the record; reading and signing in go on
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("CANBO_HOME", ROOT / "var"))
DEBUG = os.environ.get("CANBO_DEBUG") == "1"
DEMO = os.environ.get("CANBO_DEMO") == "1"
HTTPS = os.environ.get("CANBO_HTTPS") == "1"
READ_ONLY = os.environ.get("CANBO_READ_ONLY") == "1"
POLICY = Path(os.environ.get("CANBO_POLICY", ROOT / "policy" / "vn"))


def _secret_key() -> str:
    """The installation's own key, made on first start and readable by its owner alone."""
    file = HOME / "secret.key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def _database(url: str) -> dict[str, object]:
    """Django's database setting for CANBO_DATABASE."""
    if not url:
        # FULL: an entry is on the disk before it is acknowledged; NORMAL may lose the last ones with the power.
        pragmas = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
            "PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON;"
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(HOME / "canbo.sqlite3"),
            # The default (deferred) loses one write in seven under four writers.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "canbo.base.walls.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Compiling a question takes longer than most pages; whoever screens a nation asks DuckDB.
        "OPTIONS": {"options": "-c jit=off"},
    }


def _organisations_provider() -> list[dict[str, object]]:
    """The organisation's provider as allauth wants it; none where no issuer is named.

    Raises ValueError for an issuer that is not spoken to over https, or that lacks its client or secret.
    """
    issuer = os.environ.get("CANBO_OIDC_ISSUER", "")
    if not issuer:
        return []
    client, secret = os.environ.get("CANBO_OIDC_CLIENT", ""), os.environ.get("CANBO_OIDC_SECRET", "")
    if not issuer.startswith("https://") or not client or not secret:
        raise ValueError(
            "CANBO_OIDC_ISSUER begins with https:// and comes with CANBO_OIDC_CLIENT and CANBO_OIDC_SECRET"
        )
    name = os.environ.get("CANBO_OIDC_NAME", urlsplit(issuer).hostname)
    own = {"server_url": issuer.rstrip("/")}
    return [{"provider_id": "organisation", "name": name, "client_id": client, "secret": secret, "settings": own}]


def contact(said: str) -> str:
    """The contact as RFC 9116 wants it. Raises ValueError for anything but mailto:… or https://… on one line."""
    said = said.strip()
    if said and (not said.startswith(("mailto:", "https://")) or any(letter.isspace() for letter in said)):
        raise ValueError("CANBO_SECURITY_CONTACT begins with mailto: or https:// and is one line")
    return said


SECURITY_CONTACT = contact(os.environ.get("CANBO_SECURITY_CONTACT", ""))
SECRET_KEY = os.environ.get("CANBO_SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = os.environ.get("CANBO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "canbo.base.record",
    "canbo.base.accounts",
    "canbo.base.access",
    "canbo.base.authority",
    "canbo.base.packs",
    "canbo.base.keeping",
    "canbo.shell",
    "canbo.apps.regulations",
    "canbo.apps.bodies",
    "canbo.apps.mandates",
    "canbo.apps.people",
    "canbo.apps.papers",
    "canbo.apps.ballots",
    "canbo.apps.procedures",
    "canbo.apps.eligibility",
    "canbo.apps.planning",
    "canbo.config",
]
AUTH_USER_MODEL = "accounts.Account"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Shut unless it says otherwise: an address asks for an account, whoever forgot to.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "canbo.shell.sessions.EndingSessions",
    "canbo.shell.mandate.Mandates",
    "canbo.shell.mandate.FirstOfAllAPassword",
    "canbo.config.asking.SaysWhoAsks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "canbo.shell.middleware.RefusalMiddleware",
    "canbo.shell.limits.LimitedRequests",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "canbo.config.urls"
WSGI_APPLICATION = "canbo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "canbo.shell.context.frame",
            ],
            "builtins": ["canbo.shell.templatetags.canbo", "canbo.shell.templatetags.sent"],
        },
    }
]

# In the database, because codes that were used and attempts that failed count for every process of the server alike.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "canbo_cache"}}
DATABASES = {"default": _database(os.environ.get("CANBO_DATABASE", ""))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "shown_as"]}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
# By name and address together: a stranger elsewhere cannot lock somebody out, nor try one name from one place for ever.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "canbo.shell.locking.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# The second factor: allauth checks it, our pages ask for it. Nobody opens an account by themselves, nothing is mailed.
ACCOUNT_ADAPTER = "canbo.shell.signing.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "canbo.shell.signing.forms.PasswordAgainForm"}
MFA_ADAPTER = "canbo.shell.signing.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "canbo.shell.signing.forms.CodeForm",
    "reauthenticate": "canbo.shell.signing.forms.CodeAgainForm",
    "activate_totp": "canbo.shell.signing.forms.AppForm",
    "add_webauthn": "canbo.shell.signing.forms.KeyForm",
}
SOCIALACCOUNT_ADAPTER = "canbo.shell.signing.provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _organisations_provider()}}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Canbo"
#: A telephone's clock may be half a minute off; a code is taken once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
# Indexes that carry further columns are for PostgreSQL at the size of a nation; SQLite leaves those columns out.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
#: Bytes of a whole request: the largest workbook (40 MB) and its form. Django's own limit leaves files out.
LARGEST_REQUEST = 41 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

_ISSUER = urlsplit(os.environ.get("CANBO_OIDC_ISSUER", ""))
OIDC_ORIGIN = f"{_ISSUER.scheme}://{_ISSUER.netloc}" if _ISSUER.netloc else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        # The form that leaves for the organisation's provider is led on to its address.
        "form-action": ["'self'", *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
#: Seconds: a session ends a working day after signing in, and half an hour after the last page.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_AGE = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Everything that goes wrong is told on standard error, without secrets; nothing is mailed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {"()": "canbo.shell.discretion.Discreet", "format": "%(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True}},
}
