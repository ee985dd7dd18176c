"""Values that people write: their types, and their faults as diagnostics."""
