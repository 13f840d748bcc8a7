"""The settings under test: a home of its own, a quick password hasher, plain static files."""

from __future__ import annotations

import os
import tempfile

# Before the real settings are read: never the developer's own data. Workers share their parent's.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["BIHUAN_HOME"] = tempfile.mkdtemp(prefix="bihuan-tests-")

from bihuan.config.settings import *  # the settings follow the home
from bihuan.config.settings import DATABASES, HOME, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that threads meet the locks of production; it need not survive a fall.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
