"""Answers about one bucket, for people who ask why: not what is wrong, but what each rule looked at, and what a request meets.

  bucket_report    which bucket is meant, what every rule says of it with the settings behind that, and which buckets are open
  request_outcome  what becomes of one request in one world: the policy, then access blocks and the ACL

It may import what judges (`run`) and all below; `outputs` writes what it finds.
"""
