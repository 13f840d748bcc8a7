"""The demonstration: a small invented district in which every queue of the desk holds something.

Nobody in it exists. It is built once, through the same actions as everything else, at moments
before the present one, and only where nothing was kept before.
"""

from bihuan.config.demonstration.building import build
from bihuan.config.demonstration.signing_in import links

__all__ = ["build", "links"]
