"""What planning answers for the cases that belong to its cycles."""

from __future__ import annotations

from canbo.apps.planning.actions import enter_plan
from canbo.apps.planning.queries import barred, conditions, figures, judged
from canbo.apps.procedures.subjects import Subject

SUBJECT = Subject(barred, conditions, enter_plan, judged, figures)
