"""The events that a webhook can hear of, and who may hear of which."""

OF_EMPLOYERS = (  # told to an employer's webhooks, and to those of its members
    *("role.created", "role.updated", "role.published", "role.expired", "role.closed"),
    *("application.created", "application.stage_changed", "application.withdrawn"),
    *("invitation.sent", "invitation.accepted", "invitation.declined"),
    *("employer.verified", "employer.suspended"),
)
OF_CANDIDATES = (  # told to the account alone that may read the profile
    *("candidate.created", "candidate.updated", "candidate.erased"),
    "match.flag_changed",
)
EVENTS = (*OF_EMPLOYERS, *OF_CANDIDATES)
TEST = "webhook.test"  # asked for by the owner; no webhook has to choose it
