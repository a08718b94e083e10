"""Broken folders and workbooks, and several things at once."""

from __future__ import annotations

from tests.study.broken import (
    A_DATE,
    EXPORT,
    GOOD,
    IMPROVEMENTS,
    PERSONAS,
    RESPONSES,
    TOUCHPOINTS,
    UNREAD,
    WIDE,
    WIDE_TOML,
    Broken,
    changed,
    rows,
    sheets,
    with_cell,
    workbook,
)

NOTHING = dict.fromkeys(GOOD)

FILES = (
    Broken(
        "missing files",
        {"personas.csv": None, "touchpoints.csv": None},
        said="""
            The table personas is missing. Add personas.csv, personas.xlsx or
                personas.parquet.
            The table touchpoints is missing. Add touchpoints.csv, touchpoints.xlsx
                or touchpoints.parquet.
        """,
    ),
    Broken(
        "files by nearly the right name",
        {
            "personas.csv": None,
            "person.csv": PERSONAS,
            "responses.csv": None,
            "response.csv": RESPONSES,
            "touchpoints.csv": None,
            "touchpoints.xls": "an old workbook",
        },
        said="""
            The table personas is missing. Add personas.csv, personas.xlsx or
                personas.parquet. If it is person.csv, rename that.
            The table touchpoints is missing. Save touchpoints.xls as
                touchpoints.csv or touchpoints.xlsx.
            There are no answers. Add responses.csv (one answer a row) or scores.csv
                (averages), or name the survey export under [responses] in
                study.toml. If it is response.csv, rename that.
        """,
    ),
    Broken(
        "two files for one table",
        {"personas.xlsx": workbook(personas=rows(PERSONAS))},
        said="""
            personas.csv and personas.xlsx: Each could be the table personas. Keep
                one of them in the folder.
        """,
    ),
    Broken(
        "answers and averages",
        {"scores.csv": "persona,touchpoint,metric,mean,sd,n\nfamilies,bill,csat,3,1,10\n"},
        said="""
            There are both answers (responses.csv) and averages (scores.csv). Keep
                the answers and delete scores, or the other way round.
        """,
    ),
    Broken(
        "no answers",
        {"responses.csv": None},
        said="""
            There are no answers. Add responses.csv (one answer a row) or scores.csv
                (averages), or name the survey export under [responses] in
                study.toml.
        """,
    ),
    Broken(
        "a folder without a study",
        NOTHING,
        headline=UNREAD,
        said="""
            The folder '{folder}' holds no table of a study. Give the study's
                folder, its workbook (.xlsx) or its study.toml. Make a new one with:
                cx-workbench init DIR
        """,
    ),
    Broken(
        "a path that is not there",
        given="smal",
        headline=UNREAD,
        said="""
            There is no '{folder}/smal'. Check the spelling of the path.
        """,
    ),
    Broken(
        "a file that is no study",
        given="responses.csv",
        headline=UNREAD,
        said="""
            responses.csv: This is not a study. Give the study's folder, its
                workbook (.xlsx) or its study.toml.
        """,
    ),
    Broken(
        "damaged files",
        {
            "personas.csv": None,
            "personas.xlsx": b"PK\x03\x04 no workbook",
            "touchpoints.csv": None,
            "touchpoints.parquet": b"PAR1",
            "responses.csv": None,
            "responses.parquet": b"PAR1 no parquet PAR1",
        },
        said="""
            personas.xlsx: The workbook cannot be read: it is damaged, or something
                else by that name. Open it in the program that wrote it and save it
                again as .xlsx.
            touchpoints.parquet: The Parquet file cannot be read: it is damaged, or
                something else by that name. Open it in the program that wrote it
                and save it again as .parquet.
            responses.parquet: The Parquet file cannot be read: it is damaged, or
                something else by that name. Open it in the program that wrote it
                and save it again as .parquet.
        """,
    ),
    Broken(
        "a workbook locked by a password",
        {**NOTHING, "client.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)},
        headline=UNREAD,
        said="""
            client.xlsx: The workbook is locked by a password, or of an Excel from
                before 2007. Open it in Excel and save it as .xlsx without a
                password.
        """,
    ),
    Broken(
        "several workbooks",
        {**NOTHING, "a.xlsx": workbook(personas=[["persona"]]), "b.xlsx": b"x", "~$b.xlsx": b"x"},
        headline=UNREAD,
        said="""
            small: The folder holds several workbooks: a.xlsx, b.xlsx. Give the one
                that is the study.
        """,
    ),
    Broken(
        "an export that is not there",
        {**WIDE, "export.csv": None, "exports.csv": EXPORT},
        said="""
            study.toml: There is no 'export.csv', the source of [responses]. Did you
                mean 'exports.csv'?
        """,
    ),
    Broken(
        "an export of another program",
        {
            **WIDE,
            "study.toml": WIDE_TOML.replace("export.csv", "export.sav"),
            "export.sav": b"$FL2",
        },
        said="""
            export.sav: A file of the kind '.sav' cannot be read. Save the answers
                as .csv, .xlsx or .parquet.
        """,
    ),
)

WORKBOOKS = (
    Broken(
        "wrong cells in every sheet",
        sheets(
            personas=with_cell(PERSONAS, 3, "share", "a third"),
            responses=with_cell(RESPONSES, 5, "score", 60),
            improvements=with_cell(IMPROVEMENTS, 3, "touchpoints", "halp"),
            settings=[["setting", "value"], ["target.default", 850], ["ranking.topp", 5]],
        ),
        said="""
            client.xlsx, sheet settings, row 3: 'topp' is not a setting of
                [ranking]. Did you mean 'top'?
            client.xlsx, sheet settings, row 2: '850' in default of [target] is
                above 100. Give a number of 100 or less.
            client.xlsx, sheet personas, row 3, column share: 'a third' is not a
                number. Write a number, such as 12 or 0.5.
            client.xlsx, sheet improvements, row 3, column touchpoints: 'halp' is
                not in touchpoints. Did you mean 'help'?
            client.xlsx, sheet responses, row 5, column score: 60 is outside the
                scale 1-7 of ces. {code}
        """,
    ),
    Broken(
        "dates where numbers and ids belong",
        sheets(
            improvements=with_cell(IMPROVEMENTS, 2, "effort_low", A_DATE),
            touchpoints=[*rows(TOUCHPOINTS), [A_DATE, "Spring", "after", 4]],
            responses=with_cell(RESPONSES, 4, "score", A_DATE),
        ),
        said="""
            client.xlsx, sheet touchpoints, row 5, column touchpoint: '2026-05-03'
                is a date, not an id. Excel turns entries such as 3-5 into dates:
                format the column as text and type the id again.
            client.xlsx, sheet improvements, row 2, column effort_low: '2026-05-03'
                is a date, not a number. {date}
            client.xlsx, sheet responses, row 4, column score: '2026-05-03' is not a
                number. {date}
        """,
    ),
    Broken(
        "sheets left out or misspelt",
        {
            **NOTHING,
            "client.xlsx": workbook(
                persons=rows(PERSONAS), touchpoints=rows(TOUCHPOINTS), Responses=rows(RESPONSES)
            ),
        },
        said="""
            client.xlsx: The sheet personas is missing. Add a sheet named personas.
                If it is 'persons', rename that.
            client.xlsx: The sheet improvements is missing. Add a sheet named
                improvements.
        """,
    ),
    Broken(
        "formulas without a result, and errors",
        sheets(
            personas=with_cell(PERSONAS, 3, "share", "=1-0.6"),
            touchpoints=with_cell(TOUCHPOINTS, 2, "position", "#DIV/0!"),
            responses=with_cell(RESPONSES, 3, "score", "=1+1"),
        ),
        said="""
            client.xlsx, sheet personas, row 3, column share: The formula has no
                result yet. {no result}
            client.xlsx, sheet touchpoints, row 2, column position: '#DIV/0!' is an
                error of the spreadsheet. Mend the formula, or type the value.
            client.xlsx, sheet responses, row 3, column score: The formula has no
                result yet. {no result}
        """,
    ),
    Broken(
        "empty sheets, and headings over two columns",
        sheets(
            personas=[], touchpoints=[["touchpoint", None, "phase"], ["bill", "Bill", "during"]]
        ),
        said="""
            client.xlsx, sheet personas: The table is empty. Give it a heading and
                at least one row.
            client.xlsx, sheet touchpoints, row 1: Column 2 has cells but no
                heading. Give it a heading, or delete the column; its first cell is
                in row 2.
            client.xlsx, sheet improvements, row 3, column touchpoints: 'help' is
                not in touchpoints. Use 'bill'.
            client.xlsx, sheet responses, rows 2, 6, column touchpoint: 'order' is
                not in touchpoints. Use 'bill'.
            client.xlsx, sheet responses, rows 5, 8, column touchpoint: 'help' is
                not in touchpoints. Use 'bill'.
        """,
    ),
)

SEVERAL = (
    Broken(
        "something in every file",
        {
            **changed("personas.csv", ("students", "families")),
            **changed("touchpoints.csv", ("after", "afterwards")),
            **changed("responses.csv", ("order,csat,reality,5", "order,csat,reality,55")),
            **changed("improvements.csv", ("words,bill,20", "words,bil,90")),
            **changed("study.toml", ("85", "850")),
        },
        said="""
            study.toml: '850' in default of [target] is above 100. Give a number of
                100 or less.
            personas.csv, rows 2, 3, column persona: 'families' stands there 2
                times. Keep one row, or give the others another id.
            touchpoints.csv, row 4, column phase: 'afterwards' is not a phase. Did
                you mean 'after'?
            improvements.csv, row 2, column touchpoints: 'bil' is not in
                touchpoints. Did you mean 'bill'?
            improvements.csv, row 2, column effort_low: effort_low is 90, above
                effort_likely 40. Give low, likely and high in this order.
            responses.csv, rows 6, 7, 8, 9, column persona: 'students' is not in
                personas. Use 'families'.
            responses.csv, row 6, column score: 55 is outside the scale 1-5 of csat.
                {code}
        """,
    ),
)
