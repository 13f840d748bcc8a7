from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "bihuan.registers.evidence"
    label = "evidence"
    verbose_name = "Evidence"
