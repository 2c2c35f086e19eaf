"""What builds, checks and demonstrates the tree; never part of the plugin."""
