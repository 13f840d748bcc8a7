from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "bihuan.registers.jobs"
    label = "jobs"
    verbose_name = "Jobs"
