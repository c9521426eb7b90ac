"""Every table that points at bodies follows them through a decree, or says why it stays."""

from django.apps import apps

from canbo.apps.bodies.carrying import carriers
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.registry import left_behind

#: Columns of this capability that a decree writes itself, or whose rows tell of the past.
OWN = {"bodies.BodyVersion.body", "bodies.Act.before", "bodies.Act.after", "bodies.Allotment.body"}
HOW = (
    "A table points at a body. Give it a Carrier (apps/bodies/carrying.py) in a list of config/wiring.py, so that "
    "a merger takes its rows along; or say there with leave_behind() why they stay with the old body."
)


def pointing():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Body
    }


def test_every_column_that_points_at_a_body_is_carried_or_says_why_it_stays():
    carried = {f"{each.model._meta.label}.{each.column.removesuffix('_id')}" for each in carriers()}
    assert pointing() - carried - left_behind() - OWN == set(), HOW


def test_no_reason_is_given_for_a_column_that_is_gone():
    assert left_behind() - pointing() == set()
