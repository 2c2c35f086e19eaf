"""Pictures of every screen, taken in the real QGIS window on a virtual screen."""
