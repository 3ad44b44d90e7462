"""Form letters: an employer's own texts with gaps, for messages, invitations and rejections."""
