"""What is kept. The only room with SQL."""
