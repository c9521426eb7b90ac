"""Facts of a few people with the register rows behind them, in one query; and the papers that prove those rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.apps import apps

from canbo.apps.eligibility.request import Grounds
from canbo.apps.eligibility.stores import RECORD_LIMIT, RecordStore, Store
from canbo.apps.people.models import Paper
from canbo.base.packs.registry import FACTS
from canbo.core.engines.sql import fact_select
from canbo.core.facts import FactSheet, FactUse, Value


def read_sheet(
    grounds: Grounds, uses: Sequence[FactUse], people: Sequence[int], store: Store | None = None
) -> FactSheet:
    """The values of some facts for some people, each with the row that settles it. One query, whatever the numbers.

    Equal values are one object: those who reason over the sheet then compare them at once.
    """
    chosen = store or RecordStore()
    few = () if len(people) > RECORD_LIMIT else tuple(people)
    scope = grounds.scope(few or None, chosen.roll)
    selects = [
        f"select {number} as f, person_id, lo, hi, src from ({fact_select(FACTS[use.name], use, scope)}) f{number}"
        for number, use in enumerate(uses)
    ]
    rows: dict[str, dict[int, Value]] = {use.key: {} for use in uses}
    values: dict[tuple[int, int, int | None], Value] = {}
    columns = [rows[use.key] for use in uses]
    if selects and people:
        for number, person, lo, hi, src in chosen.rows(" union all ".join(selects), few):
            if lo is not None and hi is not None:
                found = values.get((lo, hi, src)) or values.setdefault((lo, hi, src), Value(int(lo), int(hi), src))
                columns[number][person] = found
    return FactSheet(rows)


def papers_behind(sheet: FactSheet, uses: Iterable[FactUse], person: int) -> Mapping[str, Paper]:
    """The paper that proves each fact of one person, by the key of the fact's use, where the register names one."""
    wanted: dict[str, tuple[str, int]] = {}
    for use in uses:
        value = sheet.value(use, person)
        source = FACTS[use.name].source
        if value is not None and value.row is not None and source:
            wanted[use.key] = (source, value.row)
    paper_of: dict[tuple[str, int], int] = {}
    for table in {table for table, _ in wanted.values()}:
        ids = [row for name, row in wanted.values() if name == table]
        if table == Paper._meta.db_table:
            paper_of.update({(table, row): row for row in ids})
            continue
        model = _model_of(table)
        found = model._default_manager.filter(pk__in=ids, paper__isnull=False).values_list("pk", "paper_id")
        paper_of.update({(table, row): paper for row, paper in found})
    papers = Paper.objects.in_bulk(set(paper_of.values()))
    return {key: papers[paper_of[place]] for key, place in wanted.items() if place in paper_of}


def _model_of(table: str):  # type: ignore[no-untyped-def]  # a model class chosen by its table's name
    return next(model for model in apps.get_models() if model._meta.db_table == table)
