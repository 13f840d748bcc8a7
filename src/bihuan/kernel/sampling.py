"""Whether a matter is drawn for call-back: a fixed lot anybody can draw again."""

import hashlib


def drawn(number: str, cycle: int, share: float) -> bool:
    """True for that share of matters, decided by the number and the cycle alone."""
    if share >= 1:
        return True
    lot = hashlib.sha256(f"{number}/{cycle}".encode()).digest()
    return int.from_bytes(lot[:8], "big") < share * 2**64
