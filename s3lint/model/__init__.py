"""The model: what rules see of a bucket and of what stands around it, whatever language described it.

    thing            what a thing is: an address, and settings that are read when they are asked for
    bucket           the bucket and the parts of it: a class for each, with a sentence about each setting
    neighbours       identities, access points, other stores, trails, objects, distributions, endpoints, keys
    settings         the catalogue: every setting by its key, with type and sentence, derived from these classes
    defaults         what S3 does where the text is silent, with dates and sources
    logic            questions to several settings: true, false, or what decides
    bucket_names     how buckets may be named
    credentials      what secrets look like
    encryption_keys  what the id, ARN or alias of a KMS key tells about it
    exposure         what declared settings hold a public grant back
    acl              what an ACL grants to groups, as far as nothing declared makes it void
    log_delivery     whether a policy lets server access logs be delivered

Nothing here knows a language or a rule. It stands on `policy` and `base`.
"""
