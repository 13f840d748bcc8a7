"""The command `bihuan`: prepares Django, then hands over to the command line."""

from __future__ import annotations

import importlib
import os

import django


def main() -> None:
    """Run the command line of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    django.setup()
    # The commands name models, which can be loaded only now.
    importlib.import_module("bihuan.config.console").run()
