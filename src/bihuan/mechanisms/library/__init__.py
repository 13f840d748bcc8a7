"""The mechanisms that are shipped: a county copies one and changes it."""

from importlib import resources

from bihuan.kernel.refused import Refused

_HERE = resources.files("bihuan.mechanisms.library")


def names() -> tuple[str, ...]:
    """The names of the shipped mechanisms."""
    files = (entry.name for entry in _HERE.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


def read(name: str) -> bytes:
    """The bytes of a shipped mechanism; refuses `mechanism.unknown`."""
    if name not in names():
        raise Refused("mechanism.unknown", code=name)
    return _HERE.joinpath(f"{name}.yaml").read_bytes()
