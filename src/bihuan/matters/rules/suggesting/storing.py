"""What was learnt, as bytes: arrays and names, never a letter."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from bihuan.matters.rules.suggesting import grams
from bihuan.matters.rules.suggesting.classes import Classes
from bihuan.matters.rules.suggesting.grams import Reading
from bihuan.matters.rules.suggesting.ridge import Voice
from bihuan.matters.rules.suggesting.routes import Routes
from bihuan.matters.rules.suggesting.spaces import Space
from bihuan.matters.rules.suggesting.weighing import Weights

READINGS: Mapping[str, Reading] = {
    "words": grams.WORDS, "places": grams.PLACES, "short": grams.SHORT,
}  # fmt: skip
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same letters make the same bytes


def packed(learnt: Routes | Classes) -> bytes:
    """The bytes of what was learnt; the same for the same."""
    arrays: dict[str, np.ndarray] = {}
    if isinstance(learnt, Routes):
        said: dict[str, Any] = {
            "words": _space("words", learnt.words, arrays),
            "places": _space("places", learnt.places, arrays),
            "voices": [_voice(f"v{n}", v, arrays) for n, v in enumerate(learnt.voices)],
            "met": {name: dict(sorted(found.items())) for name, found in learnt.met.items()},
        }
        weights = learnt.weights
        arrays["weights"] = np.stack([weights.mean, weights.scale, weights.weights])
    else:
        said = {
            "titles": _space("titles", learnt.titles, arrays),
            "texts": _space("texts", learnt.texts, arrays),
            "voice": _voice("v0", learnt.voice, arrays),
        }
    said["answered"] = list(learnt.answered)
    return _zipped(said, arrays)


def routes(body: bytes) -> Routes:
    """What was learnt about units."""
    said, arrays = _unzipped(body)
    mean, scale, weights = arrays["weights"]
    return Routes(
        _spaced("words", said["words"], arrays),
        _spaced("places", said["places"], arrays),
        tuple(_voiced(f"v{n}", one, arrays) for n, one in enumerate(said["voices"])),
        Weights(mean, scale, weights),
        said["met"],
        tuple(said["answered"]),
    )


def classes(body: bytes) -> Classes:
    """What was learnt about classes."""
    said, arrays = _unzipped(body)
    return Classes(
        _spaced("titles", said["titles"], arrays),
        _spaced("texts", said["texts"], arrays),
        _voiced("v0", said["voice"], arrays),
        tuple(said["answered"]),
    )


def _space(name: str, space: Space, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    arrays[f"{name}.keys"] = space.keys.astype(np.uint32)
    arrays[f"{name}.rarity"] = space.rarity
    arrays[f"{name}.starts"] = space.starts.astype(np.uint32)
    arrays[f"{name}.texts"] = space.texts.astype(np.uint16)
    arrays[f"{name}.weights"] = space.weights.astype(np.float16)
    reading = next(key for key, one in READINGS.items() if one == space.reading)
    return {"reading": reading, "size": space.size}


def _spaced(name: str, said: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> Space:
    return Space(
        READINGS[said["reading"]],
        arrays[f"{name}.keys"].astype(np.int64),
        arrays[f"{name}.rarity"],
        arrays[f"{name}.starts"].astype(np.int64),
        arrays[f"{name}.texts"].astype(np.int64),
        arrays[f"{name}.weights"].astype(np.float32),
        said["size"],
    )


def _voice(name: str, voice: Voice, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    arrays[f"{name}.votes"] = voice.votes.astype(np.float16)
    arrays[f"{name}.prior"] = voice.prior
    return {"labels": list(voice.labels), "sharpness": voice.sharpness}


def _voiced(name: str, said: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> Voice:
    votes = arrays[f"{name}.votes"].astype(np.float32)
    return Voice(tuple(said["labels"]), votes, said["sharpness"], arrays[f"{name}.prior"])


def _zipped(said: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept:
        text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        kept.writestr(zipfile.ZipInfo("said.json", _SAME_DAY), text, zipfile.ZIP_DEFLATED)
        for name in sorted(arrays):
            held = io.BytesIO()
            np.save(held, arrays[name], allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _SAME_DAY)
            kept.writestr(info, held.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unzipped(body: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    with zipfile.ZipFile(io.BytesIO(body)) as kept:
        said = json.loads(kept.read("said.json"))
        arrays = {
            name.removesuffix(".npy"): np.load(io.BytesIO(kept.read(name)), allow_pickle=False)
            for name in kept.namelist()
            if name.endswith(".npy")
        }
    return said, arrays
