"""The JSON Schema that editors complete a mechanism by, and the keys it allows at a place.

`python -m bihuan.mechanisms.schema.published > src/bihuan/mechanisms/mechanism.schema.json`
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from bihuan.mechanisms.schema.document import Document

_ASSUMED = {
    "description": "A value no source gives: the word alone keeps the default, or say the value.",
    "anyOf": [
        {"const": "assumed"},
        {
            "type": "object",
            "required": ["value", "assumed"],
            "properties": {"value": {}, "assumed": {"const": True}},
            "additionalProperties": False,
        },
    ],
}


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a mechanism file, every value of which may be marked `assumed`."""
    found = Document.model_json_schema()
    parts = [found, *found["$defs"].values()]
    for part in parts:
        part.pop("title", None)
        for key, value in part.get("properties", {}).items():
            part["properties"][key] = _markable(value)
    found["$defs"]["Assumed"] = _ASSUMED
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _markable(value: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        key: value.pop(key) for key in ("description", "default") if key in value
    }
    value.pop("title", None)
    if kept.get("default", ...) is None:
        kept.pop("default")
        value = next(one for one in value["anyOf"] if one != {"type": "null"})
    return {**kept, "anyOf": [value, {"$ref": "#/$defs/Assumed"}]}


def text() -> str:
    """The schema as the published file has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys allowed in the mapping at that path; none where any name may stand."""
    nodes = [schema()]
    for part in path:
        nodes = [below for node in nodes for below in _below(node, part)]
    return tuple(dict.fromkeys(key for node in nodes for key in _open(node).get("properties", {})))


def _below(node: dict[str, Any], part: str | int) -> Iterator[dict[str, Any]]:
    found = _open(node)
    if isinstance(part, int):
        below = found.get("items")
    else:
        below = found.get("properties", {}).get(part, found.get("additionalProperties"))
    if isinstance(below, dict):
        yield from _choices(below)


def _choices(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node.get("$ref", "").endswith("/Assumed"):
        return
    if "anyOf" in node:
        for one in node["anyOf"]:
            yield from _choices(one)
    else:
        yield node


def _open(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        found: dict[str, Any] = schema()["$defs"][node["$ref"].rpartition("/")[2]]
        return found
    return node


if __name__ == "__main__":
    sys.stdout.write(text())
