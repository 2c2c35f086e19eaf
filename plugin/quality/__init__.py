"""Whether records are right: rules in, findings out. Knows only records; sees the world through a small Context."""
