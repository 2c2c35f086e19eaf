"""What both sides have to know of the world that is shown: who makes it and the scenes."""

PASSPHRASE = "вишневий сад 2026"
