"""How records travel: transport, portal client, and the engine that sends and receives."""
