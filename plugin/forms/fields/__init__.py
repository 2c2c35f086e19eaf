"""The editors of single fields, one module a kind of widget. `make_editor` picks the one that fits a field."""
