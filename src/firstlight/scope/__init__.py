"""What goes live: processes, requirements, solution parts, integrations, rollouts."""
