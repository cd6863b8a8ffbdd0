"""From what a period runs: `na dagtekening`, `vanaf de dag nadat deze brief bij u is bezorgd`, `dès réception`."""

from __future__ import annotations

from dunlang.notice.reading import LetterText, Mark, Sentence

__all__ = ["start_of"]

_LINKS = ("after", "from", "day after", "third working day")
_EVENTS = {
    "receipt": "receipt",
    "sending": "sending",
    "letter date": "letter date",
    "today": "today",
    "due": "due",
    "invoice date": "invoice date",
}
_OF = frozenset({"van", "de", "du", "d'", "of", "der", "des", "del", "ihrer", "la"})
#: How many tokens may stand between a period and the word that links it to its beginning, and from there to that.
_TO_LINK, _TO_EVENT, _BARE = 16, 10, 4


def start_of(text: LetterText, sentence: Sentence, index: int) -> tuple[str, tuple[int, int]]:
    """The beginning of the period at mark *index*, ``none`` where none is told, and the tokens that tell it.

    It is looked for behind the period, then before it: `na ontvangst van deze brief heeft u veertien dagen`.
    """
    mark = sentence.marks[index]
    behind = sentence.marks[index + 1 :]
    found = _linked(text, sentence, behind, mark.last) or _bare(text, behind, mark.last)
    if found is None:
        lead = sentence.marks[:index]
        links = [at for at, m in enumerate(lead) if m.concept in _LINKS and mark.first - m.first <= _TO_LINK]
        hits = (_linked(text, sentence, lead[at:], lead[at].first) for at in links)
        found = next((hit for hit in hits if hit is not None), None)
    if found is None:
        return "none", (mark.first, mark.last)
    return found[0], (found[1], found[2])


def _linked(text: LetterText, sentence: Sentence, marks: list[Mark], origin: int) -> tuple[str, int, int] | None:
    """A link word and the event that it leads to."""
    for at, link in enumerate(marks):
        if link.first - origin > _TO_LINK or link.concept in ("condition", "unless", "period"):
            return None
        if link.concept not in _LINKS:
            continue
        shape, reach = link.concept, link.last
        letter: Mark | None = None
        dated = -1
        for event in marks[at + 1 :]:
            if event.first - reach > _TO_EVENT or event.concept in ("condition", "unless", "period", "future"):
                break
            if event.concept == "day after" or (event.concept == "third working day"):
                shape, reach = event.concept, event.last
            elif event.concept == "day of":
                shape = "day of" if shape == "from" else shape
                dated = event.last if text.tokens[event.last - 1].text in _OF else -1
            elif event.concept in _EVENTS:
                if event.concept == "receipt" and _of_payment(text, sentence, event):
                    break
                return _named(_EVENTS[event.concept], shape), link.first, event.last
            elif event.concept == "letter" and event.first == dated:
                return _named("letter date", shape), link.first, event.last
            elif event.concept == "letter" and letter is None:
                letter = event
            elif event.concept == "invoice" and letter is None:
                break
        if letter is not None:
            return _named("letter date", shape), link.first, letter.last
    return None


def _bare(text: LetterText, marks: list[Mark], origin: int) -> tuple[str, int, int] | None:
    """An event that follows with no link: `dans les 15 jours de la réception`."""
    if not text.lexicon.bare_start:
        return None
    for event in marks:
        if event.first - origin > _BARE:
            return None
        if event.concept in _EVENTS:
            return _named(_EVENTS[event.concept], "after"), event.first, event.last
        if event.concept == "letter":
            return _named("letter date", "after"), event.first, event.last
        if event.concept in ("pay", "amount", "condition"):
            return None
    return None


def _of_payment(text: LetterText, sentence: Sentence, event: Mark) -> bool:
    """Whether what is received is the debtor's payment and not the letter: `na ontvangst van uw betaling`."""
    joined = event.last < sentence.last and text.tokens[event.last].text in _OF
    return joined and any(m.concept in ("pay", "amount") and 1 <= m.first - event.last <= 3 for m in sentence.marks)


def _named(event: str, shape: str) -> str:
    """The word of the law's list for an event and the way it is counted from."""
    if shape == "third working day":
        return "third working day after sending"
    if shape == "day after":
        return f"day after {event}"
    return f"day of {event}" if shape == "day of" else event
