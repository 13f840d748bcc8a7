from django.apps import AppConfig


class Matters(AppConfig):
    name = "bihuan.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
