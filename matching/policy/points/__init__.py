"""Points tables: dated scales, and what they give for the facts that are stated."""
