"""The object types, one file a noun. Each says what a row is called towards clients, and decides nothing."""
