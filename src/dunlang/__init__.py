"""dunlang: a policy language for dunning."""
