"""The web server's way in: who has a turn is settled before Django is asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from pwa.admission import Admission

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thighcare.settings")


def _admitting() -> Admission:
    """Load the apps first: what counts the requests turned away has a table among them."""
    django = get_wsgi_application()
    from pwa.admission import AT_ONCE_ON_POSTGRES, AT_ONCE_ON_SQLITE, Admission, Gate

    at_once = AT_ONCE_ON_SQLITE if settings.EMBEDDED else AT_ONCE_ON_POSTGRES
    return Admission(django, gate=Gate(at_once=at_once))


application = _admitting()
