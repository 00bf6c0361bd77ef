"""How good the questions are, measured without raters: `make eval` prints it, a test holds the floors.

It lives with the tests because its figures are promises that a test keeps; it uses the real reader and the real rules.
"""
