"""Projects: their profile, phases, parties, people and who may do what in them."""
