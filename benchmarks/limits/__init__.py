"""What nobody can pass: the same SQL without HTTP, and bytes of the same size without SQL."""
