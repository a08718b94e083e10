"""Answers in words: which scale they are on, and what each is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cx_workbench.study.contract import Scale
from cx_workbench.study.importing.worded_scales import BLANK, FAMILIES, NOT_APPLICABLE, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.contract import Metric
    from cx_workbench.study.importing.worded_scales import Family

#: So many different levels make a scale: two could be anything.
_FEWEST = 3
_SLOT = "{}"
#: What survey programs write for nothing.
_NOTHING = {"blank", "null", "nan", "missing", "na"}
_OUT_OF = re.compile(r"\s*(\d{1,2}(?:[.,]5)?)\s*(?:/|of|out of|z|ze|von|из)\s*(\d{1,2})\s*")
_STARS = re.compile(r"\s*([★⭐]+)\s*([☆✩]*)\s*")
#: Letters of a word that its ending leaves at least.
_STEM = 3
_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[-–—.:=)]+\s*(\D.*)|\s*(\D.*?)\s*[(=]\s*(\d{1,2})\s*\)?\s*")


@dataclass(frozen=True)
class Worded:
    """Answers in words, as scores.

    Attributes
    ----------
    family
        What the scale asks about.
    language
        Of the answers.
    metric
        What they are, if the question says no more.
    scale
        From 1 to the number of levels.
    words
        The score of each answer, as it is written; the best is the highest.
    not_applicable, blank
        Answers that say that there is none.
    unknown
        Answers that are on no scale known here.
    doubts
        What somebody should look at, in words.
    """

    family: str
    language: str
    metric: Metric
    scale: Scale
    words: dict[str, float]
    not_applicable: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def worded(answers: Iterable[str]) -> Worded | None:
    """Tell the scale of answers in words.

    Parameters
    ----------
    answers
        The different ones, in any order. Numbers before or behind the words ("5 - Very good")
        are checked against them.

    Returns
    -------
    Worded or None
        ``None`` where fewer than three levels of one scale are among them, or where most are on
        none.

    Examples
    --------
    >>> found = worded(["Veľmi spokojný", "Skôr spokojný", "Skôr nespokojný", "Neviem"])
    >>> found.language, found.words["Skôr nespokojný"], found.blank
    ('sk', 2.0, ('Neviem',))
    >>> worded(["Bratislava", "Praha", "Warszawa"])
    """
    given = sorted(set(answers))
    if (marked := _marked(given)) is not None:
        return marked
    sorted_out = {answer: folded(_parted(answer)[1]) for answer in given}
    not_applicable = tuple(a for a, text in sorted_out.items() if _is(NOT_APPLICABLE, text))
    blank = tuple(a for a, text in sorted_out.items() if _is(BLANK, text) or not text)
    rest = {a: text for a, text in sorted_out.items() if a not in {*not_applicable, *blank}}
    found = sorted(_candidates(rest), key=lambda each: each.order)
    if not found:
        return None
    best, *others = found
    return Worded(
        family=best.family.name,
        language=best.language,
        metric=best.family.metric,
        scale=Scale(1, best.count),
        words=best.words,
        not_applicable=not_applicable,
        blank=blank,
        unknown=best.unknown,
        doubts=tuple(_doubts(best, others)),
    )


def _marked(answers: Sequence[str]) -> Worded | None:
    """Read marks out of so many ("4/5", "4 of 5") and stars ("★★★☆☆")."""
    marks = {answer: mark for answer in answers if (mark := _mark(answer)) is not None}
    unknown = tuple(answer for answer in answers if answer not in marks)
    most = {out_of for _, out_of in marks.values() if out_of}
    if len(marks) < _FEWEST or len(most) > 1 or len(unknown) >= len(marks):
        return None
    best = max([*most, *(mark for mark, _ in marks.values())])
    doubt = (f"The best that anybody gave is taken for the best of the scale: {best:g}.",)
    return Worded(
        family="marks",
        language="",
        metric="csat",
        scale=Scale(min(1.0, *(mark for mark, _ in marks.values())), best),
        words={answer: mark for answer, (mark, _) in marks.items()},
        unknown=unknown,
        doubts=() if most else doubt,
    )


def _mark(answer: str) -> tuple[float, float] | None:
    """Return a mark and of how many it is; 0 where that is not said."""
    found = _OUT_OF.fullmatch(answer)
    if found:
        mark, out_of = float(found[1].replace(",", ".")), float(found[2])
        return (mark, out_of) if mark <= out_of else None
    stars = _STARS.fullmatch(answer.replace("\ufe0f", ""))
    if stars:
        return float(len(stars[1])), float(len(stars[1] + stars[2]) if stars[2] else 0)
    return None


@dataclass(frozen=True)
class _Candidate:
    """A scale that answers may be on."""

    family: Family
    language: str
    count: int
    words: dict[str, float]
    unknown: tuple[str, ...]
    place: int

    @property
    def fit(self) -> tuple[int, int]:
        """How many answers it leaves over, and how many of its levels nobody chose."""
        return len(self.unknown), self.count - len(set(self.words.values()))

    @property
    def order(self) -> tuple[int, int, int, int]:
        """What fits best goes first, then what has fewest levels."""
        return *self.fit, self.count, self.place


def _candidates(answers: dict[str, str]) -> Iterator[_Candidate]:
    for place, family in enumerate(FAMILIES):
        for language, levels in family.levels.items():
            words, unknown = _placed(answers, levels)
            # Two answers on one level say that it is another scale; endings make no difference.
            one_each = len(set(words.values())) == len({_stem(answers[word]) for word in words})
            if len(set(words.values())) >= _FEWEST and one_each and len(unknown) < len(words):
                yield _Candidate(family, language, len(levels), words, unknown, place)


def _placed(
    answers: dict[str, str], levels: Sequence[str]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Find the level of each answer, and those that are on none."""
    words, unknown, about = {}, [], ""
    for answer, text in answers.items():
        for level, pattern in enumerate(levels, start=1):
            found = _pattern(pattern).fullmatch(text)
            # A degree is one of the same thing throughout: very easy, somewhat easy.
            if found and _SLOT in pattern:
                thing = next(filter(None, found.groups()), "")
                about = about or thing
                found = found if thing == about else None
            if found:
                words[answer] = float(level)
                break
        else:
            unknown.append(answer)
    return words, tuple(unknown)


