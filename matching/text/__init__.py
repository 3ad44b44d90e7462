"""Turn text in English and Chinese into terms."""
