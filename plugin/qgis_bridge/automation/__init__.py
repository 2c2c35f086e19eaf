"""What people automate, as Processing algorithms: check, sync, export, bundles."""
