"""The house as an app of Django: it has no tables, it wires the floors when they are loaded."""

from __future__ import annotations

import importlib

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "bihuan.config"
    label = "house"

    def ready(self) -> None:
        # The wiring names models and actions, which can be loaded only from here on.
        importlib.import_module("bihuan.config.wiring").wire()
