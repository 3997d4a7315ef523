from s3lint.policy.document import Policy, PolicySyntaxError, Statement, read_policy

__all__ = ["Policy", "PolicySyntaxError", "Statement", "read_policy"]
