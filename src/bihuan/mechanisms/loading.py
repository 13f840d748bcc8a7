"""Loads a mechanism file: bytes in, the kernel's declaration out, with what is only assumed."""

import hashlib
from dataclasses import dataclass

from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms import compiling, reading, validating
from bihuan.mechanisms.reading import Assumed, Tree
from bihuan.mechanisms.schema.document import Document


@dataclass(frozen=True, slots=True)
class Loaded:
    """A mechanism ready to run, the hash of its bytes, and the values no source gives."""

    mechanism: Mechanism
    sha256: str
    assumed: tuple[Assumed, ...]
    document: Document
    tree: Tree


def load(data: bytes, name: str) -> Loaded:
    """Read, validate and compile a file.

    Refuses `mechanism.invalid` with all the faults of the first stage that has any: the YAML,
    the shape, or what keeps the declaration from running. It does not read as a lawyer: a
    version once published must load under every later checker.
    """
    tree = reading.read(data, name)
    document = validating.document_of(tree)
    mechanism = compiling.compile_document(document, tree)
    digest = hashlib.sha256(data).hexdigest()
    return Loaded(mechanism, digest, tree.assumed, document, tree)
