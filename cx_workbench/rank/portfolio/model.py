"""A portfolio: the one frozen result that its tables, pictures and files are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Portfolio:
    """The best set of improvements under a budget, and all that explains it.

    Made by [portfolio][cx_workbench.portfolio]. Values are points of the overall index; what the
    budget counts is in ``unit``.

    Attributes
    ----------
    study
        Title of the study.
    budget, used, unit
        What was given, what the set takes, and what both count (``person-days`` or a currency).
    value, possible, share
        What the set gains; what the best set without a budget would gain, under the other
        rules; and the one as a share of the other (0 where nothing can be gained).
    bound, proven
        No set within the budget gains more than ``bound``; ``proven`` is whether ``value`` is
        that bound.
    chosen
        The set in the order of the ranking: ``rank`` (NaN if not ranked), ``improvement``,
        ``title``, ``effort`` (person-days), ``cost`` (NaN without), ``own`` (what it would gain
        alone), ``adds`` (what the set would lose without it), ``overlap`` (``own`` minus
        ``adds``: what others of the set close too), ``p_best``, ``required``, ``touchpoints``,
        ``personas``.
    robust
        Every candidate: ``improvement``, ``title``, ``rank``, ``chosen``, ``p_best`` (share of
        the draws in which it is in the best set; NaN if nothing was drawn), ``required`` (it must
        be in the set, so ``p_best`` says nothing of it), ``why_left_out`` (empty if it is not).
    draws, impossible, seed
        In how many draws the best set was looked for, and in how many of them no set kept to
        the rules; ``None`` if nothing was drawn.
    p_within
        Share of the draws in which the set keeps within the budget; NaN if nothing was drawn.
    value_low, value_high
        90 % interval of the set's value over the draws; NaN if nothing was drawn.
    frontier
        The best set for every budget: ``budget``, ``used``, ``value``, ``share`` (of what the
        last gains), ``bound``, ``proven``, ``by_ranking`` (what going down the ranking would
        gain), ``count``, ``improvements``.
    nested
        Whether every larger budget on the frontier keeps what the smaller ones buy.
    rules, assumptions, warnings
        What the set keeps to, what was assumed, and what is odd about it and about the ranking,
        in sentences.

    Examples
    --------
    >>> from cx_workbench import example, portfolio, rank
    >>> plan = portfolio(rank(example(), draws=0), budget=200, draws=0)
    >>> plan.chosen["improvement"].tolist()
    ['plain_bill', 'roaming_alert', 'transfer_tracker']
    >>> plan.proven
    True
    """

    study: str
    budget: float
    used: float
    unit: str
    value: float
    possible: float
    share: float
    bound: float
    proven: bool
    chosen: pd.DataFrame
    robust: pd.DataFrame
    draws: int | None
    impossible: int | None
    seed: int | None
    p_within: float
    value_low: float
    value_high: float
    frontier: pd.DataFrame
    nested: bool
    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def overlap(self) -> float:
        """Points by which the improvements of the set would gain more if each stood alone."""
        return float(self.chosen["own"].sum()) - self.value

    def to_frame(self) -> pd.DataFrame:
        """Return the chosen set as a frame of your own (see ``chosen``)."""
        return self.chosen.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return what ``portfolio.json`` holds (schema ``cx-workbench/portfolio/1``)."""
        from cx_workbench.rank.portfolio.export import to_dict

        return to_dict(self)

    def to_json(self) -> str:
        """Return ``portfolio.json`` as text."""
        from cx_workbench.rank.portfolio.export import to_json

        return to_json(self)

    def to_text(self) -> str:
        """Return the set, what it gains and how sure that is as plain text."""
        from cx_workbench.rank.portfolio.display import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return the set as a piece of HTML; every text of the study is escaped."""
        from cx_workbench.rank.portfolio.display import to_html

        return to_html(self)

    def __repr__(self) -> str:
        """Show the text form: a bare prompt gets the answer too."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()
