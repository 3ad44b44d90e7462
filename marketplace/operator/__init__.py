"""What the operator decides and looks after."""
