"""A guided tour in the real QGIS window: what `make demo` shows, and proves, where there is no display."""
