"""The door for the server, which begins the days as well."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
application = get_wsgi_application()

# isort: split
from importlib import import_module  # noqa: E402

from luoshi.site import daybreak  # noqa: E402  # the application is set up only now

# What is imported for good is never looked through for rubbish again: that took a tenth of a second, in the midst of a request.
import_module("luoshi.site.urls")
import_module("luoshi.reading.reader")  # nor does the first text wait for the grammar
gc.collect()
gc.freeze()
daybreak.start()
