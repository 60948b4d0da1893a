"""Explanations of access."""

from schema.bind import column, object_type


@object_type("A decision, and the rules that made it.")
class AccessExplanation:
    """See policies.explain.Explanation."""

    allowed = column(bool)
    reason = column(str)
    rules = column(list[str])
