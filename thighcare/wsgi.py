"""The web server's way in: who has a turn is settled before Django is asked."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from pwa.admission import AT_ONCE_ON_POSTGRES, AT_ONCE_ON_SQLITE, Admission, Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")
_django = get_wsgi_application()
application = Admission(
    _django, gate=Gate(at_once=AT_ONCE_ON_SQLITE if settings.EMBEDDED else AT_ONCE_ON_POSTGRES)
)
