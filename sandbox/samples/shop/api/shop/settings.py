"""Settings of the shop's API. What differs between environments comes from environment variables."""

import os
from urllib.parse import unquote, urlsplit


def parse_database_url(url):
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 5},
    }


COMMIT = os.environ.get("COMMIT", "unknown")
DATABASES = {"default": parse_database_url(os.environ["DATABASE_URL"])}
REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379")

INSTALLED_APPS = ["catalogue"]
MIDDLEWARE = ["shop.cross_origin.CrossOrigin", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The API keeps no sessions and signs nothing, and the Ingress lets only its own host through.
SECRET_KEY = "not used"
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "UTC"
