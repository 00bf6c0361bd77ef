"""The sandbox's Discord without its wires: pure state, and the rules by which it changes.

Nothing here reads a clock, a socket or a file. Every change takes `now` (UTC epoch milliseconds), alters the `World` it
is given and returns the gateway events it causes; what Discord would refuse raises `Refused` before anything has
changed.
"""
