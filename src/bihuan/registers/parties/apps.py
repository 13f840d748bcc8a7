from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "bihuan.registers.parties"
    label = "parties"
    verbose_name = "Parties"
