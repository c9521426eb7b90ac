"""A draft laid over what is there: dated things get its versions added, everything else of equal name is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from canbo.core.law import Instrument, InstrumentKey
from canbo.core.loading.clauses import closed_clause
from canbo.core.loading.dated import closed, closed_standard
from canbo.core.loading.draft import Draft
from canbo.core.loading.procedures import closed_procedure
from canbo.core.procedure import Procedure
from canbo.core.rules import Parameter, Rules, WrittenStandard
from canbo.core.written import WrittenClause


def merged(base: Rules, draft: Draft) -> Rules:
    """The rules of `base` with a draft on top; the last open version before the draft's ends where the draft begins."""
    return Rules(
        instruments=_ended({**base.instruments, **draft.instruments}, draft.instruments),
        spots={**base.spots, **draft.spots},
        lists={**base.lists, **draft.lists},
        titles={**base.titles, **draft.titles},
        groups={**base.groups, **draft.groups},
        parameters={**base.parameters, **{k: _parameter(base, v, draft) for k, v in draft.parameters.items()}},
        clauses={**base.clauses, **{k: _clause(base, v, draft) for k, v in draft.clauses.items()}},
        standards={**base.standards, **{k: _standard(base, v, draft) for k, v in draft.standards.items()}},
        ballots={**base.ballots, **draft.ballots},
        procedures={**base.procedures, **{k: _procedure(base, v, draft) for k, v in draft.procedures.items()}},
        attendees={**base.attendees, **draft.attendees},
        cases=(*base.cases, *draft.cases),
        decisions={**base.decisions, **draft.decisions},
        conflicts={**base.conflicts, **draft.conflicts},
        crosswalks={**base.crosswalks, **draft.crosswalks},
        decision_cases=(*base.decision_cases, *draft.decision_cases),
        number_cases=(*base.number_cases, *draft.number_cases),
    )


def _ended(
    every: dict[InstrumentKey, Instrument], drafts: Mapping[InstrumentKey, Instrument]
) -> dict[InstrumentKey, Instrument]:
    """Instruments that a draft replaces end where it begins; those that the draft itself gives say so themselves."""
    for draft in drafts.values():
        for key in draft.replaces:
            replaced = every.get(key)
            if replaced is not None and replaced.until is None and key not in drafts:
                every[key] = replace(replaced, until=draft.since)
    return every


def _parameter(base: Rules, parameter: Parameter, draft: Draft) -> Parameter:
    before = base.parameters.get(parameter.name)
    if before is None:
        return parameter
    return replace(parameter, values=closed(draft, parameter.name, [*before.values, *parameter.values]))


def _clause(base: Rules, clause: WrittenClause, draft: Draft) -> WrittenClause:
    before = base.clauses.get(clause.code)
    if before is None:
        return clause
    return replace(clause, versions=closed_clause(draft, clause.code, [*before.versions, *clause.versions]))


def _standard(base: Rules, standard: WrittenStandard, draft: Draft) -> WrittenStandard:
    before = base.standards.get((standard.title, standard.purpose))
    if before is None:
        return standard
    return replace(standard, versions=closed_standard(draft, standard.title, [*before.versions, *standard.versions]))


def _procedure(base: Rules, procedure: Procedure, draft: Draft) -> Procedure:
    before = base.procedures.get(procedure.code)
    if before is None:
        return procedure
    return replace(procedure, versions=closed_procedure(draft, procedure.code, [*before.versions, *procedure.versions]))
