"""Everything that touches QGIS: layers, map tools, tasks, credentials, network settings."""
