
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0005_papers"),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_desk',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_office_desk',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['unit', 'stage', 'due_at', 'id', 'carried_until'], name='matter_desk'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['version', 'stage', 'due_at', 'id', 'carried_until'], name='matter_office_desk'),
        ),
    ]
