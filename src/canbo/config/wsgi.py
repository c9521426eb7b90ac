"""The WSGI application that a server runs."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from canbo.base.record.asking import bind_what_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
application = get_wsgi_application()
connection.ensure_connection()  # a server on a role that row-level security does not bind does not start at all
connection.close()
# Readings that no entry binds yet are bound before the server is gone; after a crash the next night does it.
atexit.register(lambda: bind_what_waits(timezone.now()))
# A page makes tens of thousands of small things that hold no circles, beside a rule pack that stays: at Python's usual
# 700 the collector would walk the pack several times a page, for nothing.
gc.set_threshold(50_000, 20, 20)
