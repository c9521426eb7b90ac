"""Operations of a migration that need not see each other's tables in the models' state: the state is drawn once."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel, RemoveIndex
from django.db.migrations.operations.base import Operation


class AtOnce(Operation):
    """Migration: several operations, for which Django draws all models anew once instead of once for each.

    Only what reads nothing but the end of all of them (or, for what is removed, the beginning) may stand here: new
    tables, indexes, constraints that are added. Raises TypeError for another operation, and for an index or constraint
    of a table that is made here: the table is made with all it has at the end, so it must name it itself.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, operations: list[Operation]) -> None:
        for each in operations:
            if not isinstance(each, CreateModel | AddIndex | RemoveIndex | AddConstraint):
                raise TypeError(f"{type(each).__name__} reads the state before it: let it stand alone")
        made = {each.name_lower for each in operations if isinstance(each, CreateModel)}
        for each in operations:
            if isinstance(each, AddIndex | AddConstraint) and each.model_name_lower in made:
                raise TypeError(f"{each.model_name} is made here: name its indexes and constraints in CreateModel")
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for squashing."""
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change the state without its models; they are drawn when somebody next asks for them."""
        vars(state).pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """One after the other."""
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """One after the other, the last first, each with the states around it: nobody waits for a way back."""
        states = [to_state]
        for each in self.operations:
            states.append(states[-1].clone())
            each.state_forwards(app_label, states[-1])
        for place, each in reversed([*enumerate(self.operations)]):
            each.database_backwards(app_label, schema_editor, states[place + 1], states[place])

    def describe(self) -> str:
        """A line for the migration plan."""
        return "; ".join(each.describe() for each in self.operations)
