"""The questions, room by room."""
