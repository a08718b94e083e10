"""Broken answers: one a row, and exports with one column a question."""

from __future__ import annotations

from tests.study.broken import (
    EXPORT,
    PERSONAS,
    RESPONSES,
    STUDY_TOML,
    WIDE,
    WIDE_TOML,
    Broken,
    changed,
    recoded,
)

LONG = (
    Broken(
        "codes for no answer left in",
        changed(
            "responses.csv",
            ("order,csat,reality,4", "order,csat,reality,6"),
            ("r2,families,bill,csat,reality,3", "r2,families,bill,csat,reality,0"),
        ),
        said="""
            responses.csv, row 2, column score: 6 is outside the scale 1-5 of csat.
                {code}
            responses.csv, row 4, column score: 0 is outside the scale 1-5 of csat.
                {code}
        """,
    ),
    Broken(
        "scores out of the study's own scale",
        {"study.toml": STUDY_TOML + "[scales.csat]\nmin = 1\nmax = 4\n"},
        said="""
            responses.csv, row 6, column score: 5 is outside the scale 1-4 of csat.
                {code}
        """,
    ),
    Broken(
        "words and errors among scores",
        changed(
            "responses.csv",
            ("order,csat,reality,4", "order,csat,reality,very good"),
            ("r2,families,bill,csat,reality,3", "r2,families,bill,csat,reality,n/a"),
            ("ces,reality,6", "ces,reality,#N/A"),
        ),
        said="""
            responses.csv, row 2, column score: 'very good' is not a number. {word}
            responses.csv, row 4, column score: 'n/a' is not a number. {word}
            responses.csv, row 5, column score: '#N/A' is an error of the
                spreadsheet. Mend the formula, or type the value.
        """,
    ),
    Broken(
        "a word that is nearly one of study.toml",
        {
            **changed("responses.csv", ("order,csat,reality,4", "order,csat,reality,Very god")),
            "study.toml": STUDY_TOML + '[responses]\nwords = { "Very good" = 5 }\n',
        },
        said="""
            responses.csv, row 2, column score: 'Very god' is not a number. Did you
                mean 'Very good'?
        """,
    ),
    Broken(
        "days where scores belong, as a number and as a date",
        changed(
            "responses.csv",
            ("order,csat,reality,4", "order,csat,reality,46145"),
            ("ces,reality,6", "ces,reality,2026-05-03"),
        ),
        said="""
            responses.csv, row 2, column score: 46145 is outside the scale 1-5 of
                csat. {code}
            responses.csv, row 5, column score: '2026-05-03' is not a number. {date}
        """,
    ),
    Broken(
        "semicolons, decimal commas, and a score off the scale",
        {"responses.csv": RESPONSES.replace(",", ";").replace("reality;6", "reality;8,5")},
        said="""
            responses.csv, row 5, column score: 8.5 is outside the scale 1-7 of ces.
                {code}
        """,
    ),
    Broken(
        "UTF-8 with a mark, several lines in a cell, and a misspelt persona",
        {
            "responses.csv": "\ufeff"
            + RESPONSES.replace("r1,families,order", '"r1\nhome",families,order').replace(
                "r2,families,bill", "\n\nr2,famlies,bill"
            )
        },
        said="""
            responses.csv, row 6, column persona: 'famlies' is not in personas. Did
                you mean 'families'?
        """,
    ),
    Broken(
        "UTF-16 and a persona that is not there",
        recoded("responses.csv", "utf-16", ("r2,families,bill", "r2,Študenti,bill")),
        said="""
            responses.csv, row 4, column persona: 'Študenti' is not in personas. Did
                you mean 'students'?
        """,
    ),
    Broken(
        "Windows-1250 and a persona that is not there",
        recoded(
            "responses.csv", "cp1250", ("r3,students,order", "r3,študenti z veľkých miest,order")
        ),
        said="""
            responses.csv, row 6, column persona: 'študenti z veľkých miest' is not
                in personas. Use one of 'families', 'students'.
        """,
    ),
    Broken(
        "bytes that are not UTF-8 in a file that says it is",
        {
            "responses.csv": b"\xef\xbb\xbf"
            + RESPONSES.replace("r3,students,order", "r3,stud\xe8nts,order").encode("latin-1")
        },
        said="""
            responses.csv, row 6, column persona: 'stud�nts' is not in personas. Did
                you mean 'students'?
        """,
    ),
    Broken(
        "an empty file",
        {"responses.csv": ""},
        said="""
            responses.csv: The table is empty. Give it a heading and at least one
                row.
        """,
    ),
    Broken(
        "only a heading",
        {"responses.csv": "persona,touchpoint,metric,score\n"},
        said="""
            responses.csv: There is no row under the heading. Give it at least one
                row.
        """,
    ),
    Broken(
        "no answer about how it was",
        {"responses.csv": RESPONSES.replace("reality", "expectation")},
        said="""
            responses.csv: There is no answer of the kind reality at any touchpoint,
                so nothing can be measured. Name the touchpoint of each question and
                check its kind.
        """,
    ),
    Broken(
        "only answers about the whole journey, and a gap in study.toml",
        {"responses.csv": "persona,metric,score\nfamilies,nps,9\n"},
        said="""
            responses.csv: There is no answer of the kind reality at any touchpoint,
                so nothing can be measured. Name the touchpoint of each question and
                check its kind.
        """,
    ),
    Broken(
        "scores all left empty",
        {"responses.csv": "persona,touchpoint,metric,score\nfamilies,bill,csat,\n,bill,csat, \n"},
        said="""
            responses.csv, row 3, column persona: The cell 'persona' is empty.
                {persona}
        """,
    ),
    Broken(
        "an answer at a touchpoint without a persona",
        changed("responses.csv", ("r1,families,order", "r1,,order")),
        said="""
            responses.csv, row 2, column persona: The cell 'persona' is empty.
                {persona}
        """,
    ),
    Broken(
        "unknown metric and kind, and a metric left out",
        changed(
            "responses.csv",
            ("order,csat,reality,4", "order,csta,reality,4"),
            ("r3,students,help,ces,reality", "r3,students,help,ces,realty"),
            ("r3,students,,nps", "r3,students,,"),
        ),
        said="""
            responses.csv, row 2, column metric: 'csta' is not a metric. Did you
                mean 'csat'?
            responses.csv, row 9, column metric: The cell 'metric' is empty. Use one
                of 'csat', 'ces', 'nps'.
            responses.csv, row 8, column kind: 'realty' is not a kind of answer. Did
                you mean 'reality'?
        """,
    ),
    Broken(
        "unknown personas and touchpoints, in many rows",
        {
            "responses.csv": RESPONSES.replace("help", "halp")
            + "".join(f"r{n},pupils,order,csat,reality,4\n" for n in range(10, 1500))
        },
        said="""
            responses.csv, rows 5, 8, column touchpoint: 'halp' is not in
                touchpoints. Did you mean 'help'?
            responses.csv, rows 10, 11, 12, 13, 14 and 1,485 more, column persona:
                'pupils' is not in personas. Use one of 'families', 'students'.
        """,
    ),
    Broken(
        "ids in other capitals",
        {"responses.csv": RESPONSES.replace("families", "Families")},
        said="""
            responses.csv, rows 2, 3, 4, 5, column persona: 'Families' is not in
                personas. Did you mean 'families'?
        """,
    ),
    Broken(
        "columns that are missing",
        {"responses.csv": RESPONSES.replace("metric", "question").replace("persona", "personas")},
        said="""
            responses.csv, row 1, column metric: The column 'metric' is missing;
                every table of answers needs it. Add a column with the heading
                metric.
            responses.csv, row 1, column persona: The column 'persona' is missing;
                every table of answers without persona rules needs it. Add a column
                with the heading persona. The heading 'personas' may be it.
        """,
    ),
    Broken(
        "an export that study.toml does not describe",
        {"responses.csv": EXPORT},
        said="""
            responses.csv, row 1, column metric: The column 'metric' is missing;
                every table of answers needs it. Each row is one answer with its
                persona, metric and score. If this is a survey export with one
                column a question, describe it under [responses] in study.toml.
            responses.csv, row 1, column score: The column 'score' is missing; every
                table of answers needs it. Each row is one answer with its persona,
                metric and score. If this is a survey export with one column a
                question, describe it under [responses] in study.toml.
            responses.csv, row 1, column persona: The column 'persona' is missing;
                every table of answers without persona rules needs it. Each row is
                one answer with its persona, metric and score. If this is a survey
                export with one column a question, describe it under [responses] in
                study.toml.
        """,
    ),
    Broken(
        "the same heading twice",
        {"responses.csv": RESPONSES.replace("kind", "Metric")},
        said="""
            responses.csv, row 1, column metric: The heading 'metric' stands there 2
                times. Give each column a heading of its own; capitals make no
                difference.
        """,
    ),
    Broken(
        "rows with more or fewer cells than headings",
        {
            "responses.csv": RESPONSES.replace(
                "ces,reality,6", "ces,reality,6,good, really"
            ).replace("r3,students,help,ces,reality,3", "r3,students,help")
        },
        said="""
            responses.csv, row 5: There are more cells than the 6 headings. A text
                that holds the delimiter needs double quotes around it.
            responses.csv, row 8: There are fewer cells than the 6 headings. {short}
        """,
    ),
    Broken(
        "double quotes that do not match",
        changed("responses.csv", ("r3,students,order", 'r3,"students"?,order')),
        said="""
            responses.csv, row 6: The double quotes do not match. {quotes}
        """,
    ),
    Broken(
        "weights that are none",
        {
            "responses.csv": (
                "persona,touchpoint,metric,score,weight\n"
                "families,bill,csat,3,heavy\n"
                "families,bill,csat,3,-1\n"
                'families,bill,csat,3,"1,200"\n'
                "families,bill,csat,3,\n"
                "families,bill,csat,2,heavy\n"
            )
        },
        said="""
            responses.csv, rows 2, 6, column weight: 'heavy' is not a weight. Write
                a number of 0 or more, or leave it empty for 1.
            responses.csv, row 3, column weight: '-1' is not a weight. Write a
                number of 0 or more, or leave it empty for 1.
            responses.csv, row 4, column weight: '1,200' could be 1200 or 1.2. Write
                1200 or 1.2.
        """,
    ),
)

