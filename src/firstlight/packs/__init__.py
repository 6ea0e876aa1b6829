"""Content as data: checklists as versioned packs that a project pins, tailors and upgrades."""
