"""How records come in from other programs' tables: columns matched to fields, cells understood, rows taken in.

No windows and no file formats here: whoever reads a file (QGIS reads workbooks, CSV, GeoPackages and many more) hands
over its rows.
"""
