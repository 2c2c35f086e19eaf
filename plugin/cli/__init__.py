"""The same work without QGIS: ``python -m plugin.cli``, for scripts, servers and tests. See docs/cli.md."""
