"""Statements that change rows, inside the transaction that the use case opened."""
