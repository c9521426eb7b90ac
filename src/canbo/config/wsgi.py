"""The WSGI application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
application = get_wsgi_application()
connection.ensure_connection()  # a server on a role that row-level security does not bind does not start at all
connection.close()
