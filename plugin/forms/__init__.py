"""How a person enters one record: the form made from the record's definition, and its field editors."""
