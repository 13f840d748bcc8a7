"""One file that holds an installation, and putting an installation back from it.

The file is a tar: what the database holds, the files people sent in, the secret if asked for, and
a manifest with the digest of each. The tables are copied as they are, not as this version would
have them: a backup is taken before they change, and put back after a new version came.
"""

from bihuan.config.copies.backing_up import back_up
from bihuan.config.copies.restoring import restore

__all__ = ["back_up", "restore"]