def _doubts(best: _Candidate, others: Sequence[_Candidate]) -> Iterator[str]:
    if any(other.fit == best.fit and other.words != best.words for other in others):
        yield "The answers may also be on a scale that begins elsewhere: check what each is worth."
    missing = {*range(1, best.count + 1)} - {int(level) for level in best.words.values()}
    if missing == {(1 + best.count) / 2}:
        yield "Nobody chose the middle, or there is none: check how many levels the scale has."
    if best.unknown:
        named = ", ".join(f"'{answer}'" for answer in best.unknown)
        yield f"{named}: on no scale that is known here; say what it is worth, or that it is none."
    numbers = {a: _parted(a)[0] for a in best.words if _parted(a)[0] is not None}
    if len(numbers) >= _FEWEST and _is_reversed(numbers, best.words):
        yield "The numbers run against the words (1 is the best): the words were taken."


def _is_reversed(numbers: dict[str, int | None], words: dict[str, float]) -> bool:
    ordered = sorted(numbers, key=lambda answer: words[answer])
    found = [numbers[answer] or 0 for answer in ordered]
    return found == sorted(found, reverse=True) and len(set(found)) > 1


def _parted(answer: str) -> tuple[int | None, str]:
    """Part a number from the words that it stands by."""
    found = _NUMBERED.fullmatch(answer)
    if found is None:
        return None, answer
    before, words_behind, words_before, behind = found.groups()
    return int(before or behind), words_behind or words_before


def _stem(text: str) -> str:
    return " ".join(word[: max(_STEM, len(word) - 2)] for word in text.split() if len(word) > 1)


def is_not_applicable(answer: str) -> bool:
    """Whether an answer says that the question does not apply.

    Examples
    --------
    >>> is_not_applicable("Netýka sa ma"), is_not_applicable("Good")
    (True, False)
    """
    return _is(NOT_APPLICABLE, folded(answer))


def is_blank(answer: str) -> bool:
    """Whether an answer says that there is none.

    Examples
    --------
    >>> is_blank("Don't know"), is_blank("BLANK"), is_blank("Bad")
    (True, True, False)
    """
    text = folded(answer)
    return (not text and _mark(answer) is None) or text in _NOTHING or _is(BLANK, text)


def _is(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(_SLOT, r"(\w+)"))
