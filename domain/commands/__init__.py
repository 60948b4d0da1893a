"""What clients ask to be done, as frozen values; None in an update means: leave it as it is."""
