"""`python -m winnow` is `winnow`."""

import sys

from winnow.cli import main

sys.exit(main())
