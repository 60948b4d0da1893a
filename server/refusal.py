"""What keeps a command from doing what it was started for."""


class Refusal(RuntimeError):
    """The message is all that whoever started it has to know; each line of it stands for itself."""
