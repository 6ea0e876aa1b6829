"""Test cycles, test cases and the results of test tools: what was planned, what ran, and how it ended."""
