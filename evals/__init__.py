"""Known facts, asked and scored: how often the assistant is right, wrong and rightly silent."""
