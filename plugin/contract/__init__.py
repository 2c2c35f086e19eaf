"""What is agreed with a portal: batches, verdicts, changes, canonical hashes, the merge table. Knows only records."""
