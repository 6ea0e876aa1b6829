"""The application that the server runs."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstlight.config.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()
# The first reader need not wait until every page is known.
get_resolver().url_patterns  # noqa: B018
# What is loaded by now lives as long as the process. The collector would walk all of it again and again, and each time
# a reader would wait a tenth of a second.
gc.freeze()
# What a request makes is mostly kept until it ends: looking for garbage in it every 700 objects takes a quarter of the
# time of a large list.
gc.set_threshold(50_000, 20, 20)
