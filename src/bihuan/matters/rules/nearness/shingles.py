"""A text as the set of its shingles: three characters in a row, without the courtesies."""

import re
import unicodedata

WIDTH = 3
# What every letter says says nothing about this one.
_COURTESIES = re.compile(
    "尊敬的[^，,。！!：:]{0,12}(?:领导|书记|市长|区长|县长|主任|政府|您)们?"
    "|领导您?好|您好|你好|谢谢|感谢|希望|请问|相关部门|有关部门|政府|领导|本人|信访人|某某|能够|尽快"
    "|解决|处理|回复|为什么|我们|什么时候|是否|是不是|反映|认为|建议|要求"
)

Shingles = frozenset[str]


def normal(text: str) -> str:
    """The characters that count: letters, figures and Chinese, of one width and case."""
    plain = _COURTESIES.sub("", unicodedata.normalize("NFKC", text).lower())
    return "".join(filter(str.isalnum, plain))


def shingles(text: str) -> Shingles:
    """Every run of three characters of a text; none where there are fewer."""
    said = normal(text)
    return frozenset(said[i : i + WIDTH] for i in range(len(said) - WIDTH + 1))


def placed(text: str) -> tuple[str, tuple[int, ...]]:
    """The characters that count, and where in the text each of them stands."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for plain in unicodedata.normalize("NFKC", sign).lower():
            signs.append(plain)
            places.append(place)
    said = "".join(signs)
    polite = {i for found in _COURTESIES.finditer(said) for i in range(*found.span())}
    kept = [i for i, sign in enumerate(said) if sign.isalnum() and i not in polite]
    return "".join(said[i] for i in kept), tuple(places[i] for i in kept)
