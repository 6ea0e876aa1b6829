"""Forms: what is asked, and what a field accepts. They decide nothing and store nothing."""
