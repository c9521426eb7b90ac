"""What competent bodies concluded, and what the person achieved. A machine concludes nothing of this by itself."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import counted, flag, happened, maybe_happened, not_no, obtained, yes
from canbo.apps.people.facts.suppliers import CONCLUDING_BODY, PERSON, REWARDING_BODY
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_FINDING = "people_finding"


def finding(q: Query) -> str:
    """The latest conclusion of the kind that is not about one title says that it holds. Unknown without one.

    Conclusions whose dates leave open which came last must agree, else the answer is open; one without a date may
    always be the last.
    """
    return _latest(q, f"t.kind = {q.arg('kind')} and t.about = ''")


def finding_for(q: Query) -> str:
    """As finding, over the conclusions about the title and those about no title in particular."""
    return _latest(q, f"t.kind = {q.arg('kind')} and t.about in ({q.arg('title')}, '')")


def _latest(q: Query, where: str) -> str:
    asked = f"from {q.table(_FINDING)} t where {where} and {maybe_happened(q)}"
    last = (
        f"select t.person_id as person_id, max(case when {happened(q)} then t.on_lo end) as on_lo {asked} "
        f"group by t.person_id having max({flag(f'{happened(q)} or t.on_lo is null')}) = 1"
    )
    told = "select t.person_id as person_id, t.id as id, t.on_hi as on_hi, cast(t.holds as integer) as holds " + asked
    return (
        "select f.person_id as person_id, min(f.holds) as lo, max(f.holds) as hi, max(f.id) as src "
        f"from ({told}) f join ({last}) w on w.person_id = f.person_id "
        "where f.on_hi is null or w.on_lo is null or f.on_hi >= w.on_lo group by f.person_id"
    )


def products_verified(q: Query) -> Fold:
    """How many results of work with evidence ("products") were verified; unverified ones count at the upper end only.

    0 only when the rewards and results are confirmed complete.
    """
    surely = f"{yes('t.verified')} and {obtained(q)}"
    return counted("people_product", surely, f"{not_no('t.verified')} and {maybe_happened(q)}", "rewards")


def rewards(q: Query) -> Fold:
    """How many rewards of one of `forms` up to the day. 0 only when the rewards are confirmed complete."""
    listed = f"t.form in {q.codes('forms')}"
    return counted("people_reward", obtained(q), f"{listed} and {maybe_happened(q)}", "rewards")


FACTS = (
    FactDef(
        "finding",
        "flag",
        "",
        Text("Kết luận của cấp có thẩm quyền", "Conclusion of a competent body"),
        finding,
        CONCLUDING_BODY,
        "",
        _FINDING,
        params={"kind": "code"},
    ),
    FactDef(
        "finding_for",
        "flag",
        "",
        Text("Kết luận của cấp có thẩm quyền đối với chức danh", "Conclusion of a competent body for the title"),
        finding_for,
        CONCLUDING_BODY,
        "",
        _FINDING,
        params={"kind": "code", "title": "code"},
    ),
    FactDef(
        "products_verified",
        "quantity",
        "product",
        Text("Số sản phẩm, kết quả công tác đã được xác minh", "Verified results of work"),
        products_verified,
        PERSON,
        "rewards",
        "people_product",
    ),
    FactDef(
        "rewards",
        "quantity",
        "reward",
        Text("Số hình thức khen thưởng", "Rewards of the forms named"),
        rewards,
        REWARDING_BODY,
        "rewards",
        "people_reward",
        params={"forms": "codes"},
    ),
)
