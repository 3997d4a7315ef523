"""The forms of an inventory: one module per form, as all outputs are.

In reading order:
  cells     what all forms share: which columns, and a cell in words
  table     for a terminal or a pipe: aligned columns, or a list where they do not fit
  csv       for spreadsheets; nothing in it is a formula
  markdown  for a page or a pull request
  json      for programs
  html      one file for auditors; `page.css` and `page.js` are put into it, `elements` writes what is in it
"""
