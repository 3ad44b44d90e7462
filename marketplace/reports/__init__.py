"""Reports: anyone tells the operator that a role is not right."""
