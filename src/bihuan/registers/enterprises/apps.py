from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "bihuan.registers.enterprises"
    label = "enterprises"
    verbose_name = "Enterprises"
