"""References of payments: creditor references with a check (ISO 11649, Belgian), and numbers in a text.

Numbers are compared as runs of letters and digits in small letters: `2026-00001`, `2026/00001` and `2026 00001` are the
same, `12026-00001` is another. Zeros in front of a number of digits only do not count.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = [
    "is_rare",
    "is_telling",
    "joined",
    "lookalikes",
    "ogm_number",
    "outline",
    "phrases",
    "rf_number",
    "runs",
    "structured",
]

_RUN = re.compile(r"[^\W_]+")
_RF = re.compile(r"\bRF *\d{2}(?: ?[A-Z0-9]{1,4}){1,6}\b", re.IGNORECASE)
_OGM = re.compile(r"(?:[+*]{3} *)?(\d{3} */ *\d{4} */ *\d{5})(?: *[+*]{3})?|(?<!\d)(\d{12})(?!\d)")
_RF_PLAIN = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
#: Shorter numbers stand in too many texts by chance: a year, a day, a house number.
_TELLING = 5
#: Digits alone stand there more often: postal codes, amounts, numbers of customers.
_RARE_DIGITS = 7
#: A number written with blanks inside counts from this length on.
_APART = 6
_MOST_RUNS = 400
_MOST_APART = 4


def runs(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of *text*, in small letters."""
    return tuple(_RUN.findall(unicodedata.normalize("NFKC", text).casefold())[:_MOST_RUNS])


def joined(number: Iterable[str]) -> str:
    """Runs as one word, without zeros in front where it is digits only."""
    word = "".join(number)
    return (word.lstrip("0") or "0") if word.isdigit() else word


def is_telling(word: str) -> bool:
    """Whether a number is long enough to be a reference."""
    return len(word) >= _TELLING and any(sign.isdigit() for sign in word)


def is_rare(word: str) -> bool:
    """Whether a number is long enough that it does not stand in a text by chance."""
    return is_telling(word) and (len(word) >= _RARE_DIGITS or not word.isdigit())


def outline(number: str) -> tuple[str, ...]:
    """The form of a number: `2026-00017` is four digits and five digits."""
    return tuple("".join("9" if sign.isdigit() else "a" for sign in run) for run in runs(number))


def lookalikes(text: str, form: tuple[str, ...], known: Collection[str]) -> Iterator[str]:
    """What stands in *text* in the *form* of a number, and is none of the *known* ones."""
    words = runs(text)
    if not is_telling("".join(form)):
        return
    for size in sorted({len(form), 1}):
        for start in range(len(words) - size + 1):
            part = words[start : start + size]
            alike = "".join(outline(" ".join(part))) == "".join(form) if size == 1 else outline(" ".join(part)) == form
            if alike and joined(part) not in known:
                yield " ".join(part)


def rf_number(text: str) -> str:
    """The number in a creditor reference of ISO 11649 as :func:`joined` writes it; empty where it is none."""
    plain = "".join(text.split()).upper()
    if not _RF_PLAIN.fullmatch(plain):
        return ""
    digits = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
    return joined((plain[4:].lower().lstrip("0"),)) if int(digits) % 97 == 1 else ""


def ogm_number(text: str) -> str:
    """The number in a Belgian structured communication (`+++123/4567/89002+++`); empty where it is none."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) != 12 or any(sign not in "0123456789+*/ " for sign in text):
        return ""
    return joined((digits[:10],)) if (int(digits[:10]) % 97 or 97) == int(digits[10:]) else ""


def structured(text: str) -> tuple[str, ...]:
    """The references with a right check that stand in *text*, as written but without blanks."""
    found: list[str] = []
    for match in _RF.finditer(text):
        words = match.group().split()
        # Words behind it may look like its last part: every start that has a right check counts.
        starts = ("".join(words[:end]).upper() for end in range(len(words), 0, -1))
        found += [plain for plain in starts if rf_number(plain)]
    for match in _OGM.finditer(text):
        plain = "".join((match.group(1) or match.group(2)).split())
        if ogm_number(plain):
            found.append(plain)
    return tuple(dict.fromkeys(found))


def phrases(
    words: tuple[str, ...], by_runs: Mapping[tuple[str, ...], object], by_word: Collection[str], longest: int
) -> tuple[tuple[int, int, str], ...]:
    """Where the numbers of *by_runs* (at most *longest* runs) and *by_word* stand in *words*: start, end, word.

    A number inside a longer one that stands there too is left out.
    """
    found: list[tuple[int, int, str]] = []
    for start in range(len(words)):
        for size in range(1, min(max(longest, _MOST_APART), len(words) - start) + 1):
            part = words[start : start + size]
            word = joined(part)
            alike = part in by_runs and size <= longest
            if alike or (word in by_word and (size == 1 or (size <= _MOST_APART and len(word) >= _APART))):
                found.append((start, start + size, word))
    return tuple(
        hit
        for hit in found
        if not any(
            other[0] <= hit[0] and hit[1] <= other[1] and other[1] - other[0] > hit[1] - hit[0] for other in found
        )
    )
