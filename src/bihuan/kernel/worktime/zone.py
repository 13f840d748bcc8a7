"""The one zone of an installation: Asia/Shanghai, which has had no summer time since 1991."""

from datetime import datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=8), "CST")


def local(moment: datetime) -> datetime:
    """The same moment on the wall clock of the office; a moment without a zone is a bug."""
    if moment.tzinfo is LOCAL:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"A moment must carry its zone: {moment.isoformat()}")
    return moment.astimezone(LOCAL)
