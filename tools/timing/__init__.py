"""The two scripts of data entry, replayed with real clicks and keys: interactions, seconds, stalls."""
