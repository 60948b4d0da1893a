"""Who asks, and what the server signs: credentials, session tokens, cursors, links."""
