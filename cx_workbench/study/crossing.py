"""The answers of each respondent side by side, by the engine that holds them.

Nothing is read before it is asked for. Files are scanned and put in order by DuckDB, out of
core, and so are frames that are in memory; what comes out is a stream of respondents, a batch at
a time. Engines beyond this machine do so where the answers are few, and else keep their
respondents as a lazy frame.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import narwhals as nw

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.contract import KINDS_FOR_ALL
from cx_workbench.study.engines import brought_here, collected, engine_errors, is_here
from cx_workbench.study.side_by_side import (
    INDEX,
    PERSONA,
    QUESTION,
    RESPONDENT,
    WEIGHT,
    long_answers,
    respondent_column,
    who_answered,
    wide_answers,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.legend import Legend
    from cx_workbench.study.model import Study
    from cx_workbench.study.sources import Source

UNCROSSED = "Answers of the same person cannot be compared."
NAME_THE_RESPONDENTS = (
    "Give the single answers with a column 'respondent': the same id for all answers of one person."
)
#: So many answers are brought here from an engine beyond this machine, in some 100 megabytes:
#: hundreds of sums cost such an engine more than to hand them over.
FEW = 2_000_000
#: So many answers are looked at for a name before all are.
_FIRST = 100
_LEAST = "cx_least"


class Asked(NamedTuple):
    """A question: where it was asked (empty = the whole journey), and how."""

    touchpoint: str
    metric: str
    kind: str = "reality"


def why_not_crossed(answers: Answers) -> str:
    """Say why answers of the same person cannot be compared; empty where they can.

    Whether any answer says who gave it is looked up once.

    Raises
    ------
    StudyError
        Where the answers are not what they were when they were loaded.

    Examples
    --------
    >>> from cx_workbench.study.built_in import example
    >>> why_not_crossed(example().answers)
    ''
    """
    if answers.source is None or answers.legend is None:
        return "The study has averages, not single answers."
    if answers.legend.section.layout != "long":
        return ""
    if answers not in _NAMELESS:
        with _in_words(answers.source):
            _NAMELESS[answers] = _why_nameless(answers.source, answers.legend)
    return _NAMELESS[answers]


_NAMELESS: WeakKeyDictionary[Answers, str] = WeakKeyDictionary()


def _why_nameless(source: Source, legend: Legend) -> str:
    column = respondent_column(source, legend)
    if column is None:
        return "The answers do not say who gave them: there is no column 'respondent'."
    who = who_answered(column, source.frame.collect_schema()).alias(RESPONDENT)
    # Whoever names respondents does so from the start; one name is enough.
    for answers in (source.frame.head(_FIRST), source.frame):
        named = answers.select(who).filter(~nw.col(RESPONDENT).is_null())
        if len(collected(named.head(1))):
            return ""
    return f"The answers do not say who gave them: the column '{column}' is empty."


def why_no_blocks(answers: Answers) -> str:
    """Say why respondents cannot be told apart for resampling; empty where they can."""
    reason = why_not_crossed(answers)
    if reason or answers.source is None or answers.legend is None:
        return reason
    frame = answers.source.frame
    if respondent_column(answers.source, answers.legend) is None and not is_here(frame):
        return (
            "The rows of the answers have no order in this engine, and no column names the "
            "respondents."
        )
    return ""


@dataclass(frozen=True, eq=False)
class Crossing:
    """The respondents of a study and what they answered to some questions, not read yet.

    Respondents of no persona, and those whose weight is 0, are left out.

    Attributes
    ----------
    questions
        What was asked.
    wide
        Whether each row of ``answers`` is a respondent; else it is an answer.
    answers
        Wide: the respondent's id as text (if there is one), the number of the persona (-1 for
        none), the weight, and the index of each question. Long: the respondent, the number of
        the persona, the weight, the number of the question and the index, without those that
        do not count.
    named
        Whether every answer says its persona. If not, an answer belongs to the persona that
        its respondent names elsewhere; one who names several is left out.
    weighted
        Whether weights differ.
    pooled
        Whether all answers of a respondent are of one person, whichever personas they name.
    """

    questions: tuple[Asked, ...]
    wide: bool
    answers: nw.LazyFrame[Any]
    named: bool = True
    weighted: bool = True
    pooled: bool = False

    @property
    def keys(self) -> list[str]:
        """Columns of a long table that tell one respondent from another."""
        return [RESPONDENT, PERSONA] if self.named and not self.pooled else [RESPONDENT]

    @property
    def columns(self) -> list[str]:
        """Name the column of each question."""
        return [f"x{place}" for place in range(len(self.questions))]

    @cached_property
    def respondents(self) -> nw.LazyFrame[Any]:
        """One row a respondent, lazily: who (if known), persona, weight, indices 0..1."""
        if self.wide:
            return self.answers.filter(nw.col(PERSONA) >= 0, nw.col(WEIGHT) > 0)
        places = range(len(self.questions))
        mine = [nw.col(QUESTION) == place for place in places]
        weighed = nw.col(WEIGHT) * nw.col(INDEX)
        split = self.answers.with_columns(
            *(nw.when(mine[place]).then(weighed).alias(f"x{place}") for place in places),
            *(nw.when(mine[place]).then(nw.col(WEIGHT)).alias(f"w{place}") for place in places),
            nw.when(nw.col(PERSONA) >= 0).then(nw.col(PERSONA)).alias(_LEAST),
        )
        names = [*self.columns, *(f"w{place}" for place in places)]
        sums = [nw.col(WEIGHT).mean(), *(nw.col(name).sum() for name in names)]
        if PERSONA in self.keys:
            grouped = split.group_by(self.keys).agg(*sums)
        else:
            least = nw.col(_LEAST).min()
            grouped = split.group_by(self.keys).agg(least, nw.col(PERSONA).max(), *sums)
            known = (
                nw.col(PERSONA) >= nw.lit(0) if self.pooled else nw.col(PERSONA) == nw.col(_LEAST)
            )
            grouped = grouped.filter(known)
        means = (
            nw.when(nw.col(f"w{place}") > 0)
            .then(nw.col(f"x{place}") / nw.col(f"w{place}"))
            .alias(f"x{place}")
            for place in places
        )
        return grouped.select(RESPONDENT, PERSONA, WEIGHT, *means)


@contextmanager
def readable(study: Study, headline: str = UNCROSSED) -> Iterator[None]:
    """Say in words what an engine says that cannot read the answers any more.

    Raises
    ------
    StudyError
        Where the answers are not what they were when they were loaded.
    """
    with _in_words(study.answers.source, headline):
        yield


@contextmanager
def _in_words(source: Source | None, headline: str = UNCROSSED) -> Iterator[None]:
    if source is not None and source.original is not None and source.original.changed:
        what = f"{source.file} was changed after the study was loaded."
        raise StudyError(headline, [Problem(what, hint="Load it again.")])
    try:
        yield
    except engine_errors() as error:
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        problem = Problem(
            f"The answers cannot be read again ({first}).",
            file=None if source is None else source.file,
            hint="If they were moved or changed, load the study again.",
        )
        raise StudyError(headline, [problem]) from error


def crossing(study: Study, questions: Sequence[Asked], *, pooled: bool = False) -> Crossing:
    """Put the answers of each respondent side by side; nothing is read yet.

    Several answers of a respondent to the same question are their weighted mean; the weight of
    a respondent is the mean of those of the answers. A respondent of several personas is one of
    each, or with ``pooled`` one alone.

    Raises
    ------
    StudyError
        Where the answers do not say which are of the same person.

    Examples
    --------
    >>> from cx_workbench.study.built_in import example
    >>> crossing(example(), [Asked("bill", "csat"), Asked("", "nps")]).columns
    ['x0', 'x1']
    """
    answers = study.answers
    if reason := why_not_crossed(answers):
        raise StudyError(UNCROSSED, [Problem(reason, hint=NAME_THE_RESPONDENTS)])
    if answers.source is None or answers.legend is None:
        raise AssertionError
    asked = tuple(questions)
    crossed = replace(_crossing(answers.source, answers.legend, study, asked), pooled=pooled)
    if answers.count <= FEW and not is_here(crossed.answers):
        return replace(crossed, answers=brought_here(crossed.answers))
    return crossed


def _crossing(source: Source, legend: Legend, study: Study, asked: tuple[Asked, ...]) -> Crossing:
    personas = {name: place for place, name in enumerate(study.personas["persona"])}
    weighted = legend.weight is not None
    if legend.section.layout == "wide":
        frame = wide_answers(source, legend, personas, asked)
        return Crossing(asked, wide=True, answers=frame, weighted=weighted)
    named = _named(study.answers, asked)
    frame = long_answers(source, legend, personas, asked, named=named)
    return Crossing(asked, wide=False, answers=frame, named=named, weighted=weighted)


def _named(answers: Answers, asked: Iterable[Asked]) -> bool:
    counts = answers.counts
    nameless = counts[counts["persona"] == ""]
    there = zip(nameless["touchpoint"], nameless["metric"], nameless["kind"], strict=True)
    own = {question for question in asked if question.kind not in KINDS_FOR_ALL}
    return own.isdisjoint(Asked(*question) for question in there)
