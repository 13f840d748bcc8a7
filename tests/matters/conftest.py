from __future__ import annotations

import pytest
from tests.matters import cast

from bihuan.matters.models import MechanismVersion


@pytest.fixture
def version(db: None) -> MechanismVersion:
    """The cast on record, and a mechanism in force."""
    cast.district()
    return cast.publish()
