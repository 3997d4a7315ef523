"""What can be asked about a policy, a file for each question; the package exports the functions.

* `public`: can strangers get in? `bound_values`: which conditions bind a grant to fixed values, so that it is not public.
* `deny_every`: are all requests of a kind denied: without TLS, with an old TLS, unencrypted uploads, …?
* `cross_account`: who outside the account gets access? `confused_deputy`: which services may be used by strangers?
  `services`: which are let in at all?
* `broad_identity`: do the policies of an IAM identity reach every bucket?
* `statement_form`: how is it granted: wide patterns, `NotAction`, `NotPrincipal`? `invalid`: for what does S3 refuse it?
* `trace`: what becomes of one request, statement by statement?
* `bucket_of`: which bucket is a policy about, where nothing else says so?

Imports every other room. But for `public` and `bound_values`, on which others build, no question knows another.
"""
