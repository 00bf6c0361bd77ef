"""Hostile and broken inputs for the whole reader: `make fuzz` makes a million, a test a few hundred.

An input is known by its number alone: `python -m tests.fuzz --first 4711 --inputs 1` makes that one again.
"""
