"""Sign-in by an OpenID Connect provider: what we ask of it, and when its word counts. Knows no rows and no routes."""
