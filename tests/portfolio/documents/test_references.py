"""References with a check, and numbers in the words of payers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.portfolio.documents.references import (
    is_telling,
    joined,
    ogm_number,
    phrases,
    rf_number,
    runs,
    structured,
)


def rf(body: str) -> str:
    """The creditor reference of ISO 11649 for *body*."""
    digits = "".join(str(int(sign, 36)) for sign in body + "RF00")
    return f"RF{98 - int(digits) % 97:02}{body}"


def ogm(number: int) -> str:
    """The Belgian structured communication of a number of ten digits."""
    digits = f"{number:010}{number % 97 or 97:02}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def test_known_references() -> None:
    """Examples of the standards themselves."""
    assert rf_number("RF18 5390 0754 7034") == "539007547034"
    assert ogm_number("+++090/9337/55493+++") == "909337554"
    assert structured("betreft RF18 5390 0754 7034, dank u") == ("RF18539007547034",)
    assert "RF18539007547034" in structured("betreft RF18 5390 0754 7034 dank u")
    assert structured("***090/9337/55493*** factuur") == ("090/9337/55493",)


@settings(max_examples=80)
@given(st.from_regex(r"[A-Z0-9]{1,21}", fullmatch=True), st.data())
def test_one_wrong_sign_of_a_creditor_reference_is_noticed(body: str, data: st.DataObject) -> None:
    """A sound reference gives its number; with any one digit changed it is none."""
    sound = rf(body)
    assert rf_number(sound) == joined((body.lower().lstrip("0"),))
    places = [at for at, sign in enumerate(sound) if sign.isdigit()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != sound[at]]))
    assert not rf_number(sound[:at] + other + sound[at + 1 :])


@settings(max_examples=80)
@given(st.integers(1, 10**10 - 1), st.data())
def test_one_wrong_digit_of_a_belgian_reference_is_noticed(number: int, data: st.DataObject) -> None:
    """The same for the Belgian structured communication."""
    sound = ogm(number)
    assert ogm_number(sound) == str(number)
    assert structured(f"facture {sound} merci") == (sound.strip("+"),)
    at = data.draw(st.sampled_from([at for at, sign in enumerate(sound) if sign.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != sound[at]]))
    assert not ogm_number(sound[:at] + other + sound[at + 1 :])


def found(text: str, *numbers: str) -> list[str]:
    """The words of those of *numbers* that stand in *text*."""
    by_runs = {runs(number): number for number in numbers}
    words = {joined(runs(number)) for number in numbers}
    return [hit[2] for hit in phrases(runs(text), by_runs, words, max(map(len, by_runs), default=1))]


@pytest.mark.parametrize(
    ("text", "numbers", "hits"),
    [
        ("factuur 2026-00017", ["2026-00017"], ["202600017"]),
        ("factuur 2026/00017.", ["2026-00017"], ["202600017"]),
        ("FACTUUR 2026 00017", ["2026-00017"], ["202600017"]),
        ("factuur 202600017", ["2026-00017"], ["202600017"]),
        ("factuur 12026-00017", ["2026-00017"], []),
        ("factuur 2026-000171", ["2026-00017"], []),
        ("2026-00017 en 2026-00018", ["2026-00017", "2026-00018"], ["202600017", "202600018"]),
        ("R-2026-00017", ["2026-00017", "R-2026-00017"], ["r202600017"]),
        ("123456", ["0000123456"], ["123456"]),
        ("nr R 1234567", ["R1234567"], ["r1234567"]),
        ("op 1 2 3 4", ["1234"], []),
        ("", ["2026-00017"], []),
    ],
)
def test_a_number_counts_as_a_whole_word_only(text: str, numbers: list[str], hits: list[str]) -> None:
    """Other signs between the parts do not matter, more letters or digits around it do; the longest counts."""
    assert found(text, *numbers) == hits


@pytest.mark.parametrize(("word", "telling"), [("2026", False), ("12", False), ("abcde", False), ("20261", True)])
def test_short_numbers_tell_nothing(word: str, telling: bool) -> None:
    """A year or a house number may stand in any text."""
    assert is_telling(word) is telling
