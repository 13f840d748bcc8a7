"""The JSON Schema that editors use is the schema that files are held against."""

import json
from pathlib import Path

from bihuan.mechanisms.schema import published

FILE = Path(published.__file__).parents[1] / "mechanism.schema.json"


def test_the_published_file_is_the_schema_of_today() -> None:
    """Regenerate it with `python -m bihuan.mechanisms.schema.published > FILE`."""
    assert FILE.read_text("utf-8") == published.text()


def test_every_key_says_what_it_means() -> None:
    schema = json.loads(FILE.read_text("utf-8"))
    for name, part in {"the file": schema, **schema["$defs"]}.items():
        for key, value in part.get("properties", {}).items():
            if name != "Assumed":
                assert value.get("description"), f"{name}: {key}"
                assert {"$ref": "#/$defs/Assumed"} in value["anyOf"], f"{name}: {key}"


def test_the_keys_at_a_place_are_found() -> None:
    assert "mechanism" in published.keys_at(())
    assert "ask_before" in published.keys_at(("clocks", "reply", "extend"))
    assert "solves" in published.keys_at(("close", 0))
    assert "otherwise" in published.keys_at(("route", 3))
    assert published.keys_at(("nowhere", "at", "all")) == ()
