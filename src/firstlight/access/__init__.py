"""Access tokens: what a program may do in one project on behalf of a person."""
