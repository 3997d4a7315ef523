"""`python -m s3lint`."""

import sys

# Python puts the working directory before all else, and what is judged may lie there: none of its code is to be imported.
if not getattr(sys.flags, "safe_path", sys.flags.isolated):
    del sys.path[0]

from s3lint.cli import main

sys.exit(main())
