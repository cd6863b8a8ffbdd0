"""Which files a letter becomes: a format for each channel that it goes by, and one file for channels that share one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, get_args

from dunlang.diagnostics import did_you_mean
from dunlang.model.policy import Channel
from dunlang.notice.render import FORMATS, Format
from dunlang.records import frozen

if TYPE_CHECKING:
    from dunlang.notice.context import Subject

__all__ = ["USUAL", "Piece", "chosen_forms", "pieces"]

#: What a channel carries if nothing else is asked: a mail to open and send, a page to print, words to paste.
USUAL: Mapping[str, Format] = {"email": "eml", "post": "pdf", "registered post": "pdf", "sms": "text"}

_CHANNELS: tuple[str, ...] = get_args(Channel)


@frozen(kw_only=True)
class Piece:
    """One file of a letter."""

    subject: Subject
    form: Format
    channels: tuple[str, ...]
    """The channels of the letter that this file is for, in the order of the policy."""


def pieces(subject: Subject, forms: Mapping[str, Format]) -> tuple[Piece, ...]:
    """The files of a letter, one for each format among its channels."""
    found: dict[Format, list[str]] = {}
    for channel in subject.letter.channels:
        found.setdefault(forms[channel], []).append(channel)
    return tuple(Piece(subject=subject, form=form, channels=tuple(channels)) for form, channels in found.items())


def chosen_forms(words: Iterable[str]) -> Mapping[str, Format] | str:
    """The format of each channel after *words*: a ``FORMAT`` for all, or ``CHANNEL=FORMAT``; else what is wrong.

    ``post`` is for registered post as well. A later word goes before an earlier one.
    """
    forms = dict(USUAL)
    for word in words:
        channel, named, form = (part.strip() for part in word.rpartition("="))
        channel = channel.replace("_", " ").replace("-", " ")
        if form not in FORMATS:
            return _unknown("format", form, FORMATS)
        if named and channel not in _CHANNELS:
            return _unknown("channel", channel, _CHANNELS)
        for each in _CHANNELS:
            if not named or each == channel or (channel == "post" and each == "registered post"):
                forms[each] = form
    return forms


def _unknown(what: str, word: str, known: tuple[str, ...]) -> str:
    close = did_you_mean(word, known)
    return f"there is no {what} `{word}`: " + (f"did you mean `{close}`?" if close else f"known are {', '.join(known)}")
