"""Letters to people: written by faces in the reader's language, kept here, mailed by the background loop."""
