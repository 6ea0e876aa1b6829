"""The example project of Firstlight: Northmere Foods, an invented food distributor, and how it came to be as it is.

The modules hold what is true and when it became true; `folders` writes the project folder of any moment.
Every name of a person or a company in here is invented.
"""
