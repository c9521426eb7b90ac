from __future__ import annotations

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from canbo.base.at_once import AtOnce

BY_NAME = models.UniqueConstraint(fields=["name"], name="a_desk_by_name")
DESK = migrations.CreateModel(
    "Desk",
    [("id", models.AutoField(primary_key=True)), ("name", models.TextField())],
    options={"constraints": [BY_NAME]},
)
DRAWER = migrations.CreateModel(
    "Drawer",
    [("id", models.AutoField(primary_key=True)), ("desk", models.ForeignKey("house.Desk", models.PROTECT))],
)
ONE_ROOM = migrations.AddConstraint("room", models.UniqueConstraint(fields=["id"], name="a_room_once"))


def a_drawn_state() -> ProjectState:
    """A state whose models have been drawn, as they are while migrations run."""
    state = ProjectState()
    state.add_model(ModelState("house", "Room", [("id", models.AutoField(primary_key=True))]))
    assert state.apps.get_model("house", "Room")
    return state


def test_operations_at_once_leave_the_state_of_operations_one_by_one():
    together, alone = a_drawn_state(), a_drawn_state()
    AtOnce([DESK, DRAWER, ONE_ROOM]).state_forwards("house", together)
    for each in (DESK, DRAWER, ONE_ROOM):
        each.state_forwards("house", alone)
    assert together == alone
    drawn = together.apps.get_model("house", "Drawer")._meta.get_field("desk").related_model
    assert [each.name for each in drawn._meta.constraints] == ["a_desk_by_name"]


def test_an_operation_that_reads_the_state_before_it_must_stand_alone():
    with pytest.raises(TypeError, match="AddField reads the state before it"):
        AtOnce([DESK, migrations.AddField("desk", "wide", models.IntegerField(default=0))])


def test_a_table_made_at_once_names_its_constraints_itself():
    with pytest.raises(TypeError, match="desk is made here"):
        AtOnce([DESK, migrations.AddConstraint("desk", BY_NAME)])
