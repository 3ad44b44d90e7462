"""Who gets which answer to which call: the whole table, one row a call.

A row names the endpoint (a second word tells rows of one endpoint apart), the request, and the
status for each stranger in the order of ``COLUMNS``. ``narrow`` is the first of ``HOLDERS`` whom
the row lets in, with a token that lacks the call's scope; ``-`` where the call asks for none.
Paths and bodies name the things of ``tests.security.world``: Aurora is the owner's employer,
Boreal the other one's; ana applied for ``open`` and is invited to ``second``; the integration
made ana's profile, which ana has taken over since, and ``managed``, which nobody has claimed.
"""

from dataclasses import dataclass
from typing import Any

from tests.security.bodies import BODIES

COLUMNS = (
    "nobody",
    "candidate",  # another one
    "employer",  # the owner of another one
    "integration",
    "former",  # once a recruiter of Aurora
    "viewer",
    "recruiter",
    "ana",
    "owner",
    "verifier",
    "admin",
    "narrow",
)
HOLDERS = ("owner", "ana", "verifier", "admin")
PROVED = (
    "employer.",
    "conversation.",
    "webhook_pages.",
    "greenhouse.",
)  # forms sent with the proof of a browser; the others without, as by a token

TABLE = """
#                                                nob can emp int for vie rec ana own ver adm nar
health.healthz             GET /healthz          200 200 200 200 200 200 200 200 200 200 200  -
health.readyz              GET /readyz           200 200 200 200 200 200 200 200 200 200 200  -
health.metrics             GET /metrics          401 403 403 403 403 403 403 403 403 403 200 403
home.show_home             GET /                 200 200 200 200 200 200 200 200 200 200 200  -
problems.explain           GET /problems/gone    200 200 200 200 200 200 200 200 200 200 200  -
policy_pages.show_policies GET /policies
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policy_pages.show_policy   GET /policies/cn-k-seed
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policy_pages.show_version  GET /policies/cn-k-seed/versions/2025.1
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policy_pages.compare_versions GET /policies/cn-k-seed/versions/2025.1/diff/2025.1
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policies.compare_versions  GET /api/v1/policies/cn-k-seed/versions/2025.1/diff/2025.1
                                                 200 200 200 200 200 200 200 200 200 200 200  -
documentation.show_documentation GET /api/v1/docs
                                                 200 200 200 200 200 200 200 200 200 200 200  -
api-docs.openapi_json      GET /api/v1/openapi.json
                                                 200 200 200 200 200 200 200 200 200 200 200  -
search_pages.show_roles    GET /roles            200 200 200 200 200 200 200 200 200 200 200  -
about.explain_matching GET /how-matching-works
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_api GET /api
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_terms GET /terms
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_privacy GET /privacy
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_cookies GET /cookies
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_accessibility GET /accessibility
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_contact GET /contact
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_robots GET /robots.txt
                                                 200 200 200 200 200 200 200 200 200 200 200  -
about.show_sitemap GET /sitemap.xml
                                                 200 200 200 200 200 200 200 200 200 200 200  -
feeds.feed_roles           GET /roles.atom       200 200 200 200 200 200 200 200 200 200 200  -
search_pages.show_hubs     GET /hubs             200 200 200 200 200 200 200 200 200 200 200  -
assessment_pages.show_questions GET /qualify    200 200 200 200 200 200 200 200 200 200 200  -
assessment_pages.assess_facts POST /qualify      403 403 403 403 403 403 403 403 403 403 403  -
route_pages.show_routes    GET /visa-routes      200 200 200 200 200 200 200 200 200 200 200  -
route_pages.compare_routes POST /visa-routes     403 403 403 403 403 403 403 403 403 403 403  -
role_pages.show_role       GET /roles/{open}     200 200 200 200 200 200 200 200 200 200 200  -
role_pages.show_role:draft GET /roles/{draft}    404 404 404 404 404 200 200 404 200 404 404  -
comparison_pages.compare   GET /roles/compare    200 200 200 200 200 200 200 200 200 200 200  -
role_pages.report_role     GET /roles/{open}/report
                                                 200 200 200 200 200 200 200 200 200 200 200  -
role_pages.send_report     POST /roles/{open}/report
                                                 403 403 403 403 403 403 403 403 403 403 403  -
profiles.show_confirmation GET /profiles/confirm/{link}
                                                 200 200 200 200 200 200 200 200 200 200 200  -
profiles.show_confirmation:forged GET /profiles/confirm/{managed}
                                                 404 404 404 404 404 404 404 404 404 404 404  -
profiles.confirm_profile   POST /profiles/confirm/{link}
                                                 200 200 200 200 200 200 200 200 200 200 200  -
profiles.confirm_profile:forged POST /profiles/confirm/{managed}
                                                 404 404 404 404 404 404 404 404 404 404 404  -
taxonomies.list_codes      GET /api/v1/taxonomies/hubs
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policies.list_policies     GET /api/v1/policies  200 200 200 200 200 200 200 200 200 200 200  -
policies.show_policy       GET /api/v1/policies/cn-k-seed
                                                 200 200 200 200 200 200 200 200 200 200 200  -
policies.show_version      GET /api/v1/policies/cn-k-seed/versions/2025.1
                                                 200 200 200 200 200 200 200 200 200 200 200  -
routes.list_routes         GET /api/v1/routes    200 200 200 200 200 200 200 200 200 200 200  -
routes.compare_routes      POST /api/v1/routes/compare
                                                 200 200 200 200 200 200 200 200 200 200 200  -
assessments.assess         POST /api/v1/assessments
                                                 200 200 200 200 200 200 200 200 200 200 200  -
assessments.assess:reform  POST /api/v1/assessments
                                                 403 403 403 403 403 403 403 403 403 403 422 403

#                                                nob can emp int for vie rec ana own ver adm nar
accounts.register          POST /api/v1/accounts 202 202 202 202 202 202 202 202 202 202 202  -
accounts.show_account      GET /api/v1/account   401 200 200 200 200 200 200 200 200 200 200  -
accounts.delete_account    DELETE /api/v1/account
                                                 401 204 409 204 204 204 204 204 409 204 204 403
saved_searches.list_searches GET /api/v1/saved_searches
                                                 401 200 200 200 200 200 200 200 200 200 200 403
saved_searches.save_search POST /api/v1/saved_searches
                                                 401 201 201 201 201 201 201 201 201 201 201 403
saved_searches.delete_search DELETE /api/v1/saved_searches/{search}
                                                 401 404 404 404 404 404 404 204 404 404 404 403
tokens.list_tokens         GET /api/v1/tokens    401 200 200 200 200 200 200 200 200 200 200  -
tokens.create_token        POST /api/v1/tokens   401 201 201 201 201 201 201 201 201 201 201 422
tokens.create_token:admin  POST /api/v1/tokens   401 422 422 422 422 422 422 422 422 201 201 422
tokens.revoke_token        DELETE /api/v1/tokens/{token}
                                                 401 404 404 404 404 404 404 204 404 404 404  -

#                                                nob can emp int for vie rec ana own ver adm nar
webhooks.list_webhooks     GET /api/v1/webhooks  401 200 200 200 200 200 200 200 200 200 200 403
webhooks.create_webhook    POST /api/v1/webhooks 401 201 201 201 201 201 201 201 201 201 201 403
webhooks.create_webhook:ours POST /api/v1/webhooks
                                                 401 404 404 404 404 403 403 404 201 404 404 403
webhooks.show_webhook      GET /api/v1/webhooks/{hook}
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhooks.show_webhook:ana  GET /api/v1/webhooks/{ana_hook}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
webhooks.update_webhook    PATCH /api/v1/webhooks/{hook}
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhooks.update_webhook:ana PATCH /api/v1/webhooks/{ana_hook}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
webhooks.delete_webhook    DELETE /api/v1/webhooks/{hook}
                                                 401 404 404 404 404 403 403 404 204 404 404 403
webhooks.list_deliveries   GET /api/v1/webhooks/{hook}/deliveries
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhooks.redeliver         POST /api/v1/webhooks/{hook}/deliveries/{delivery}/redeliver
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhooks.redeliver:mixed   POST /api/v1/webhooks/{ana_hook}/deliveries/{delivery}/redeliver
                                                 401 404 404 404 404 404 404 404 404 404 404  -
webhooks.test_webhook      POST /api/v1/webhooks/{hook}/test
                                                 401 404 404 404 404 403 403 404 201 404 404 403
webhook_pages.list_webhooks GET /employer/webhooks
                                                 401 200 200 200 200 200 200 200 200 200 200 403
webhook_pages.create_webhook POST /employer/webhooks
                                                 401 200 200 200 200 200 200 200 200 200 200 403
webhook_pages.create_webhook:ours POST /employer/webhooks
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhook_pages.show_webhook GET /employer/webhooks/{hook}
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhook_pages.show_webhook:ana GET /employer/webhooks/{ana_hook}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
webhook_pages.change_webhook POST /employer/webhooks/{hook}
                                                 401 404 404 404 404 403 403 404 303 404 404 403
webhook_pages.switch_webhook POST /employer/webhooks/{hook}/switch
                                                 401 404 404 404 404 403 403 404 303 404 404 403
webhook_pages.rotate_secret POST /employer/webhooks/{hook}/secret
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhook_pages.test_webhook POST /employer/webhooks/{hook}/test
                                                 401 404 404 404 404 403 403 404 303 404 404 403
webhook_pages.redeliver POST /employer/webhooks/{hook}/deliveries/{delivery}/redeliver
                                                 401 404 404 404 404 403 403 404 303 404 404 403
webhook_pages.redeliver:mixed POST /employer/webhooks/{ana_hook}/deliveries/{delivery}/redeliver
                                                 401 404 404 404 404 404 404 404 404 404 404  -
webhook_pages.confirm_deletion GET /employer/webhooks/{hook}/delete
                                                 401 404 404 404 404 403 403 404 200 404 404 403
webhook_pages.delete_webhook POST /employer/webhooks/{hook}/delete
                                                 401 404 404 404 404 403 403 404 303 404 404 403

#                                                nob can emp int for vie rec ana own ver adm nar
account_pages.show_registration GET /account/register
                                                 200 302 302 302 302 302 302 302 302 302 302  -
account_pages.register     POST /account/register
                                                 403 403 403 403 403 403 403 403 403 403 403  -
account_pages.show_registered GET /account/registered
                                                 200 200 200 200 200 200 200 200 200 200 200  -
account_pages.show_start   GET /account/start    401 302 302 302 302 302 302 302 302 302 302  -
account_pages.show_welcome GET /account/welcome  401 200 200 200 200 200 200 200 200 200 200  -
account_pages.show_account GET /account          401 200 200 200 200 200 200 200 200 200 200  -
account_pages.show_deletion GET /account/delete  401 302 302 302 302 302 302 302 302 302 302  -
account_pages.delete_account POST /account/delete
                                                 403 403 403 403 403 403 403 403 403 403 403  -
token_pages.show_tokens    GET /account/tokens   401 302 302 302 302 302 302 302 302 302 302  -
token_pages.create_token   POST /account/tokens  403 403 403 403 403 403 403 403 403 403 403  -
token_pages.revoke_token   POST /account/tokens/{token}/revoke
                                                 403 403 403 403 403 403 403 403 403 403 403  -

#                                                nob can emp int for vie rec ana own ver adm nar
operator.show_overview     GET /operator
                                                 401 403 403 403 403 403 403 403 403 200 200  -
operator.list_evidence     GET /operator/evidence
                                                 401 403 403 403 403 403 403 403 403 200 200  -
operator.show_evidence     GET /operator/evidence/{evidence}
                                                 401 403 403 403 403 403 403 403 403 200 200  -
operator.show_document     GET /operator/evidence/{evidence}/document
                                                 401 403 403 403 403 403 403 403 403 404 404  -
operator.check_evidence    POST /operator/evidence/{evidence}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.list_employers    GET /operator/employers?status=verified
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.show_employer     GET /operator/employers/{aurora}
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.check_employer    POST /operator/employers/{aurora}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.show_reviews      GET /operator/reviews
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.answer_review     POST /operator/reviews/{evidence}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.list_reports      GET /operator/reports
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.close_report      POST /operator/reports/{evidence}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.list_postings     GET /operator/postings
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.remove_posting    POST /operator/postings/{open}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.list_duplicates   GET /operator/duplicates
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.remove_duplicate  POST /operator/duplicates/{open}
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.show_dictionary   GET /operator/dictionary
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.list_imports      GET /operator/imports
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.show_import       GET /operator/imports/{evidence}
                                                 401 403 403 403 403 403 403 403 403 403 404  -
operator.show_retention    GET /operator/retention
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.show_trail        GET /operator/trail
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.show_policies     GET /operator/policies
                                                 401 403 403 403 403 403 403 403 403 403 200  -
operator.preview_policy    POST /operator/policies
                                                 403 403 403 403 403 403 403 403 403 403 403  -
operator.show_impact       GET /operator/policies/impacts/{evidence}
                                                 401 403 403 403 403 403 403 403 403 403 404  -
operator.show_health       GET /operator/health
                                                 401 403 403 403 403 403 403 403 403 403 200  -

#                                                nob can emp int for vie rec ana own ver adm nar
employers.create_employer  POST /api/v1/employers
                                                 401 201 201 201 201 201 201 201 201 201 201 403
employers.show_employer    GET /api/v1/employers/{aurora}
                                                 200 200 200 200 200 200 200 200 200 200 200  -
employers.update_employer  PATCH /api/v1/employers/{aurora}
                                                 401 403 403 403 403 403 403 403 200 403 403 403
employers.list_members     GET /api/v1/employers/{aurora}/members
                                                 401 403 403 403 403 200 200 403 200 403 403 403
employers.add_member       POST /api/v1/employers/{aurora}/members
                                                 401 403 403 403 403 403 403 403 201 403 403 403
employers.remove_member    DELETE /api/v1/employers/{aurora}/members/{membership}
                                                 401 403 403 403 403 403 403 403 204 403 403 403
employers.remove_member:crossed DELETE /api/v1/employers/{boreal}/members/{membership}
                                                 401 403 404 403 403 403 403 403 403 403 403  -
employers.verify_employer  POST /api/v1/employers/{aurora}/verification
                                                 401 403 403 403 403 403 403 403 403 403 200 403

#                                                nob can emp int for vie rec ana own ver adm nar
searches.search_roles      GET /api/v1/roles?q=secret
                                                 200 200 200 200 200 200 200 200 200 200 200  -
roles.create_role          POST /api/v1/roles    401 403 403 403 403 403 201 403 201 403 403 403
roles.show_role            GET /api/v1/roles/{open}
                                                 200 200 200 200 200 200 200 200 200 200 200  -
roles.show_role:draft      GET /api/v1/roles/{draft}
                                                 404 404 404 404 404 200 200 404 200 404 404 404
roles.show_role:ended      GET /api/v1/roles/{ended}
                                                 410 410 410 410 410 200 200 410 200 410 410 410
roles.update_role          PATCH /api/v1/roles/{draft}
                                                 401 404 404 404 404 403 200 404 200 404 404 403
roles.update_role:open     PATCH /api/v1/roles/{open}
                                                 401 404 404 404 404 403 200 404 200 404 404 403
roles.delete_role          DELETE /api/v1/roles/{draft}
                                                 401 404 404 404 404 403 204 404 204 404 404 403
roles.move_role            POST /api/v1/roles/{draft}/transitions
                                                 401 404 404 404 404 403 200 404 200 404 404 403
roles.move_role:close      POST /api/v1/roles/{open}/transitions
                                                 401 404 404 404 404 403 200 404 200 404 404 403

#                                                nob can emp int for vie rec ana own ver adm nar
employer.show_dashboard GET /employer
                                                 401 200 200 200 200 200 200 200 200 200 200 403
employer.new_organisation GET /employer/organisations/new
                                                 401 200 200 200 200 200 200 200 200 200 200 403
employer.register_organisation POST /employer/organisations/new
                                                 401 303 303 303 303 303 303 303 303 303 303 403
employer.show_organisation GET /employer/organisations/{aurora}
                                                 401 403 403 403 403 200 200 403 200 403 403 403
employer.change_organisation POST /employer/organisations/{aurora}
                                                 401 403 403 403 403 403 403 403 303 403 403 403
employer.add_member POST /employer/organisations/{aurora}/members
                                                 401 403 403 403 403 403 403 403 303 403 403 403
employer.remove_member POST /employer/organisations/{aurora}/members/{membership}/remove
                                                 401 403 403 403 403 403 403 403 303 403 403 403
employer.list_roles GET /employer/roles
                                                 401 200 200 200 200 200 200 200 200 200 200 403
employer.new_role GET /employer/roles/new
                                                 401 200 200 200 200 200 200 200 200 200 200 403
employer.create_role POST /employer/roles/new
                                                 401 403 403 403 403 403 303 403 303 403 403 403
employer.edit_role GET /employer/roles/{draft}/edit
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.save_role POST /employer/roles/{draft}/edit
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.move_role POST /employer/roles/{draft}/status
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.copy_role POST /employer/roles/{draft}/copy
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.delete_role POST /employer/roles/{draft}/delete
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.switch_blind_review POST /employer/roles/{draft}/blind
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.rank_candidates GET /employer/roles/{open}/candidates
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.show_watch GET /employer/roles/{open}/watch
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.change_watch POST /employer/roles/{open}/watch
                                                 401 404 404 404 404 303 303 404 303 404 404 403
employer.export_candidates GET /employer/roles/{open}/candidates.csv
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.choose_candidates POST /employer/roles/{open}/candidates
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.show_candidate GET /employer/roles/{open}/candidates/{ana_code}
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.write_note POST /employer/roles/{open}/candidates/{ana_code}/notes
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.delete_note POST /employer/roles/{open}/candidates/{ana_code}/notes/{note}/delete
                                                 401 404 404 404 404 403 403 404 303 404 404 403
employer.tag_candidate POST /employer/roles/{open}/candidates/{ana_code}/tags
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.assign_candidate POST /employer/roles/{open}/candidates/{ana_code}/owner
                                                 401 404 404 404 404 403 303 404 303 404 404 403
greenhouse.show_account GET /employer/organisations/{aurora}/greenhouse
                                                 401 404 404 404 404 403 403 404 200 404 404 403
greenhouse.connect POST /employer/organisations/{aurora}/greenhouse
                                                 401 404 404 404 404 403 403 404 303 404 404 403
greenhouse.check POST /employer/organisations/{aurora}/greenhouse/check
                                                 401 404 404 404 404 403 403 404 303 404 404 403
greenhouse.list_pushes GET /employer/roles/{open}/greenhouse
                                                 401 404 404 404 404 403 200 404 200 404 404 403
greenhouse.new_push GET /employer/roles/{open}/greenhouse/new?who={ana_code}
                                                 401 404 404 404 404 403 200 404 200 404 404 403
greenhouse.push POST /employer/roles/{open}/greenhouse
                                                 401 404 404 404 404 403 303 404 303 404 404 403
greenhouse.push_again POST /employer/roles/{open}/greenhouse/{push}/again
                                                 401 404 404 404 404 403 303 404 303 404 404 403
greenhouse.push_again:mixed POST /employer/roles/{second}/greenhouse/{push}/again
                                                 401 404 404 404 404 403 404 404 404 404 404  -
greenhouse.disconnect POST /employer/organisations/{aurora}/greenhouse/disconnect
                                                 401 404 404 404 404 403 403 404 303 404 404 403
employer.list_letters GET /employer/organisations/{aurora}/letters
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.create_letter POST /employer/organisations/{aurora}/letters
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.show_letter GET /employer/letters/{letter}
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.change_letter POST /employer/letters/{letter}
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.list_applications GET /employer/roles/{open}/applications
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.choose_applications POST /employer/roles/{open}/applications
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.write_messages POST /employer/roles/{open}/messages
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.score_candidate POST /employer/roles/{open}/candidates/{ana_code}/scorecard
                                                 401 404 404 404 404 303 303 404 303 404 404 403
employer.unblind_candidate POST /employer/roles/{blind}/candidates/{ana_code}/unblind
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.write_message POST /employer/roles/{open}/candidates/{ana_code}/messages
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.set_interview POST /employer/roles/{open}/candidates/{ana_code}/interviews
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.cancel_interview POST /employer/roles/{open}/candidates/{ana_code}/dates/{interview}/cancel
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.compare GET /employer/roles/{open}/compare?who={ana_code}&who={ben_code}
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.show_figures GET /employer/roles/{open}/figures
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.list_shortlists GET /employer/roles/{open}/shortlists
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.create_shortlist POST /employer/roles/{open}/shortlists
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.show_shortlist GET /employer/shortlists/{shortlist}
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.change_shortlist POST /employer/shortlists/{shortlist}
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.change_entry POST /employer/shortlists/{shortlist}/entries/{ana_code}
                                                 401 404 404 404 404 403 303 404 303 404 404 403
conversation.show_conversation GET /me/conversations/{open}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
conversation.answer POST /me/conversations/{open}
                                                 401 404 404 404 404 404 404 303 404 404 404 403
employer.show_shared GET /shortlists/{shared}/{word}
                                                 200 200 200 200 200 200 200 200 200 200 200  -
employer.show_shared:forged GET /shortlists/{shared}/{note}
                                                 404 404 404 404 404 404 404 404 404 404 404  -
employer.show_pipeline GET /employer/roles/{open}/pipeline
                                                 401 404 404 404 404 200 200 404 200 404 404 403
employer.export_pipeline GET /employer/roles/{open}/pipeline.csv
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.show_limits GET /employer/roles/{open}/pipeline/limits
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.change_limits POST /employer/roles/{open}/pipeline/limits
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.move_applications POST /employer/roles/{open}/pipeline
                                                 401 404 404 404 404 403 303 404 303 404 404 403
employer.take_back POST /employer/roles/{open}/pipeline/undo
                                                 401 404 404 404 404 403 404 404 404 404 404 403
employer.list_invitations GET /employer/invitations
                                                 401 200 200 200 200 200 200 200 200 200 200 403
employer.new_invitation GET /employer/roles/{second}/invite?who={ben_code}
                                                 401 404 404 404 404 403 200 404 200 404 404 403
employer.invite POST /employer/roles/{second}/invite
                                                 401 404 404 404 404 403 303 404 303 404 404 403

#                                                nob can emp int for vie rec ana own ver adm nar
candidates.create_candidate POST /api/v1/candidates
                                                 401 409 201 201 201 201 201 409 201 201 201 403
candidates.create_candidate:for_ana POST /api/v1/candidates
                                                 401 201 201 201 201 201 201 409 201 201 201 403
candidates.create_candidate:visible POST /api/v1/candidates
                                                 401 403 403 403 403 403 403 403 403 403 403  -
candidates.show_candidate  GET /api/v1/candidates/{ana}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
candidates.show_candidate:managed GET /api/v1/candidates/{managed}
                                                 401 404 404 200 404 404 404 404 404 404 404  -
candidates.update_candidate PATCH /api/v1/candidates/{ana}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
candidates.update_candidate:managed PATCH /api/v1/candidates/{managed}
                                                 401 404 404 200 404 404 404 404 404 404 404  -
candidates.update_candidate:visible PATCH /api/v1/candidates/{managed}
                                                 401 404 404 403 404 404 404 404 404 404 404  -
candidates.erase_candidate DELETE /api/v1/candidates/{ana}
                                                 401 404 404 404 404 404 404 204 404 404 404 403
candidates.erase_candidate:managed DELETE /api/v1/candidates/{managed}
                                                 401 404 404 204 404 404 404 404 404 404 404  -
candidates.give_consent    PUT /api/v1/candidates/{ana}/consents/matching
                                                 401 404 404 404 404 404 404 200 404 404 404 403
candidates.give_consent:managed PUT /api/v1/candidates/{managed}/consents/matching
                                                 401 404 404 403 404 404 404 404 404 404 404  -
candidates.withdraw_consent DELETE /api/v1/candidates/{ana}/consents/matching
                                                 401 404 404 404 404 404 404 200 404 404 404 403
candidates.withdraw_consent:managed DELETE /api/v1/candidates/{managed}/consents/matching
                                                 401 404 404 403 404 404 404 404 404 404 404  -
candidates.list_views      GET /api/v1/candidates/{ana}/access_log
                                                 401 404 404 404 404 404 404 200 404 404 404 403
candidates.list_views:managed GET /api/v1/candidates/{managed}/access_log
                                                 401 404 404 403 404 404 404 404 404 404 404  -
evidence.submit_evidence   POST /api/v1/candidates/{ana}/evidence
                                                 401 404 404 404 404 404 404 201 404 404 404 403
evidence.submit_evidence:managed POST /api/v1/candidates/{managed}/evidence
                                                 401 404 404 403 404 404 404 404 404 404 404  -
evidence.decide_evidence   POST /api/v1/evidence/{evidence}/decision
                                                 401 403 403 403 403 403 403 403 403 200 200 403

#                                                nob can emp int for vie rec ana own ver adm nar
matches.rank_roles         GET /api/v1/candidates/{ana}/matches
                                                 401 404 404 404 404 404 404 200 404 404 404 403
matches.rank_roles:managed GET /api/v1/candidates/{managed}/matches
                                                 401 404 404 200 404 404 404 404 404 404 404  -
matches.show_role_match    GET /api/v1/candidates/{ana}/matches/{open}
                                                 401 404 404 404 404 404 404 200 404 404 404 403
matches.show_role_match:draft GET /api/v1/candidates/{ana}/matches/{draft}
                                                 401 404 404 404 404 404 404 404 404 404 404  -
matches.rank_candidates    GET /api/v1/roles/{open}/matches
                                                 401 404 404 404 404 200 200 404 200 404 404 403
matches.show_candidate_match GET /api/v1/roles/{open}/matches/{ben_code}
                                                 401 404 404 404 404 200 200 404 200 404 404 403
matches.show_candidate_match:by_id GET /api/v1/roles/{open}/matches/{ben}
                                                 401 404 404 404 404 404 404 404 404 404 404  -
matches.show_candidate_match:foreign_code GET /api/v1/roles/{boreal_open}/matches/{ben_code}
                                                 401 404 404 404 404 404 404 404 404 404 404  -
matches.preview_match      POST /api/v1/matches/preview
                                                 401 200 200 200 200 200 200 200 200 200 200 403
matches.preview_match:role POST /api/v1/matches/preview
                                                 401 403 200 403 403 200 200 403 200 403 200 403

#                                                nob can emp int for vie rec ana own ver adm nar
applications.apply         POST /api/v1/applications
                                                 401 201 403 403 403 403 403 409 403 403 403  -
applications.apply:second  POST /api/v1/applications
                                                 401 201 403 403 403 403 403 201 403 403 403 403
applications.apply:draft   POST /api/v1/applications
                                                 401 404 403 403 403 403 403 404 403 403 403  -
applications.list_applications GET /api/v1/applications
                                                 401 200 200 200 200 200 200 200 200 200 200 403
applications.show_application GET /api/v1/applications/{application}
                                                 401 404 404 404 404 200 200 200 200 404 404 403
applications.move_application POST /api/v1/applications/{application}/transitions
                                                 401 404 404 404 404 403 200 403 200 404 404 403
applications.move_application:withdraw POST /api/v1/applications/{application}/transitions
                                                 401 404 404 404 404 403 403 200 403 404 404 403
invitations.invite         POST /api/v1/invitations
                                                 401 404 404 404 404 403 201 404 201 404 404 403
invitations.invite:by_id   POST /api/v1/invitations
                                                 401 404 404 404 404 403 404 404 404 404 404  -
invitations.invite:foreign_code POST /api/v1/invitations
                                                 401 404 404 404 404 404 404 404 404 404 404  -
invitations.list_invitations GET /api/v1/invitations
                                                 401 200 200 200 200 200 200 200 200 200 200 403
invitations.respond        POST /api/v1/invitations/{invitation}/response
                                                 401 404 404 404 404 403 403 200 403 404 404 403
reports.report_role        POST /api/v1/reports  201 201 201 201 201 201 201 201 201 201 201  -
reports.report_role:draft  POST /api/v1/reports  404 404 404 404 404 404 404 404 404 404 404  -

#                                                nob can emp int for vie rec ana own ver adm nar
imports.import_roles       POST /api/v1/imports/roles?dry_run=true
                                                 401 200 200 200 200 200 200 200 200 200 200 403
imports.import_candidates  POST /api/v1/imports/candidates?dry_run=true
                                                 401 200 200 200 200 200 200 200 200 200 200 403
imports.import_candidates:consent
                           POST /api/v1/imports/candidates?dry_run=true&consent=matching&basis=B
                                                 401 403 403 403 403 403 403 403 403 403 200 403
exports.export_roles       GET /api/v1/exports/roles.ndjson
                                                 401 200 200 200 200 200 200 200 200 200 200 403
exports.export_candidates  GET /api/v1/exports/candidates.ndjson
                                                 401 200 200 200 200 200 200 200 200 200 200 403

#                                                nob can emp int for vie rec ana own ver adm nar
me.show_home               GET /me               401 200 200 200 200 200 200 200 200 200 200 403
me.show_profile            GET /me/profile       401 303 303 303 303 303 303 303 303 303 303 403
me.show_step               GET /me/profile/summary
                                                 401 200 303 303 303 303 303 200 303 303 303 403
me.show_resume             GET /me/resume        401 200 303 303 303 303 303 200 303 303 303 403
me.export_resume           GET /me/resume.json   401 200 303 303 303 303 303 200 303 303 303 403
me.list_matches            GET /me/matches       401 200 303 303 303 303 303 200 303 303 303 403
me.show_match              GET /me/matches/{open}
                                                 401 200 303 303 303 303 303 200 303 303 303 403
me.show_eligibility        GET /me/eligibility   401 200 303 303 303 303 303 200 303 303 303 403
me.list_rule_changes       GET /me/rule-changes  401 200 303 303 303 303 303 200 303 303 303 403
me.list_applications       GET /me/applications  401 200 303 303 303 303 303 200 303 303 303 403
me.show_application        GET /me/applications/{application}
                                                 401 404 303 303 303 303 303 200 303 303 303 403
me.show_apply              GET /roles/{open}/apply
                                                 401 200 303 303 303 303 303 303 303 303 303 403
me.list_invitations        GET /me/invitations   401 200 303 303 303 303 303 200 303 303 303 403
me.list_saved              GET /me/saved         401 200 200 200 200 200 200 200 200 200 200 403
me.list_searches           GET /me/searches      401 200 200 200 200 200 200 200 200 200 200 403
me.new_search              GET /me/searches/new  401 200 200 200 200 200 200 200 200 200 200 403
me.show_privacy            GET /me/privacy       401 200 303 303 303 303 303 200 303 303 303 403
me.list_views              GET /me/views         401 200 303 303 303 303 303 200 303 303 303 403
me.show_erase              GET /me/erase         401 200 303 303 303 303 303 200 303 303 303 403
me.export_everything       GET /me/everything.ndjson
                                                 401 200 200 200 200 200 200 200 200 200 200 403
me.show_notifications      GET /me/notifications 401 200 200 200 200 200 200 200 200 200 200 403
me.list_evidence           GET /me/evidence      401 200 303 303 303 303 303 200 303 303 303 403
me.download_document       GET /evidence/{evidence}/document
                                                 401 404 404 404 404 404 404 404 404 404 404 403
me.list_reviews            GET /me/reviews       401 200 303 303 303 303 303 200 303 303 303 403
me.new_review              GET /me/matches/{open}/review
                                                 401 200 303 303 303 303 303 200 303 303 303 403
me.count_points            POST /me/eligibility  403 403 403 403 403 403 403 403 403 403 403   -
me.begin_profile           POST /me/profile      403 403 403 403 403 403 403 403 403 403 403   -
me.save_step               POST /me/profile/summary
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.save_draft              POST /me/profile/summary/draft
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.drop_draft              POST /me/profile/summary/draft/discard
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.propose_resume          POST /me/resume       403 403 403 403 403 403 403 403 403 403 403   -
me.accept_proposal         POST /me/resume/accept
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.discard_proposal        POST /me/resume/discard
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.withdraw_application    POST /me/applications/{application}/withdraw
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.apply                   POST /roles/{open}/apply
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.answer_invitation       POST /me/invitations/{invitation}/accept
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.mark_role               POST /me/saved        403 403 403 403 403 403 403 403 403 403 403   -
me.add_search              POST /me/searches     403 403 403 403 403 403 403 403 403 403 403   -
me.change_search           POST /me/searches/{open}
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.delete_search           POST /me/searches/{open}/delete
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.save_privacy            POST /me/privacy      403 403 403 403 403 403 403 403 403 403 403   -
me.change_consent          POST /me/consents/matching
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.erase                   POST /me/erase        403 403 403 403 403 403 403 403 403 403 403   -
me.choose_notifications    POST /me/notifications
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.submit_evidence         POST /me/evidence     403 403 403 403 403 403 403 403 403 403 403   -
me.withdraw_evidence       POST /me/evidence/{evidence}/withdraw
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.request_review          POST /me/reviews      403 403 403 403 403 403 403 403 403 403 403   -
me.withdraw_review         POST /me/reviews/{open}/withdraw
                                                 403 403 403 403 403 403 403 403 403 403 403   -
me.show_stop               GET /unsubscribe/{stop}
                                                 200 200 200 200 200 200 200 200 200 200 200   -
me.show_stop:forged        GET /unsubscribe/{open}
                                                 404 404 404 404 404 404 404 404 404 404 404   -
me.stop_mail               POST /unsubscribe/{stop}
                                                 200 200 200 200 200 200 200 200 200 200 200   -
me.stop_mail:forged        POST /unsubscribe/{open}
                                                 404 404 404 404 404 404 404 404 404 404 404   -
"""

