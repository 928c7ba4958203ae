"""A demo team to look around with: real pain diaries, the rest made up, the same for a seed."""
