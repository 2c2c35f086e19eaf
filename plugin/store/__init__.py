"""Where records are kept: the workspace, a folder with a GeoPackage, its journal, base, outbox and files."""
