"""What Helm's clients speak: a repository of charts over plain HTTP, and an OCI registry."""
