"""Answers about what was read, not what is wrong with it: what each rule looked at, what a request meets, what the model has.

  bucket_report    which bucket is meant, what every rule says of it with the settings behind that, and which buckets are open
  model            everything that rules judge, with each of its settings in every case
  request_outcome  what becomes of one request in one world: the policy, then access blocks and the ACL

It may import what judges (`run`) and all below; `outputs` writes what it finds.
"""
