"""Reviews: what an employer's members see, write and agree about one candidate for a role."""
