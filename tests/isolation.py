"""Loaded before Django's settings are read: a VAR_DIR of the tests' own, gone at the end.

`addopts` in pyproject.toml names this plugin; a conftest would come too late.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="thighcare-test-")
os.environ["VAR_DIR"] = _folder
os.environ["EMAIL_URL"] = ""
os.environ["PUBLIC_URL"] = ""
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
