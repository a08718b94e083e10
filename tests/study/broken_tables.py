"""Broken personas, touchpoints, improvements, reach and scores."""

from __future__ import annotations

from tests.study.broken import (
    IMPROVEMENTS,
    PERSONAS,
    TOUCHPOINTS,
    Broken,
    changed,
    recoded,
)

SCORES = """\
persona,touchpoint,metric,kind,mean,sd,n
families,bill,csat,reality,6,1,10
families,order,csat,reality,3,4,10
families,order,csat,,3,1,10
,order,csat,,3,1,0
pupils,help,cast,,x,-1,
"""

TABLES = (
    Broken(
        "words among numbers",
        changed("personas.csv", ("0.6", "about 60 %"), ("0.4", "0.4 ?")),
        said="""
            personas.csv, row 2, column share: 'about 60 %' is not a number. Write a
                number, such as 12 or 0.5.
            personas.csv, row 3, column share: '0.4 ?' is not a number. Write a
                number, such as 12 or 0.5.
        """,
    ),
    Broken(
        "a share in percent",
        changed("improvements.csv", ("80,0.5", "80,50")),
        said="""
            improvements.csv, row 2, column closes_likely: 50 is above 1. Give a
                number from 0 to 1. 50 percent is 0.5.
        """,
    ),
    Broken(
        "negative numbers",
        changed("personas.csv", ("0.4", "-0.4")) | changed("improvements.csv", ("10,30", "-10,30")),
        said="""
            personas.csv, row 3, column share: -0.4 is below 0. Give a number of 0
                or more.
            improvements.csv, row 3, column effort_low: -10 is below 0. Give a
                number of 0 or more.
        """,
    ),
    Broken(
        "1,200 in quotes could be two numbers",
        changed("improvements.csv", ("20,40,80", '20,"1,200",80')),
        said="""
            improvements.csv, row 2, column effort_likely: '1,200' could be 1200 or
                1.2. Write 1200 or 1.2.
        """,
    ),
    Broken(
        "1.200 among decimal commas could be two numbers",
        {
            "improvements.csv": (
                "improvement;touchpoints;effort_likely;closes_likely\n"
                "plain_bill;bill;1.200;0,5\n"
                'call_back;"help;bill";30;0,4\n'
            )
        },
        said="""
            improvements.csv, row 2, column effort_likely: '1.200' could be 1200 or
                1.2. Write 1200 or 1.2.
        """,
    ),
    Broken(
        "semicolons and decimal commas, and a share above 1",
        {
            "improvements.csv": (
                "improvement;touchpoints;effort_likely;closes_likely\n"
                "plain_bill;bill;12,5;1,5\n"
                'call_back;"help;bil";30;0,4\n'
            )
        },
        said="""
            improvements.csv, row 2, column closes_likely: 1.5 is above 1. Give a
                number from 0 to 1.
            improvements.csv, row 3, column touchpoints: 'bil' is not in
                touchpoints. Did you mean 'bill'?
        """,
    ),
    Broken(
        "trailing blanks in headings and ids, and a share that is none",
        {"personas.csv": "persona ,  name , share \nfamilies , Families,0.6\nstudents ,,0.4x\n"},
        said="""
            personas.csv, row 3, column share: '0.4x' is not a number. Write a
                number, such as 12 or 0.5.
        """,
    ),
    Broken(
        "UTF-8 with a mark and a misspelt id",
        {"improvements.csv": "\ufeff" + IMPROVEMENTS.replace("help;bill", "help; bil")},
        said="""
            improvements.csv, row 3, column touchpoints: 'bil' is not in
                touchpoints. Did you mean 'bill'?
        """,
    ),
    Broken(
        "UTF-16 with a mark and an unknown phase",
        recoded("touchpoints.csv", "utf-16", ("First bill", "Prvý účet"), ("during", "počas")),
        said="""
            touchpoints.csv, row 3, column phase: 'počas' is not a phase. Use one of
                'before', 'during', 'after'.
        """,
    ),
    Broken(
        "UTF-16 without a mark and an unknown phase",
        recoded("touchpoints.csv", "utf-16-le", ("First bill", "Prvý účet"), ("before", "befor")),
        said="""
            touchpoints.csv, row 2, column phase: 'befor' is not a phase. Did you
                mean 'before'?
        """,
    ),
    Broken(
        "Windows-1250 and a share that is none",
        recoded("personas.csv", "cp1250", ("Students", "Študenti z veľkých miest"), ("0.4", "ä")),
        said="""
            personas.csv, row 3, column share: 'ä' is not a number. Write a number,
                such as 12 or 0.5.
        """,
    ),
    Broken(
        "Windows-1252 and a misspelt id",
        recoded(
            "improvements.csv",
            "cp1252",
            ("We call you back", "Nous vous rappelons dès demain"),
            ("help;bill", "élp"),
        ),
        said="""
            improvements.csv, row 3, column touchpoints: 'élp' is not in
                touchpoints. Use one of 'order', 'bill', 'help'.
        """,
    ),
    Broken(
        "dates that could be two days, or none",
        {"personas.csv": "persona,updated\nfamilies,01/02/2026\nstudents,31.2.2026\n"},
        said="""
            personas.csv, row 2, column updated: '01/02/2026' could be two different
                days. Write year-month-day, such as 2026-01-31.
            personas.csv, row 3, column updated: '31.2.2026' is not a day of the
                calendar. Write year-month-day, such as 2026-01-31.
        """,
    ),
    Broken(
        "a date where a number belongs",
        changed("improvements.csv", ("20,40,80", "2026-05-03,40,80")),
        said="""
            improvements.csv, row 2, column effort_low: '2026-05-03' is not a
                number. {date}
        """,
    ),
    Broken(
        "ids that stand there twice",
        {
            "personas.csv": PERSONAS + "families ,Again,0.1\n",
            "touchpoints.csv": TOUCHPOINTS + "bill,Bill,during,4\nbill,Bill,during,5\n",
            "improvements.csv": IMPROVEMENTS + "plain_bill,Twice,order,1,1,1,0.1\n",
        },
        said="""
            personas.csv, rows 2, 4, column persona: 'families' stands there 2
                times. Keep one row, or give the others another id.
            touchpoints.csv, rows 3, 5, 6, column touchpoint: 'bill' stands there 3
                times. Keep one row, or give the others another id.
            improvements.csv, rows 2, 4, column improvement: 'plain_bill' stands
                there 2 times. Keep one row, or give the others another id.
        """,
    ),
    Broken(
        "ids that are the same number",
        {"personas.csv": "persona\nfamilies\nstudents\n1\n1.0\n 1\n"},
        said="""
            personas.csv, rows 4, 5, 6, column persona: '1' stands there 3 times.
                Keep one row, or give the others another id.
        """,
    ),
    Broken(
        "reach given twice, for a touchpoint there is not, and above 1",
        {
            "reach.csv": (
                "persona,touchpoint,reach\nfamilies,bill,0.5\nfamilies,bill,0.6\nstudents,oder,40\n"
            )
        },
        said="""
            reach.csv, row 4, column reach: 40 is above 1. Give a number from 0 to
                1. 40 percent is 0.4.
            reach.csv, rows 2, 3, column persona, touchpoint: 'families, bill'
                stands there 2 times. Keep one row of them.
            reach.csv, row 4, column touchpoint: 'oder' is not in touchpoints. Did
                you mean 'order'?
        """,
    ),
    Broken(
        "empty files",
        {"personas.csv": "", "touchpoints.csv": "\n\n , ,\n"},
        said="""
            personas.csv: The table is empty. Give it a heading and at least one
                row.
            touchpoints.csv: The table is empty. Give it a heading and at least one
                row.
        """,
    ),
    Broken(
        "only a heading",
        {"touchpoints.csv": "touchpoint,name\n"},
        said="""
            touchpoints.csv: There is no row under the heading. Give it at least one
                row.
        """,
    ),
    Broken(
        "empty cells that must not be",
        {
            "improvements.csv": (
                "improvement,touchpoints,effort_likely,closes_likely\n"
                " ,bill,40,0.5\n"
                "call_back, ;,,0.4\n"
                "third,bill,,\n"
            )
        },
        said="""
            improvements.csv, row 2, column improvement: The cell 'improvement' is
                empty. Fill in: short id.
            improvements.csv, row 3, column touchpoints: The cell 'touchpoints' is
                empty. Fill in: ids from touchpoints, with ; between.
            improvements.csv, rows 3, 4, column effort_likely: The cell
                'effort_likely' is empty. Fill in: person-days, most likely.
            improvements.csv, row 4, column closes_likely: The cell 'closes_likely'
                is empty. Fill in: share of the gap that it closes, most likely.
        """,
    ),
    Broken(
        "unknown phase, emotion and pain type",
        {
            "touchpoints.csv": (
                "touchpoint,phase,emotion\n"
                "order,befor,negative\nbill,DURING,sad\nhelp,afterwards,\n"
            ),
            "improvements.csv": (
                "improvement,touchpoints,effort_likely,closes_likely,pain_type\n"
                "a,order,1,0.1,payments\n"
            ),
        },
        said="""
            touchpoints.csv, row 2, column phase: 'befor' is not a phase. Did you
                mean 'before'?
            touchpoints.csv, row 4, column phase: 'afterwards' is not a phase. Did
                you mean 'after'?
            touchpoints.csv, row 3, column emotion: 'sad' is not an emotion. Use one
                of 'negative', 'neutral', 'positive'.
            improvements.csv, row 2, column pain_type: 'payments' is not a pain
                type. Did you mean 'payment'?
        """,
    ),
    Broken(
        "touchpoints with a comma between, or misspelt",
        changed("improvements.csv", ("help;bill", '"help, bill"'), ("words,bill", "words,bil")),
        said="""
            improvements.csv, row 2, column touchpoints: 'bil' is not in
                touchpoints. Did you mean 'bill'?
            improvements.csv, row 3, column touchpoints: 'help, bill' is not in
                touchpoints. Write ; between ids: help;bill.
        """,
    ),
    Broken(
        "columns that are missing",
        {"personas.csv": "id,name\nfamilies,Families\n", "touchpoints.csv": "step\nbill\n"},
        said="""
            personas.csv, row 1, column persona: The column 'persona' is missing.
                Add a column with the heading persona.
            touchpoints.csv, row 1, column touchpoint: The column 'touchpoint' is
                missing. Add a column with the heading touchpoint.
        """,
    ),
    Broken(
        "misspelt headings",
        changed(
            "improvements.csv",
            ("effort_likely", "effort_likley"),
            ("closes_likely", "closes"),
        ),
        said="""
            improvements.csv, row 1, column effort_likely: The column
                'effort_likely' is missing. Add a column with the heading
                effort_likely. The heading 'effort_likley' may be it.
            improvements.csv, row 1, column closes_likely: The column
                'closes_likely' is missing. Add a column with the heading
                closes_likely. The heading 'closes' may be it.
        """,
    ),
    Broken(
        "the same heading twice",
        {"personas.csv": "persona,name,Name,share\nfamilies,F,F,0.6\nstudents,S,S,0.4\n"},
        said="""
            personas.csv, row 1, column name: The heading 'name' stands there 2
                times. Give each column a heading of its own; capitals make no
                difference.
        """,
    ),
    Broken(
        "cells without a heading",
        {"personas.csv": "persona,,share,\nfamilies,,0.6,\nstudents,what is this,0.4,\n"},
        said="""
            personas.csv, row 1: Column 2 has cells but no heading. Give it a
                heading, or delete the column; its first cell is in row 3.
        """,
    ),
    Broken(
        "rows with more or fewer cells than headings",
        changed("personas.csv", ("Students,0.4", "Students"))
        | changed("improvements.csv", ("help;bill", "help,bill")),
        said="""
            personas.csv, row 3: There are fewer cells than the 3 headings. {short}
            improvements.csv, row 3: There are more cells than the 7 headings. A
                text that holds the delimiter needs double quotes around it.
        """,
    ),
    Broken(
        "double quotes that do not match",
        changed("personas.csv", ("Students", '"Students')),
        said="""
            personas.csv, row 3: The double quotes do not match. {quotes}
        """,
    ),
    Broken(
        "a title above the heading",
        {"personas.csv": "Personas of the client,,\n,,\n" + PERSONAS.replace("0.4", "x")},
        said="""
            personas.csv, row 1: The headings stand in row 3, below other content.
                Delete the rows above the headings.
            personas.csv, row 5, column share: 'x' is not a number. Write a number,
                such as 12 or 0.5.
        """,
    ),
    Broken(
        "ranges out of order",
        changed("improvements.csv", ("20,40,80", "50,40,30")),
        said="""
            improvements.csv, row 2, column effort_low: effort_low is 50, above
                effort_likely 40. Give low, likely and high in this order.
            improvements.csv, row 2, column effort_likely: effort_likely is 40,
                above effort_high 30. Give low, likely and high in this order.
        """,
    ),
    Broken(
        "a share left out",
        changed("personas.csv", ("0.4", "")),
        said="""
            personas.csv, row 3, column share: The share of 'students' is empty,
                while others have one. Give every persona a share, or none.
        """,
    ),
    Broken(
        "shares of 0",
        changed("personas.csv", ("0.4", "0"), ("0.6", "0")),
        said="""
            personas.csv, column share: Every share is 0, so nobody would count.
                Give at least one persona a share above 0.
        """,
    ),
    Broken(
        "improvements that contradict themselves",
        {
            "improvements.csv": (
                "improvement,touchpoints,effort_likely,closes_likely,requires,excludes\n"
                "a,bill,1,0.1,a;b,b\n"
                "b,bill,1,0.1,c,\n"
            )
        },
        said="""
            improvements.csv, row 3, column requires: 'c' is not in improvements.
                Use one of 'a', 'b'.
            improvements.csv, row 2, column requires: 'a' names itself. Delete it
                there.
            improvements.csv, row 2, column excludes: 'b' is both required and
                excluded. Keep one of the two.
        """,
    ),
    Broken(
        "averages off the scale, twice, without a persona, of an unknown metric",
        {"responses.csv": None, "scores.csv": SCORES},
        said="""
            scores.csv, row 6, column metric: 'cast' is not a metric. Did you mean
                'csat'?
            scores.csv, row 6, column mean: 'x' is not a number. Write a number,
                such as 12 or 0.5.
            scores.csv, row 6, column sd: -1 is below 0. Give a number of 0 or more.
            scores.csv, row 5, column n: 0 is below 1. Give a number of 1 or more.
            scores.csv, row 6, column n: The cell 'n' is empty. Fill in: how many
                answers.
            scores.csv, rows 3, 4, column persona, touchpoint, metric, kind:
                'families, order, csat, reality' stands there 2 times. Keep one row
                of them.
            scores.csv, row 6, column persona: 'pupils' is not in personas. Use one
                of 'families', 'students'.
            scores.csv, row 2, column mean: 6 is outside the scale 1-5 of csat. Give
                the average score on the scale of the question; if it has another
                scale, say so under [scales] in study.toml.
            scores.csv, row 3, column sd: A standard deviation of 4 is too large for
                the scale 1-5. Give the standard deviation of the scores, not the
                variance.
            scores.csv, row 5, column persona: The cell 'persona' is empty.
                {persona}
        """,
    ),
    Broken(
        "errors of a spreadsheet left in",
        changed("personas.csv", ("students", "#REF!"), ("0.6", "#DIV/0!")),
        said="""
            personas.csv, row 3, column persona: '#REF!' is an error of the
                spreadsheet. Mend the formula, or type the value.
            personas.csv, row 2, column share: '#DIV/0!' is an error of the
                spreadsheet. Mend the formula, or type the value.
            responses.csv, rows 6, 7, 8, 9, column persona: 'students' is not in
                personas. Use 'families'.
        """,
    ),
)
