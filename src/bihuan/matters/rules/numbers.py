"""Numbers and codes given to people."""

import hashlib
import secrets

# Neither 0 nor O, neither 1 nor I nor L: the code is read aloud over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def series(mechanism: str, year: int) -> str:
    """The series a matter is numbered in, such as HOTLINE-2026."""
    return f"{mechanism.upper()}-{year}"


def number(series_name: str, place: int) -> str:
    """The number of a matter, such as HOTLINE-2026-00017."""
    return f"{series_name}-{place:05d}"


def new_code() -> str:
    """A fresh code of the person's own, about 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(given: str) -> str:
    """A code as typed by a person, brought to the form it was given in."""
    return "".join(c for c in given.upper() if c in ALPHABET)


def digest(text: str) -> str:
    """The digest by which the very same text is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_digest(text: str) -> str:
    """Twelve characters of a digest, for a code made from a name."""
    return digest(text)[:12]
