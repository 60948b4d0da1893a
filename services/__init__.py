"""What the store can do: one function a use case, one transaction. Knows no GraphQL, no HTTP, no SQL drivers."""
