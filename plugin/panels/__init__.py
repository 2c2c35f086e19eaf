"""How a person oversees many records: the dock with its tabs, and the dialogs around it."""
