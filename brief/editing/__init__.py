"""Renaming and merging: a writer's files changed where they must be, and nowhere else."""
