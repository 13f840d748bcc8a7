from __future__ import annotations

import pytest
from tests.matters import cast
from tests.matters.scorecast import declared

from bihuan.matters.models import MechanismVersion


@pytest.fixture
def version(db: None) -> MechanismVersion:
    """The cast on record, and a mechanism in force."""
    cast.district()
    return cast.publish()


@pytest.fixture
def scored(db: None) -> MechanismVersion:
    """The cast, and a mechanism that declares how it is scored."""
    cast.district()
    return declared()
