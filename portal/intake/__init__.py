"""Taking batches in: what the portal has (world), thinks of an item (judge) and keeps (ledger, receive)."""
