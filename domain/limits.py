"""How much one request may ask for and be shown, whichever executor answers it."""

MAX_SEARCH = 200
"""Characters to search for."""
MAX_IDS = 100
"""Things by global id in one list."""
MAX_SHOWN_BYTES = 16 * 1024 * 1024
"""Of large texts, each counted as often as it is shown."""
MAX_INT = 2**31 - 1
"""The largest number that GraphQL's Int can say."""
