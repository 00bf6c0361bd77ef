"""Thin translators: an interaction in, one workflow called, words out."""
