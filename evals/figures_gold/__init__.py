"""Sentences drawn at random from reports, labelled by hand twice: what the figures ledger is measured against."""
