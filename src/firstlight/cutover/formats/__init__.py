"""Files of planning tools."""
