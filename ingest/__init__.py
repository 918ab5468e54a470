"""Reports in: read, cut into passages, counted into the figures ledger, embedded, kept."""
