"""What the heading of a column says about it, in six languages and in codes such as Q7ALL."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

#: Accents are taken off before these are compared, Cyrillic letters are kept.
_RECOMMEND = r"recommend|\bnps\b|net.?pro|odporuc|doporuc|polec|empfehl|рекоменд"
_EASE = (
    r"\beas[ye]|effort|\bces\b|difficult|jednoduch|snadn|lahk|latw|wysil|namah|usil[ie]|obtizn|"
    r"einfach|leicht|aufwand|schwierig|легк|просто[йт]?\b|усили|сложн|трудн"
)
_OVERALL = (
    r"overall|all in all|in general|as a whole|total satisfaction|celkov|ogol|insgesamt|gesamt|"
    r"в целом|общ(ая|ее|ий)\b|целиком|(?:^|[\W\d_])all$"
)
_EXPECTED = r"expect|ocak|oczek|erwart|ожида"
_IMPORTANT = r"important|importance|dolezit|dulezit|wazn|wichtig|важн"
_RATED = (
    r"satisf|\brat(e|ed|ing)\b|\bscore|how (good|well|likely)|quality|happy|spokoj|hodnot|kvalit|"
    r"zufried|bewert|qualit|zadowol|ocen|jakos|удовлетвор|довол|оцен|качеств|\bcsat\b"
)
_RANKED = r"\brank|order of (preference|importance)|porad|kolejnosc|reihenfolge|rangfolge|порядк"
_WEIGHT = r"\bweights?\b|\bwt\b|\bweighting\b|gewicht|\bvaha\b|\bwaga\b|\bвес\b"
_ID = (
    r"(respondent|response|case|record|customer|user|participant|panelist).{0,3}(id|no|num|nr|key)"
    r"|^(id|uid|uuid|guid|resp(ondent|num|no|id)?|case|record)$|_?recordid|antwort-id|\bid\b"
)
_DATE = (
    r"\bdate|timestamp|completion time|submitted|recorded|datum|zeitstempel|casova|razitko|"
    r"peciatka|sygnatura czasowa|\bdata\b|дата|отметка времени|end.?time|start.?time"
)
_COMMENT = (
    r"comment|feedback|suggest|why|reason|tell us|describe|other.{0,12}specify|komentar|poznamk|"
    r"preco|proc\b|pripomien|pripomin|navrh|dlaczego|uwagi|komentarz|kommentar|warum|anmerkung|"
    r"vorschlag|коммент|почему|отзыв|предлож"
)
_GROUP = (
    r"\bpersona\b|segment|customer type|type of customer|group|purpose|purp\d|\brole\b|industry|"
    r"typ zakazn|skupin|klient|zakaznik|kunde|firmen|сегмент|групп|тип клиент"
)
#: What says who a person is, or how to reach one.
_PRIVATE = {
    "an e-mail address": r"e-?mail|э?л\.? ?почт",
    "a telephone number": r"phone|mobile (number|no)|\btel\b|telefon|handy|телефон",
    "a name": (
        r"(first|last|full|sur|family|given|middle|contact|customer|recipient).{0,3}name|^name$|"
        r"\bmeno\b|priezvisk|jmeno|prijmeni|\bimie\b|nazwisk|vorname|nachname|^имя$|фамили|\bfio\b"
    ),
    "an address": (
        r"street|\baddress|\bpostal|zip.?code|\bzip\b|postcode|\bpsc\b|\bulic|adres|strasse|"
        r"straße|\bplz\b|адрес|индекс"
    ),
    "where somebody was": r"latitude|longitude|\bgps\b|location(lat|lon)|ip.?address|\bip\b",
    "a date of birth": r"birth|narozen|naroden|urodzen|geburt|рожден",
    "an official number": r"passport|rodne cislo|pesel|\bssn\b|social security|iban|card number",
}


class Clue(Enum):
    """What a heading may tell."""

    RECOMMEND = _RECOMMEND
    EASE = _EASE
    OVERALL = _OVERALL
    EXPECTED = _EXPECTED
    IMPORTANT = _IMPORTANT
    RATED = _RATED
    RANKED = _RANKED
    WEIGHT = _WEIGHT
    ID = _ID
    DATE = _DATE
    COMMENT = _COMMENT
    GROUP = _GROUP


_PATTERNS = {clue: re.compile(clue.value) for clue in Clue}
_PRIVATE_PATTERNS = {what: re.compile(pattern) for what, pattern in _PRIVATE.items()}
_LATIN_ACCENT = re.compile(r"([a-z])[\u0300-\u036f]+")


def tells(heading: str, clue: Clue) -> bool:
    """Whether a heading has a clue in it.

    Examples
    --------
    >>> tells("How likely are you to recommend us?", Clue.RECOMMEND)
    True
    >>> tells("Celková spokojnosť", Clue.OVERALL), tells("Q7ALL", Clue.OVERALL)
    (True, True)
    >>> tells("Installation", Clue.OVERALL)
    False
    """
    return _PATTERNS[clue].search(plainly(heading)) is not None


#: What a heading says of how it asks, and not what about.
_ASKING = re.compile(
    r"[\W_]*\b(overall |your |the )?\w*(satisf|expect|importan|rating|spokojn|očak|očekáv|dôležit|"
    r"důležit|zufried|erwart|wichtig|zadowol|oczek|ważn|удовлетвор|ожида|важн)\w*"
    r"( with| of| for| s| so| ze| z| mit| von)?\b[\W_]*",
    re.IGNORECASE,
)


def subject(heading: str) -> str:
    """Return what a heading asks about, without how it asks; the heading, if nothing is left.

    Examples
    --------
    >>> subject("Branch satisfaction"), subject("Importance of the bill"), subject("Satisfaction")
    ('Branch', 'the bill', 'Satisfaction')
    """
    left = _ASKING.sub(" ", heading).strip()
    return left or heading


def private_by_heading(heading: str) -> str:
    """Say what a heading promises about a person; empty if nothing.

    Examples
    --------
    >>> private_by_heading("RecipientEmail"), private_by_heading("Priezvisko")
    ('an e-mail address', 'a name')
    >>> private_by_heading("Renaming the product")
    ''
    """
    plain = plainly(heading)
    return next((what for what, found in _PRIVATE_PATTERNS.items() if found.search(plain)), "")


def plainly(heading: str) -> str:
    """Write a heading for comparison: small letters, Latin ones without accents.

    Examples
    --------
    >>> plainly("Odpoveď"), plainly("nps_score")
    ('odpoved', 'nps score')
    """
    folded = unicodedata.normalize("NFKD", heading.casefold().replace("ł", "l"))
    whole = unicodedata.normalize("NFC", _LATIN_ACCENT.sub(r"\1", folded))
    # Codes part their words by underscores.
    return whole.replace("_", " ").strip()
