"""Takes one measure in this process: `python -m bench.alone MODULE NAME FILE`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Write the figures of a measure into a file, one JSON object a line."""
    module, name, path = sys.argv[1:4]
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        django.setup()
    measure = importlib.import_module(module)
    with Path(path).open("w", encoding="utf-8") as file:
        said = (line.as_json() for line in measure.measured(name))
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in said)


if __name__ == "__main__":
    main()
