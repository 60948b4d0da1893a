"""Who may do what. The only place that knows Casbin; pure once the model and the built-in roles are read."""
