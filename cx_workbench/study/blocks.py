"""Respondents in blocks: at random, but the same ones every time and on every engine.

A bootstrap that draws blocks with replacement costs the same for any number of respondents.
"""

from __future__ import annotations

import narwhals as nw

#: How many blocks; enough that their number hardly widens an interval.
BLOCKS = 200

# Every character becomes a digit: engines share no function that turns a text into a number.
_DIGITS = (("[^0-9a-zA-Z]", "3"), ("[a-iA-I]", "1"), ("[j-zJ-Z]", "2"))
_LENGTH = 9
#: Primes and multipliers of well-known generators; products stay below 2^63.
_PRIMES = (2_147_483_647, 2_147_483_399)
_FACTORS = (48_271, 69_621, 40_692)


def block(respondent: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr:
    """Return the block of a respondent, 0 to 199, from the id.

    Parameters
    ----------
    respondent
        Numbers or texts, none empty.
    dtype
        Of the column.

    Examples
    --------
    >>> import pyarrow as pa
    >>> people = nw.from_native(pa.table({"who": ["r001", "r002", "anna@example.com"]}))
    >>> in_block = block(nw.col("who"), people.schema["who"])
    >>> people.select(in_block.alias("block"))["block"].to_list()
    [16, 22, 67]
    """
    text = respondent
    if dtype == nw.String:
        for pattern, digit in _DIGITS:
            text = text.str.replace_all(pattern, digit)
    else:
        text = respondent.cast(nw.Int64).abs().cast(nw.String)
    first = nw.concat_str(nw.lit("1"), text.str.slice(0, _LENGTH)).cast(nw.Int64)
    last = nw.concat_str(nw.lit("1"), text.str.slice(-_LENGTH)).cast(nw.Int64)
    mixed = (first * _FACTORS[0] + last * _FACTORS[1]) % _PRIMES[0]
    # Without a square, ids in a row would be spread more evenly than at random.
    return (mixed * mixed + mixed * _FACTORS[2]) % _PRIMES[1] % BLOCKS