EXPORTS = (
    Broken(
        "codes for no answer left in",
        {
            **WIDE,
            "export.csv": EXPORT.replace("4,9,3,3,4", "4,9,99,7,4"),
            "study.toml": WIDE_TOML.replace("blank = [11]\n", ""),
        },
        said="""
            export.csv, row 4, column q_nps: 11 is outside the scale 0-10 of nps.
                {code}
            export.csv, row 5, column q_order: 99 is outside the scale 1-5 of csat.
                {code}
            export.csv, row 5, column q_bill: 7 is outside the scale 1-5 of csat.
                {code}
        """,
    ),
    Broken(
        "decimal commas, trailing blanks in headings, and words",
        {
            **WIDE,
            "export.csv": EXPORT.replace(",", " ;").replace("0.5", "0,5").replace("6 ;8", "six ;8"),
        },
        said="""
            export.csv, row 2, column q_help: 'six' is not a number. {word}
        """,
    ),
    Broken(
        "respondents with several rows",
        changed("export.csv", ("\n4,9", "\n3,9"), ("\n2,1", "\n1,1"), wide=True),
        said="""
            export.csv, rows 2, 3, column id: The respondent '1' has 2 rows. A wide
                table has one row a respondent: delete the others, or name another
                column as respondent.
            export.csv, rows 4, 5, column id: The respondent '3' has 2 rows. A wide
                table has one row a respondent: delete the others, or name another
                column as respondent.
        """,
    ),
    Broken(
        "weights that are none",
        {
            **WIDE,
            "export.csv": EXPORT.replace("8,1\n", "8,heavy\n").replace("9,0.5\n", '9,"1,200"\n'),
        },
        said="""
            export.csv, row 2, column w: 'heavy' is not a weight. Write a number of
                0 or more, or leave it empty for 1.
            export.csv, row 3, column w: '1,200' could be 1200 or 1.2. Write 1200 or
                1.2.
        """,
    ),
    Broken(
        "weights of 0 throughout",
        {
            **WIDE,
            "export.csv": EXPORT.replace("1\n", "0\n")
            .replace("0.5\n", "0\n")
            .replace("2\n", "0\n"),
        },
        said="""
            export.csv, column w: Every weight is 0, so no answer would count. Check
                the column w, or leave the weights out.
        """,
    ),
    Broken(
        "a persona column that names others",
        {
            **WIDE,
            "export.csv": EXPORT.replace("segment", "persona"),
            "study.toml": WIDE_TOML[: WIDE_TOML.index("[[responses.persona]]")]
            + WIDE_TOML[WIDE_TOML.index("[[responses.question]]") :],
            "personas.csv": PERSONAS.replace("families", "1").replace("students", "2"),
        },
        said="""
            export.csv, row 5, column persona: '9' is not in personas. Use one of
                '1', '2'.
        """,
    ),
)
