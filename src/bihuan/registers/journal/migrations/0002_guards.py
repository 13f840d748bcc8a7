"""The database itself refuses to change or remove what the journal holds."""

from django.db import migrations

from bihuan.registers.journal import dialect


def put_up(apps, schema_editor):
    dialect.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    dialect.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    # A later migration that alters one of these tables must put the guards up again: SQLite
    # drops them with the table it rebuilds.
    operations = [migrations.RunPython(put_up, take_down)]
