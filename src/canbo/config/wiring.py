"""Who offers what to whom: the only place that knows every capability."""

from __future__ import annotations

from canbo.apps.ballots.registry import lead_back
from canbo.apps.bodies.registry import carry_with, leave_behind
from canbo.apps.people.facts import FACTS as PEOPLE_FACTS
from canbo.apps.people.standing_on import offer_ground
from canbo.apps.people.steps import offer_steps
from canbo.apps.procedures import registry as procedures
from canbo.apps.regulations.registry import offer, offer_crowds, offer_matters
from canbo.base.access.registry import offer_rules, offer_tree
from canbo.base.keeping.questions import also_ask
from canbo.base.packs.registry import register
from canbo.base.record.asking import ask_first, bind_too, check_too, remark_too
from canbo.core.facts import FactDef
from canbo.lib.text import Text

#: Every fact of every capability by its name.
FACTS: dict[str, FactDef] = {fact.name: fact for fact in PEOPLE_FACTS}
#: The rooms whose `permissions` say who may do what.
DECIDING = (
    "base.access", "apps.regulations", "apps.bodies", "apps.people", "apps.ballots", "apps.procedures",
    "apps.eligibility", "apps.planning",
)  # fmt: skip


def wire() -> None:
    """Hand the lists of the capabilities to the registries. Harmless when done again."""
    ask_first("canbo.base.authority.permissions.why_not_act", "canbo.base.keeping.restored.why_not_go_on")
    check_too("canbo.base.access.actions_readings.faults")
    remark_too("canbo.base.access.actions_readings.unbound")
    bind_too("canbo.base.access.actions_readings.seal_rest")
    also_ask(Text("Niêm nhật ký đọc hồ sơ", "Readings bound"), "canbo.base.access.health.bound")
    register(PEOPLE_FACTS)
    leave_behind("people.KeptLayout.body", "how lists are read stays with a body: its successor keeps its own")
    leave_behind("papers.Document.body", "a document stays in the series of the body that issued it")
    procedures.offer("planning", "canbo.apps.planning.subject.SUBJECT")
    procedures.also_wait("canbo.apps.planning.deadlines.reviews_due")
    also_ask(Text("Rà soát quy hoạch hằng đêm", "Nightly review of plans"), "canbo.apps.planning.health.last_review")
    lead_back("procedures", "procedures:one")
    leave_behind("procedures.Case.body", "a case stays with the body that opened it")
    leave_behind("planning.Cycle.body", "who stands in a plan is carried into the plan of the body that takes over")
    leave_behind("planning.Target.body", "a share is the will of one committee for its area: the next one sets its own")
    leave_behind("ballots.Ballot.body", "a vote stays with the body in which it was held")
    carry_with(*(f"canbo.apps.{each}.CARRIERS" for each in ("bodies.decrees", "people.carriers", "planning.carriers")))
    offer_ground("canbo.apps.planning.permissions.why_not_withdrawn")
    offer_steps("canbo.apps.eligibility.certificates.frozen_lists_with")
    offer_steps("canbo.apps.procedures.queries.steps_about")
    offer("canbo.config.branches.branches_on")
    offer_matters("canbo.config.matters.matter_of")
    offer_crowds("canbo.apps.eligibility.gaps.people_by_title")
    offer_tree("canbo.apps.bodies.permissions.codes_above")
    offer_rules(*(f"canbo.{room}.permissions" for room in DECIDING))
