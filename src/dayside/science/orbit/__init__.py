"""What a sequence of positions tells of an orbit."""
