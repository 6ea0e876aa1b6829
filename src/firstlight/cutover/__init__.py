"""The cutover: its plan, its people, its chance of finishing in the window, and the night itself."""
