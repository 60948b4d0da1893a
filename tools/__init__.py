"""What builds and tests use beside the product: nothing here is imported by it."""
