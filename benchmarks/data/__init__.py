"""The benchmark's data: made from numbers alone, so that every machine has the same rows; at any scale."""
