"""Other servers of the same store, each written as its own documentation would have it."""
