"""The house's own lint gates, for what no published linter checks."""
