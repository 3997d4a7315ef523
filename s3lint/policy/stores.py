"""Actions of the services beside S3 whose stores have policies of their own; the first of each are the best known.

Only actions on a store or on what lies in it, enough to name one that a pattern covers: what else a policy names counts, too.
"""

SOURCE = "Service Authorization Reference: S3 Express, S3 Object Lambda, S3 on Outposts, S3 Tables, S3 Vectors"
DATE = "2026-11-20"

_OBJECTS = (
    "GetObject",
    "ListBucket",
    "PutObject",
    "DeleteObject",
    "GetObjectAcl",
    "PutObjectAcl",
    "AbortMultipartUpload",
    "GetObjectTagging",
    "PutObjectTagging",
    "DeleteObjectTagging",
    "GetObjectVersion",
    "DeleteObjectVersion",
    "ListBucketMultipartUploads",
    "ListMultipartUploadParts",
)

ACTIONS = {
    "s3express": (
        "CreateSession",
        "GetBucketPolicy",
        "PutBucketPolicy",
        "DeleteBucketPolicy",
        "GetEncryptionConfiguration",
        "PutEncryptionConfiguration",
        "GetLifecycleConfiguration",
        "PutLifecycleConfiguration",
        "DeleteBucket",
    ),
    "s3-object-lambda": (*_OBJECTS, "ListBucketVersions", "GetObjectRetention", "GetObjectLegalHold", "RestoreObject"),
    "s3-outposts": (*_OBJECTS, "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy", "GetBucket", "DeleteBucket"),
    "s3tables": (
        "GetTableData",
        "PutTableData",
        "GetTable",
        "ListTables",
        "CreateTable",
        "DeleteTable",
        "RenameTable",
        "GetTableMetadataLocation",
        "UpdateTableMetadataLocation",
        "GetTablePolicy",
        "PutTablePolicy",
        "DeleteTablePolicy",
        "GetTableBucket",
        "DeleteTableBucket",
        "GetTableBucketPolicy",
        "PutTableBucketPolicy",
        "DeleteTableBucketPolicy",
        "PutTableBucketMaintenanceConfiguration",
        "PutTableMaintenanceConfiguration",
        "CreateNamespace",
        "GetNamespace",
        "ListNamespaces",
        "DeleteNamespace",
    ),
    "s3vectors": (
        "GetVectors",
        "QueryVectors",
        "ListVectors",
        "PutVectors",
        "DeleteVectors",
        "CreateIndex",
        "GetIndex",
        "ListIndexes",
        "DeleteIndex",
        "GetVectorBucket",
        "DeleteVectorBucket",
        "GetVectorBucketPolicy",
        "PutVectorBucketPolicy",
        "DeleteVectorBucketPolicy",
    ),
}
"""By the prefix of the actions, without it."""
