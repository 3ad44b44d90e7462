"""Speed and quality of ranking: compared, never asserted by a clock."""
