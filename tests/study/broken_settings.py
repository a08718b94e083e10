"""Broken settings, and settings that do not fit the tables."""

from __future__ import annotations

from tests.study.broken import STUDY_TOML, UNCHECKED, WIDE, WIDE_TOML, Broken, changed

SETTINGS = (
    Broken(
        "curly quotes in study.toml",
        changed("study.toml", ('"Small"', "“Small”")) | changed("personas.csv", ("0.4", "x")),
        headline=UNCHECKED,
        said="""
            study.toml, row 2: This is not valid TOML: invalid value. Use straight
                quotes: "text".
            personas.csv, row 3, column share: 'x' is not a number. Write a number,
                such as 12 or 0.5.
        """,
    ),
    Broken(
        "a decimal comma in study.toml",
        {"study.toml": STUDY_TOML.replace("\n", "\r\n") + "[criteria.gap]\r\nweight = 0,3\r\n"},
        headline=UNCHECKED,
        said="""
            study.toml, row 7: This is not valid TOML: expected newline or end of
                document after a statement. Write numbers with a point: 0.3.
        """,
    ),
    Broken(
        "misspelt settings, and some out of bounds",
        {
            "study.toml": STUDY_TOML.replace("title", "titel").replace("[target]", "[traget]")
            + '[ranking]\nreference = "compny"\ntop = 0\n[scales.cast]\nmin = 1\nmax = 5\n'
        },
        headline=UNCHECKED,
        said="""
            study.toml: 'titel' is not a setting of [study]. Did you mean 'title'?
            study.toml: 'cast' is not known in [scales]. Did you mean 'csat'?
            study.toml: '0' in top of [ranking] is below 1. Give a number of 1 or
                more.
            study.toml: 'compny' is not known in reference of [ranking]. Did you
                mean 'company'?
            study.toml: 'traget' is not a section of the settings. Did you mean
                'target'?
        """,
    ),
    Broken(
        "settings that name what is not there",
        {
            "study.toml": STUDY_TOML
            + "bil = 90\nhelp = 120\n[criteria.mentions]\nworst = 0\nbest = 10\n"
            + "[criteria.title]\nweight = 1\n[criteria.effort_low]\nweight = 1\n"
        },
        said="""
            study.toml: '120' in help of [target] is above 100. Give a number of 100
                or less.
            study.toml: 'bil' in [target] is not in touchpoints. Did you mean
                'bill'?
            study.toml: 'mentions' in [criteria.mentions] is not a criterion. Use
                one of 'gap', 'impact', 'effort', 'effort_low', 'effort_likely',
                'effort_high', 'closes_likely'.
            study.toml: 'title' in [criteria.title] is not a column of numbers. Use
                one of 'gap', 'impact', 'effort', 'effort_low', 'effort_likely',
                'effort_high', 'closes_likely'.
            study.toml: [criteria.effort_low] needs worst and best. Give the figure
                that is worth 0 as worst and the one worth 1 as best.
        """,
    ),
    Broken(
        "a criterion without a number in every row",
        {
            "improvements.csv": (
                "improvement,touchpoints,effort_likely,closes_likely,mentions\n"
                "a,bill,1,0.1,12\nb,bill,1,0.1,\nc,bill,1,0.1,few\n"
            ),
            "study.toml": STUDY_TOML + "[criteria.mentions]\nworst = 0\nbest = 10\n",
        },
        said="""
            improvements.csv, row 3, column mentions: The cell 'mentions' is empty.
                [criteria.mentions] in study.toml needs a number in every row.
            improvements.csv, row 4, column mentions: 'few' is not a number.
                [criteria.mentions] in study.toml needs a number in every row.
        """,
    ),
    Broken(
        "columns of the export that are not there",
        {
            **WIDE,
            "study.toml": WIDE_TOML.replace('"q_bill"', '"q_bil"')
            .replace("segment = [1]", "segmnt = [1]")
            .replace('respondent = "id"', 'respondent = "number"'),
        },
        said="""
            export.csv, row 1, column q_bil: The column 'q_bil' is missing; a
                question in study.toml needs it. Did you mean 'q_bill'?
            export.csv, row 1, column segmnt: The column 'segmnt' is missing; a
                persona rule needs it. Did you mean 'segment'?
            export.csv, row 1, column number: The column 'number' is missing; the
                setting respondent of [responses] needs it. Use one of 'id',
                'segment', 'q_order', 'q_bill', 'q_help', 'q_nps', 'w'.
        """,
    ),
    Broken(
        "rules and questions for what is not there",
        {
            **WIDE,
            "study.toml": WIDE_TOML.replace('"students"', '"student"').replace(
                'touchpoint = "help"', 'touchpoint = "halp"'
            ),
        },
        said="""
            study.toml: 'student' in [[responses.persona]] 2 is not in personas. Did
                you mean 'students'?
            study.toml: 'halp' in [[responses.question]] 3 is not in touchpoints.
                Did you mean 'help'?
        """,
    ),
    Broken(
        "a rule for a persona that is not there, over answers one a row",
        {
            "study.toml": STUDY_TOML
            + '[responses]\n[[responses.persona]]\npersona = "student"\n'
            + 'when = { respondent = ["r3"] }\n'
        },
        said="""
            study.toml: 'student' in [[responses.persona]] 1 is not in personas. Did
                you mean 'students'?
        """,
    ),
    Broken(
        "questions without sense",
        {
            **WIDE,
            "study.toml": WIDE_TOML.replace('metric = "ces"', 'metric = "cess"')
            .replace("blank = [11]", "blnk = [11]")
            .replace("segment = [1]", "segment = 1")
            .replace("not_applicable = [6]", "not_applicable = 6\nmin = true"),
        },
        headline=UNCHECKED,
        said="""
            study.toml: 'True' in min of [[responses.question]] 1 is neither a
                number nor a text. Write a number, or a text in double quotes.
            study.toml: '1' in when.segment of [[responses.persona]] 1 is not a
                list. Write a list, such as [1, 2].
            study.toml: '6' in not_applicable of [[responses.question]] 1 is not a
                list. Write a list, such as [1, 2].
            study.toml: 'cess' is not known in metric of [[responses.question]] 3.
                Did you mean 'ces'?
            study.toml: 'blnk' is not a setting of [[responses.question]] 4. Did you
                mean 'blank'?
        """,
    ),
    Broken(
        "a layout that does not fit the questions",
        {**WIDE, "study.toml": WIDE_TOML.replace('layout = "wide"\n', "")},
        headline=UNCHECKED,
        said="""
            study.toml: In [responses] there are questions, but the layout is long.
                Add layout = "wide": one column a question; or delete the questions.
        """,
    ),
    Broken(
        "a question whose scale is turned round",
        {**WIDE, "study.toml": WIDE_TOML.replace('metric = "ces"', 'metric = "ces"\nmin = 9')},
        said="""
            study.toml: In [[responses.question]] 3 min 9 is not below max 7. Give
                both min and max of the column 'q_help'.
        """,
    ),
)