# Whose token lacks what, where the table of permissions does not tell.
LACKING = {
    "employer.take_back": ("owner", "applications:write"),
    "assessments.assess:reform": ("admin", "admin"),
    "me.download_document": ("ana", "candidates:read"),
    "accounts.delete_account": ("ana", "candidates:write"),
    "tokens.create_token": ("owner", "roles:read"),
    "tokens.create_token:admin": ("admin", "admin"),
    "roles.show_role:draft": ("owner", "roles:read"),
    "roles.show_role:ended": ("owner", "roles:read"),
    "imports.import_candidates:consent": ("admin", "admin"),
    "matches.preview_match:role": ("admin", "admin"),
}

# What candidates show to every verified employer and to the operator.
SHOWN = ("ana-summary", "ben-summary", "candidate-summary")

# Whose canaries a stranger may read in an answer: "<owner>-", or "<owner>-<what>".
KNOWN: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "candidate": ("candidate-",),
    "employer": ("employer-", *SHOWN),
    "integration": ("integration-",),
    "former": ("former-",),
    "viewer": ("viewer-", "owner-", "recruiter-address", "ana-", *SHOWN),
    "recruiter": ("recruiter-", "owner-", "viewer-address", "ana-", *SHOWN),
    "ana": ("ana-", "owner-invitation", "owner-place"),
    "owner": ("owner-", "recruiter-address", "viewer-address", "ana-", *SHOWN),
    "verifier": ("verifier-", "ana-proof", "ana-permit"),
    "admin": ("admin-", "ana-proof", "ana-permit", *SHOWN),
}

