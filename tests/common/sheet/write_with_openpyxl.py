"""Workbooks as openpyxl writes them, for writers_test.cc.

    write_with_openpyxl.py fresh MODEL.json OUT.xlsx   from a model of cells
    write_with_openpyxl.py again IN.xlsx OUT.xlsx      read, and written again
"""
import datetime
import json
import sys

import openpyxl


def write(model, path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for told in model:
        sheet = book.create_sheet(told["name"])
        sheet.sheet_state = "hidden" if told["hidden"] else "visible"
        for row, column, kind, value in told["cells"]:
            cell = sheet.cell(row, column)
            if kind == "day":
                cell.value = datetime.date.fromisoformat(value)
                cell.number_format = "DD-MM-YYYY"
            elif kind == "percent":
                cell.value = float(value)
                cell.number_format = "0.0%"
            elif kind == "decimal":
                cell.value = float(value)
                cell.number_format = "0." + "0" * len(value.partition(".")[2])
            else:
                cell.value = value
                # A text is a text, whatever it begins with.
                if kind == "text":
                    cell.data_type = "s"
        for merged in told["merged"]:
            sheet.merge_cells(merged)
    for at, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            book.active = at
            break
    book.save(path)


how, source, path = sys.argv[1:]
if how == "fresh":
    with open(source, encoding="utf-8") as file:
        write(json.load(file), path)
else:
    openpyxl.load_workbook(source).save(path)
