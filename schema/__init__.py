"""What clients see: the GraphQL schema. The only place that knows Strawberry.

What a field gives is the resolvers' part.
"""
