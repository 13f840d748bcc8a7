"""The addresses of the installation, and the bare one beside them."""

from __future__ import annotations

from django.urls import path

from bench.bare.views import bare
from bihuan.config.urls import urlpatterns as product

urlpatterns = [*product, path("bench/bare/<int:pk>/", bare, name="bare")]
