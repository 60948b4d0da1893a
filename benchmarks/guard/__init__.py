"""Sees that the console's documents are answered from indexes where tables are large. Measures no server."""
