"""The reference portal: the contract's other side, in FastAPI and SQLAlchemy.

Of the plugin it knows `records`, `contract` and `quality`, so that both sides read one definition, one merge and one
rule.
"""