WRITTEN_ABOUT = (
    "owner-note",
    "owner-tag",
)  # Ana's, where she asks for all
# Files of people, which the audit trail holds once somebody takes one.
HANDED_OUT = ("employer.export_candidates", "employer.export_pipeline")
EXPORTS = ("exports.export_candidates", "me.export_everything")


@dataclass(frozen=True, slots=True)
class Row:
    """One call of the table."""

    name: str
    method: str
    path: str
    statuses: dict[str, int]  # by column; without ``narrow`` where the call asks for no scope

    @property
    def endpoint(self) -> str:
        """What Flask calls it."""
        return self.name.partition(":")[0]

    @property
    def body(self) -> Any:
        """What it sends, names not yet filled in."""
        return BODIES.get(self.name)


def read_table(table: str) -> list[Row]:
    """Return the rows of a table; a row may go on in the next line."""
    rows: list[Row] = []
    words: list[str] = []
    for line in table.splitlines():
        words += [] if line.startswith("#") else line.split()
        if len(words) == 3 + len(COLUMNS):
            name, method, path, *cells = words
            told = zip(COLUMNS, cells, strict=True)
            statuses = {column: int(cell) for column, cell in told if cell != "-"}
            rows.append(Row(name, method, path, statuses))
            words = []
    assert words == [], words
    return rows


ROWS = read_table(TABLE)
