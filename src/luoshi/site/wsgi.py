"""The door for the server, which begins the days as well."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
application = get_wsgi_application()

# isort: split
from luoshi.site import daybreak  # noqa: E402  # the application is set up only now

daybreak.start()
