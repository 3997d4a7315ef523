"""Public access blocks of whole accounts with flags that are off."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    AccountAccessBlock,
    Example,
    Finding,
    Group,
    Known,
    Note,
    PublicAccessBlock,
    Rule,
    Severity,
    Unknown,
    not_expressible,
)

NO_ACCOUNT_BLOCK = not_expressible("CloudFormation has no resource for the account's access block")


class AccountPublicAccessBlockOff(Rule):
    """
    ## What it checks
    All four flags of a declared public access block of the account are on. A flag that it leaves out is off. One finding
    names all flags that are off.

    ## Why it matters
    The account's block is the net under every bucket of the account, those that other templates and people make included.
    Whoever declares it with a flag off takes that net away, even if it was there before.

    ## Known limits
    An account that publishes buckets on purpose needs a flag off: check its code in a run of its own that leaves this rule
    out, with `--ignore` or with `ignore` in the configuration. Whether an account has a block at all can't be seen in the
    code of one stack.
    """

    name = "account-public-access-block-off"
    summary = "the account's public access block has flags that are off"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("public_access_block", *(f"public_access_block.{flag}" for flag in PublicAccessBlock._fields))
    since = "0.1.0"
    help = "turn on all four flags of the account's public access block"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PublicAccessBlockConfiguration.html",
    )
    aliases = ("s3_account_level_public_access_blocks",)
    judges = AccountAccessBlock

    bad = (
        Example(
            "one flag is off",
            cloudformation=NO_ACCOUNT_BLOCK,
            terraform="""
                resource "aws_s3_account_public_access_block" "this" {
                  block_public_acls       = true
                  block_public_policy     = false  # expect: account-public-access-block-off
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }
            """,
        ),
        Example(
            "flags are left out",
            cloudformation=NO_ACCOUNT_BLOCK,
            terraform="""
                resource "aws_s3_account_public_access_block" "this" {  # expect: account-public-access-block-off
                  block_public_acls  = true
                  ignore_public_acls = true
                }
            """,
        ),
    )
    good = (
        Example(
            "all four flags are on",
            cloudformation=NO_ACCOUNT_BLOCK,
            terraform="""
                resource "aws_s3_account_public_access_block" "this" {
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a flag is left to whoever deploys",
            cloudformation=NO_ACCOUNT_BLOCK,
            terraform="""
                variable "restrict" {}  # expect: account-public-access-block-off

                resource "aws_s3_account_public_access_block" "this" {
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = var.restrict
                }
            """,
        ),
    )

    def check(self, account: AccountAccessBlock) -> Iterator[Finding]:
        match account.public_access_block:
            case Known(block):
                yield from self._check_flags(account, block)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {account} has all flags on")
            case Absent():
                return

    def _check_flags(self, account: AccountAccessBlock, block: PublicAccessBlock) -> Iterator[Finding]:
        off = [(name, flag) for name, flag in block.flags() if isinstance(flag, Absent) or flag == Known(False, flag.origin)]
        if off:
            # A flag that is written has a line of its own to correct; those left out have only the block's.
            off.sort(key=lambda pair: isinstance(pair[1], Absent))
            first, *others = (
                Note(flag.origin, f"{name} is {'left out' if isinstance(flag, Absent) else 'false'}") for name, flag in off
            )
            yield self.fail(
                first.origin,
                f"{account} leaves {', '.join(name for name, _ in off)} off for every bucket of the account",
                label=first.label,
                related=others,
                properties=(("flags", ",".join(name for name, _ in off)),),
            )
            return
        for name, flag in block.flags():
            if isinstance(flag, Unknown):
                yield self.undecided(flag, f"whether {account} turns {name} on", setting=f"public_access_block.{name}")
