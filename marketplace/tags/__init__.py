"""Tags: an employer's own words on candidates, to find them again."""
