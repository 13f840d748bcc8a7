from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "bihuan.registers.journal"
    label = "journal"
    verbose_name = "Journal"
