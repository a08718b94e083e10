"""The scales that survey programs put in words, in six languages: worst first.

A level is a pattern for the whole answer as `folded` writes it: small letters, Latin ones without
their accents, no punctuation. Endings are left open: Slavic answers agree with who gives them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx_workbench.study.contract import Metric

_LATIN_ACCENT = re.compile(r"([a-z])[\u0300-\u036f]+")
_NO_LETTER = re.compile(r"[\W_]+")
#: Letters that are no others with an accent.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ё": "\N{CYRILLIC SMALL LETTER IE}"})

_NEUTRAL = {
    "en": "neutral|neither nor|neither|undecided|so so",
    "sk": r"neutraln\w*|ani tak ani tak|ani jedno ani druhe",
    "cs": r"neutraln\w*|ani tak ani tak|ani jedno ani druhe",
    "pl": r"neutraln\w*|ani tak ani nie|ani tak ani tak",
    "de": "neutral|weder noch|teils teils|unentschieden",
    "ru": r"нейтральн\w*|ни то ни другое|ни да ни нет",
}


@dataclass(frozen=True)
class Family:
    """Scales of one kind.

    Attributes
    ----------
    name
        What they ask about.
    metric
        What their answers are, if the question says no more.
    levels
        By language, a pattern for each level, the worst first.
    """

    name: str
    metric: Metric
    levels: dict[str, tuple[str, ...]]


def folded(answer: str) -> str:
    """Write an answer for comparison.

    Examples
    --------
    >>> folded(" Veľmi spokojný/á "), folded("Łatwe!"), folded("Ещё нет")
    ('velmi spokojny a', 'latwe', 'еще нет')
    """
    text = unicodedata.normalize("NFKD", answer.casefold())
    text = unicodedata.normalize("NFC", _LATIN_ACCENT.sub(r"\1", text))
    return _NO_LETTER.sub(" ", text.translate(_PLAIN)).strip()


def _middle(language: str, own: str) -> str:
    return f"{own}|{_NEUTRAL[language]}"


SATISFACTION = Family(
    "satisfaction",
    "csat",
    {
        "en": (
            "(very|extremely|completely|totally|highly) (dis|un)satisfied",
            "((somewhat|rather|fairly|moderately|mostly) )?(dis|un)satisfied",
            _middle(
                "en",
                "neither satisfied n?or (dis|un)satisfied|neither (dis|un)satisfied n?or satisfied",
            ),
            "((somewhat|rather|fairly|moderately|mostly) )?satisfied",
            "(very|extremely|completely|totally|highly) satisfied",
        ),
        "sk": (
            r"(velmi|uplne) nespokojn\w*( \w{1,3})?",
            r"((skor|ciastocne) )?nespokojn\w*( \w{1,3})?",
            _middle("sk", r"ani spokojn\w*( \w{1,3})? ani nespokojn\w*( \w{1,3})?"),
            r"((skor|ciastocne) )?spokojn\w*( \w{1,3})?",
            r"(velmi|uplne) spokojn\w*( \w{1,3})?",
        ),
        "cs": (
            r"(velmi|zcela|naprosto) nespokoj\w*( \w{1,3})?",
            r"((spise|castecne) )?nespokoj\w*( \w{1,3})?",
            _middle("cs", r"ani spokoj\w*( \w{1,3})? ani nespokoj\w*( \w{1,3})?"),
            r"((spise|castecne) )?spokoj\w*( \w{1,3})?",
            r"(velmi|zcela|naprosto) spokoj\w*( \w{1,3})?",
        ),
        "pl": (
            r"(bardzo|calkowicie|zdecydowanie) niezadowolon\w*( \w{1,3})?",
            r"(raczej )?niezadowolon\w*( \w{1,3})?",
            _middle("pl", r"ani zadowolon\w*( \w{1,3})? ani niezadowolon\w*( \w{1,3})?"),
            r"(raczej )?zadowolon\w*( \w{1,3})?",
            r"(bardzo|calkowicie|zdecydowanie) zadowolon\w*( \w{1,3})?",
        ),
        "de": (
            "(sehr|vollig|ausserst) unzufrieden",
            "(eher )?unzufrieden",
            _middle("de", "weder zufrieden noch unzufrieden"),
            "(eher )?zufrieden",
            "(sehr|vollig|ausserst) zufrieden",
        ),
        "ru": (
            r"(очень|совершенно|полностью|совсем|абсолютно) не ?(довол|удовлетвор)\w*",
            r"(скорее )?не ?(довол|удовлетвор)\w*",
            _middle("ru", r"ни (довол|удовлетвор)\w* ни не ?(довол|удовлетвор)\w*"),
            r"(скорее )?(довол|удовлетвор)\w*",
            r"(очень|совершенно|полностью|абсолютно) (довол|удовлетвор)\w*",
        ),
    },
)

EASE = Family(
    "ease",
    "ces",
    {
        "en": (
            "(very|extremely) (difficult|hard)",
            "((somewhat|rather|fairly|moderately|quite) )?(difficult|hard)",
            _middle("en", "neither easy n?or (difficult|hard)|neither (difficult|hard) n?or easy"),
            "((somewhat|rather|fairly|moderately|quite) )?easy",
            "(very|extremely) easy",
        ),
        "sk": (
            r"velmi (tazk|narocn|zlozit|komplikovan)\w*",
            r"(skor )?(tazk|narocn|zlozit|komplikovan)\w*",
            _middle("sk", r"ani (lahk|jednoduch)\w* ani (tazk|zlozit|narocn)\w*"),
            r"(skor )?(lahk|jednoduch)\w*",
            r"velmi (lahk|jednoduch)\w*",
        ),
        "cs": (
            r"velmi (tezk|obtizn|narocn|slozit|komplikovan)\w*",
            r"(spise )?(tezk|obtizn|narocn|slozit|komplikovan)\w*",
            _middle("cs", r"ani (snadn|lehk|jednoduch)\w* ani (tezk|obtizn|slozit)\w*"),
            r"(spise )?(snadn|lehk|jednoduch)\w*",
            r"velmi (snadn|lehk|jednoduch)\w*",
        ),
        "pl": (
            r"bardzo (trudn|skomplikowan)\w*",
            r"(raczej )?(trudn|skomplikowan)\w*",
            _middle("pl", r"ani (latw|prost)\w* ani trudn\w*"),
            r"(raczej )?(latw|prost)\w*",
            r"bardzo (latw|prost)\w*",
        ),
        "de": (
            "sehr (schwierig|schwer|umstandlich|kompliziert)",
            "(eher )?(schwierig|schwer|umstandlich|kompliziert)",
            _middle("de", "weder (einfach|leicht) noch (schwierig|schwer)"),
            "(eher )?(einfach|leicht)",
            "sehr (einfach|leicht)",
        ),
        "ru": (
            r"очень (сложн|трудн|тяжел)\w*",
            r"((скорее|довольно) )?(сложн|трудн|тяжел)\w*",
            _middle("ru", r"ни (легк|прост)\w* ни (сложн|трудн|тяжел)\w*"),
            r"((скорее|довольно) )?(легк|прост)\w*",
            r"очень (легк|прост)\w*",
        ),
    },
)

AGREEMENT = Family(
    "agreement",
    "csat",
    {
        "en": (
            "(strongly|completely|totally) disagree",
            "((somewhat|rather|slightly|mostly) )?disagree",
            _middle("en", "neither agree n?or disagree"),
            "((somewhat|rather|slightly|mostly) )?agree",
            "(strongly|completely|totally) agree",
        ),
        "sk": (
            r"(rozhodne|uplne|absolutne|vobec|silne) nesuhlas\w*",
            r"((skor|ciastocne) )?nesuhlas\w*",
            _middle("sk", r"ani suhlas\w* ani nesuhlas\w*"),
            r"((skor|ciastocne) )?suhlas\w*",
            r"(rozhodne|uplne|absolutne|plne|silne) suhlas\w*",
        ),
        "cs": (
            r"(rozhodne|zcela|naprosto|vubec|silne) nesouhlas\w*",
            r"((spise|castecne) )?nesouhlas\w*",
            _middle("cs", r"ani souhlas\w* ani nesouhlas\w*"),
            r"((spise|castecne) )?souhlas\w*",
            r"(rozhodne|zcela|naprosto|plne|silne) souhlas\w*",
        ),
        "pl": (
            "(zdecydowanie|calkowicie) (sie )?nie zgadzam( sie)?",
            "(raczej )?(sie )?nie zgadzam( sie)?",
            _middle("pl", "ani (sie )?zgadzam( sie)? ani (sie )?nie zgadzam( sie)?"),
            "(raczej )?(sie )?zgadzam( sie)?",
            "(zdecydowanie|calkowicie) (sie )?zgadzam( sie)?",
        ),
        "de": (
            "(stimme|trifft) (uberhaupt|gar|absolut) nicht zu",
            "(stimme|trifft) (eher )?nicht zu",
            _middle("de", "stimme weder zu noch nicht zu"),
            "(stimme|trifft) (eher )?zu",
            "(stimme|trifft) (voll und ganz|vollig|vollkommen|voll) zu",
        ),
        "ru": (
            r"(полностью|совершенно|категорически|абсолютно) не ?соглас\w*",
            r"(скорее )?не ?соглас\w*",
            _middle("ru", r"ни соглас\w* ни не ?соглас\w*"),
            r"(скорее )?соглас\w*",
            r"(полностью|совершенно|абсолютно) соглас\w*",
        ),
    },
)

QUALITY = Family(
    "quality",
    "csat",
    {
        "en": (
            "(very|extremely) (poor|bad)|terrible|awful",
            "poor|bad",
            _middle("en", "fair|average|ok|okay|acceptable"),
            "good",
            "(very|extremely) good|excellent|great",
        ),
        "sk": (
            r"velmi (zl|slab)\w*",
            r"(skor )?(zl|slab)\w*",
            _middle("sk", r"priemern\w*|uspokojiv\w*"),
            r"(skor )?dobr\w*",
            r"velmi dobr\w*|vyborn\w*|vynikajuc\w*",
        ),
        "cs": (
            r"velmi (spatn|slab)\w*",
            r"(spise )?(spatn|slab)\w*",
            _middle("cs", r"prumern\w*|uspokojiv\w*"),
            r"(spise )?dobr\w*",
            r"velmi dobr\w*|vyborn\w*|vynikajic\w*",
        ),
        "pl": (
            r"bardzo (zl|slab)\w*",
            r"(raczej )?(zl|slab)\w*",
            _middle("pl", r"przecietn\w*|sredni\w*"),
            r"(raczej )?dobr\w*",
            r"bardzo dobr\w*|doskonal\w*|swietn\w*",
        ),
        "de": (
            "sehr schlecht",
            "(eher )?schlecht",
            _middle("de", r"mittel\w*|befriedigend|durchschnittlich|geht so"),
            "(eher )?gut",
            "sehr gut|ausgezeichnet|hervorragend",
        ),
        "ru": (
            r"очень плох\w*|ужасн\w*",
            r"(скорее )?плох\w*",
            _middle("ru", r"средн\w*|нормальн\w*|удовлетворительн\w*"),
            r"(скорее )?хорош\w*",
            r"очень хорош\w*|отличн\w*|превосходн\w*",
        ),
    },
)

#: What American programs prefer: no level below poor.
QUALITY_FROM_POOR = Family(
    "quality", "csat", {"en": ("poor", "fair", "good", "very good", "excellent")}
)
#: SurveyMonkey's own: how much of one thing.
DEGREE = Family(
    "degree",
    "csat",
    {"en": ("not at all {}", "not so {}|slightly {}", "somewhat {}|moderately {}", "very {}",
            "extremely {}")},
)  # fmt: skip
FAVOUR = Family(
    "favour",
    "csat",
    {
        "en": (
            r"(very|strongly|extremely) unfavou?rabl\w+",
            r"(somewhat |slightly |mostly )?unfavou?rabl\w+",
            r"neither favou?rabl\w+ n?or unfavou?rabl\w+( neutral)?|neutral",
            r"(somewhat |slightly |mostly )?favou?rabl\w+",
            r"(very|strongly|extremely) favou?rabl\w+",
        )
    },
)
#: Qualtrics' own with seven levels.
SATISFACTION_OF_7 = Family(
    "satisfaction",
    "csat",
    {
        "en": (
            "(extremely|very) (dis|un)satisfied",
            "(moderately )?(dis|un)satisfied",
            "(slightly|somewhat) (dis|un)satisfied",
            SATISFACTION.levels["en"][2],
            "(slightly|somewhat) satisfied",
            "(moderately )?satisfied",
            "(extremely|very) satisfied",
        )
    },
)
EASE_OF_7 = Family(
    "ease",
    "ces",
    {
        "en": (
            "(extremely|very) (difficult|hard)",
            "(moderately )?(difficult|hard)",
            "(slightly|somewhat) (difficult|hard)",
            EASE.levels["en"][2],
            "(slightly|somewhat) easy",
            "(moderately )?easy",
            "(extremely|very) easy",
        )
    },
)
AGREEMENT_OF_7 = Family(
    "agreement",
    "csat",
    {
        "en": (
            "strongly disagree",
            "disagree",
            "(slightly|somewhat) disagree",
            AGREEMENT.levels["en"][2],
            "(slightly|somewhat) agree",
            "agree",
            "strongly agree",
        )
    },
)

FAMILIES = (
    SATISFACTION,
    EASE,
    AGREEMENT,
    QUALITY,
    QUALITY_FROM_POOR,
    DEGREE,
    FAVOUR,
    SATISFACTION_OF_7,
    EASE_OF_7,
    AGREEMENT_OF_7,
)

#: Answers that say that there is none: the question did not apply, or was left blank.
NOT_APPLICABLE = (
    "(unfamiliar )?n a|na|unfamiliar|not familiar|not applicable|does not apply|not relevant|"
    "did not use|have not used|never used|"
    "netyka sa( ma)?|nerelevantn\\w*|nepouzil\\w*|nepouziv\\w*|netyka se( me)?|"
    "nie dotyczy|nie korzystal\\w*|trifft nicht zu|nicht zutreffend|nicht genutzt|entfallt|"
    "не применимо|неприменимо|не относится|не пользовал\\w*"
)
BLANK = (
    "blank|no answer|none|null|refused|prefer not to (say|answer)|do not know|don t know|dont know|"
    "not sure|no opinion|unsure|neviem( posudit)?|bez odpovede|neodpovedal\\w*|nevim|nedokazu "
    "posoudit|bez odpovedi|nie wiem|trudno powiedziec|brak odpowiedzi|weiss nicht|keine angabe|"
    "keine antwort|kann ich nicht beurteilen|не знаю|затрудняюсь ответить|нет ответа|без ответа"
)
