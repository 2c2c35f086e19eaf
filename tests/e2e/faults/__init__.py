"""The fault harness: everything that can go wrong between offices and their portal, made to happen, and the proof that
no edit is lost, doubled or stuck. See docs/decisions/fault-harness.md."""
