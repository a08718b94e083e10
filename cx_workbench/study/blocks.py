"""Respondents in blocks: at random, but the same ones every time and on every engine.

A bootstrap that draws blocks with replacement costs the same for any number of respondents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from cx_workbench.study.engines import collected

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many blocks; enough that their number hardly widens an interval.
BLOCKS = 200
BLOCK = "cx_block"

# Every character becomes a digit: engines share no function that turns a text into a number.
_DIGITS = (
    ("[^0-9a-zA-Z]", "0"),
    ("[a-eA-E]", "1"),
    ("[f-mF-M]", "2"),
    ("[n-rN-R]", "3"),
    ("[s-zS-Z]", "4"),
)
#: So many digits, with a 1 in front, stay below the primes.
_LENGTH = 9
#: Primes and multipliers of well-known generators; products stay below 2^63.
_PRIMES = (2_147_483_647, 2_147_483_399)
_FACTORS = (48_271, 40_692)
_TEXT, _MIXED = "cx_text", "cx_mixed"


def in_blocks(frame: nw.LazyFrame[Any], respondent: str) -> nw.LazyFrame[Any]:
    """Add the column ``cx_block``: the block of each respondent, 0 to 199, from the whole id.

    Nothing but the length of the longest id is asked for at once.

    Parameters
    ----------
    frame
        Of any engine.
    respondent
        Column of numbers or texts, none empty.

    Raises
    ------
    Exception
        One of `cx_workbench.study.engines.engine_errors`.

    Examples
    --------
    >>> import pyarrow as pa
    >>> people = nw.from_native(pa.table({"who": ["r001", "r002", "anna@example.com"]})).lazy()
    >>> in_blocks(people, "who").collect("pyarrow")["cx_block"].to_list()
    [195, 181, 51]
    """
    # Each step has its column: some engines would do again what an expression says twice.
    told = frame.with_columns(_as_digits(respondent, frame.collect_schema()[respondent]))
    (longest,) = collected(told.select(nw.col(_TEXT).str.len_chars().max()))[_TEXT].to_list()
    mixed = nw.lit(0)
    for part in _parts(int(longest or 0)):
        mixed = mixed + part
    told = told.with_columns((mixed % _PRIMES[0]).alias(_MIXED))
    # Without a square, ids in a row would be spread more evenly than at random.
    spread = nw.col(_MIXED) * nw.col(_MIXED) + nw.col(_MIXED) * _FACTORS[1]
    return told.with_columns((spread % _PRIMES[1] % BLOCKS).alias(BLOCK)).drop(_TEXT, _MIXED)


def _as_digits(respondent: str, dtype: nw.dtypes.DType) -> nw.Expr:
    text = nw.col(respondent)
    if dtype != nw.String:
        return text.cast(nw.Int64).abs().cast(nw.String).alias(_TEXT)
    for pattern, digit in _DIGITS:
        text = text.str.replace_all(pattern, digit)
    return text.alias(_TEXT)


def _parts(longest: int) -> Iterator[nw.Expr]:
    """Give a number for each slice of the id: 0 behind its end, so that lengths may differ."""
    factor = 1
    for start in range(0, longest, _LENGTH):
        factor = factor * _FACTORS[0] % _PRIMES[0]
        digits = nw.concat_str(nw.lit("1"), nw.col(_TEXT).str.slice(start, _LENGTH))
        yield (digits.cast(nw.Int64) - 1) * factor % _PRIMES[0]
