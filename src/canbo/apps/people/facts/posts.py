"""Posts held: the present one, earlier ones, and how long.

A concurrent post may stand beside the main one; main posts follow each other. Where two main posts share time in a
faulty dossier, months_in_titles counts that time once and months_in_current_or_equal never more than the time from the
first beginning to the last end. A post counts from its first day up to the day asked about. A dossier with any post in
it tells what is held now; that a title was *never* held needs the section `career` confirmed complete.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import (
    begun,
    flag,
    flags,
    inner_end,
    lasts,
    length,
    main,
    may_last,
    months_once,
    months_since,
    or_none,
    smaller,
    spell_lengths,
    yes,
)
from canbo.apps.people.facts.suppliers import APPOINTING_BODY
from canbo.core.facts import Beside, FactDef, Fold, Query
from canbo.lib.text import Text

_HOLDING = "people_holding"


def months_in_titles(q: Query) -> Fold:
    """Complete months in any of `titles`, past and present, main and concurrent posts alike.

    Spells are pooled (see `shapes.length`); time in two listed posts at once counts once. 0 only when the career is
    confirmed complete.
    """
    return months_once(q, _HOLDING, f"t.title in {q.codes('titles')}", "career")


def months_in_current_or_equal(q: Query) -> Fold:
    """Complete months in main posts whose rank (scale `title-ranks`) equals or exceeds that of the present main post.

    A higher post held before counts as at least equal ("tương đương trở lên"); a post that has ended counts with the
    rank it had when it was taken up, where the table `title_rank_then` tells another ("equal to a deputy department
    director before 2021"). Concurrent posts do not count, nor do titles without a rank. Where partial dates leave open
    which main post is the present one, the interval covers both.
    Unknown without a present main post of known rank.
    """
    present = (
        f"select t.person_id as person_id, min(r.rank) as lo, max(r.rank) as hi from {q.table(_HOLDING)} t "
        f"join ({q.ranks('title-ranks')}) r on r.code = t.title where {main()} and {may_last(q)} group by t.person_id"
    )
    then = q.table_value("title_rank_then", "t.title", "(t.since_hi >> 6)", if_any=True)
    rank = f"case when {may_last(q)} then r.rank else coalesce({then}, r.rank) end"
    counted = f"{main()} and {begun(q)} and {rank} >="
    # The pool, but never more than the time from the first beginning to the last end; the present post is among the
    # posts that may count, so that the last of their ends is the day itself.
    lo = smaller("g.pool1", f"({length(q, 'g.first1', 'g.last1')} >> 6)")
    hi = smaller("g.pool2", f"({length(q, 'g.first2', q.asof)} >> 6)")
    return Fold(
        _HOLDING,
        lo=("", f"case when g.pool1 is not null then {lo} end"),
        hi=("", f"case when g.pool2 is not null then {hi} end"),
        where="t.equal",
        row=("max", f"case when {main()} and {may_last(q)} then t.id end"),
        values=spell_lengths(q)
        | {
            "equal": f"({counted} c.lo)",
            "surely": f"({counted} c.hi)",
            "inner_end": inner_end(q),
        },
        parts={
            "pool1": ("months", "case when t.surely then t.shortest end"),
            "first1": ("min", "case when t.surely then t.since_hi end"),
            "last1": ("max", "case when t.surely then t.inner_end end"),
            "pool2": ("months", "t.longest"),
            "first2": ("min", "t.since_lo"),
        },
        beside={"r": _ranks(q), "c": Beside(present, "person_id", "person_id")},
    )


def current_title_rank(q: Query) -> Fold:
    """Rank of the present main post's title on the scale `title-ranks`. Unknown without one or without a rank."""
    return Fold(
        _HOLDING,
        lo=("min", "t.rank"),
        hi=("max", "t.rank"),
        where=f"{main()} and {may_last(q)} and t.rank is not null",
        row=("max", "t.id"),
        values={"rank": "r.rank"},
        beside={"r": _ranks(q)},
    )


def _ranks(q: Query) -> Beside:
    """The rank of each post's title, as `rank`."""
    return Beside(q.ranks("title-ranks"), "code", "title")


def holds_title(q: Query) -> Fold:
    """Holds one of `titles` on the day, as main or concurrent post. Unknown for a dossier without any post."""
    listed = f"t.title in {q.codes('titles')}"
    return Fold(
        _HOLDING,
        lo=("max", flag(f"{listed} and {lasts(q)}")),
        hi=("max", flag(f"{listed} and {may_last(q)}")),
        where=begun(q),
        row=("max", f"case when {listed} and {may_last(q)} then t.id end"),
    )


def held_title(q: Query) -> Fold:
    """Held one of `titles` at any time up to the day, the present included. No only when the career is confirmed."""
    listed = f"t.title in {q.codes('titles')}"
    return flags(_HOLDING, f"t.since_hi <= {q.asof}", f"{listed} and {begun(q)}", "career")


def months_in_current_post(q: Query) -> Fold:
    """Complete months in the present main post: the present spell as the register has it, not earlier spells in it.

    A spell that a decree about its body cut in two counts from where it `began`. Where partial dates leave open which
    main post is the present one, the interval covers both. Unknown without one.
    """
    return Fold(
        _HOLDING,
        lo=("min", months_since(q, "coalesce(t.began_hi, t.since_hi)")),
        hi=("max", months_since(q, "coalesce(t.began_lo, t.since_lo)")),
        where=f"{main()} and {may_last(q)}",
        row=("max", "t.id"),
    )


def months_as_head_in_place(q: Query) -> str:
    """Complete months without a break in one of `titles` in the same body, up to and including the present post.

    A day between two spells is a break and starts the count anew; spells in different listed titles of the same body
    continue each other. 0 for somebody who holds none of them now; unknown for a dossier without any post.
    """
    runs = (
        "select f.person_id as person_id, f.post as post, max(f.sure) as sure, "
        "max(case when f.joined_surely = 0 then f.a1 end) as a1, "
        f"max(case when f.joined_perhaps = 0 then f.a2 end) as a2 from ({_beginnings(q)}) f "
        "group by f.person_id, f.post"
    )
    heads = (
        f"select u.person_id as person_id, {months_since(q, 'u.a1')} * u.sure as lo, {months_since(q, 'u.a2')} as hi, "
        f"u.post as src from ({runs}) u"
    )
    others = (
        "select t.person_id as person_id, 0 as lo, 0 as hi, cast(null as bigint) as src "
        f"from {q.table(_HOLDING)} t where {begun(q)}"
    )
    return or_none(q, f"{heads} union all {others}", "career")


def _beginnings(q: Query) -> str:
    """Spells of a present head in the same body, and whether an earlier one reaches up to their beginning."""
    columns = "t.person_id as person_id, t.id as id, t.body_id as body_id, t.since_lo, t.since_hi, t.last_lo, t.last_hi"
    listed = f"select {columns} from {q.table(_HOLDING)} t where t.title in {q.codes('titles')} and {begun(q)}"
    present = f"select h.*, {flag(lasts(q, 'h'))} as sure from ({listed}) h where {may_last(q, 'h')}"
    # A strict order, so that of two spells that begin together one is the beginning.
    earlier = "p.body_id = t.body_id and (p.since_lo < t.since_lo or (p.since_lo = t.since_lo and p.id < t.id))"
    return (
        "select t.person_id as person_id, c.id as post, c.sure as sure, t.since_hi as a1, t.since_lo as a2, "
        f"sum({flag(f'{earlier} and p.last_lo >= t.since_hi')}) as joined_surely, "
        f"sum({flag(f'{earlier} and p.last_hi >= t.since_lo')}) as joined_perhaps "
        f"from ({present}) c "
        f"join ({listed}) t on t.person_id = c.person_id and (t.id = c.id or t.body_id = c.body_id) "
        f"join ({listed}) p on p.person_id = t.person_id "
        "group by t.person_id, c.id, c.sure, t.id, t.since_hi, t.since_lo"
    )


def brought_in(q: Query) -> Fold:
    """The present main post was entered by transfer or rotation from elsewhere. Unknown without a present main post."""
    told = flag(yes("t.brought_in"))
    return Fold(_HOLDING, lo=("min", told), hi=("max", told), where=f"{main()} and {may_last(q)}", row=("max", "t.id"))


def months_worked_in_places(q: Query) -> Fold:
    """Complete months of main posts whose place of work is one of `places`, up to the day.

    A post whose place is not stated counts only at the upper end. 0 only when the career is confirmed complete.
    """
    here = f"t.place in {q.codes('places')}"
    return Fold(
        _HOLDING,
        lo=("months", f"case when {here} then t.shortest else 0 end"),
        hi=("months", "t.longest"),
        where=f"{main()} and {begun(q)} and ({here} or t.place = '')",
        values=spell_lengths(q),
        none_when="career",
    )


def months_in_level(q: Query) -> Fold:
    """Complete months of main posts in bodies of one of `levels`, up to the day.

    A body counts when any of its versions has such a level. 0 only when the career is confirmed complete.
    """
    bodies = (
        f"select v.body_id as id, 1 as fits from {q.table('bodies_bodyversion')} v "
        f"where v.level in {q.codes('levels')} group by v.body_id"
    )
    return Fold(
        _HOLDING,
        lo=("months", "t.shortest"),
        hi=("months", "t.longest"),
        where=f"{main()} and {begun(q)} and t.fits = 1",
        values=spell_lengths(q) | {"fits": "v.fits"},
        beside={"v": Beside(bodies, "id", "body_id")},
        none_when="career",
    )


_TITLES = {"titles": "codes"}

FACTS = (
    FactDef(
        "months_in_titles",
        "quantity",
        "month",
        Text("Số tháng giữ các chức vụ quy định", "Months in the posts named"),
        months_in_titles,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params=_TITLES,
        drift=1,
    ),
    FactDef(
        "months_in_current_or_equal",
        "quantity",
        "month",
        Text("Số tháng giữ chức vụ hiện tại hoặc tương đương", "Months in the present or an equal post"),
        months_in_current_or_equal,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        drift=1,
    ),
    FactDef(
        "current_title_rank",
        "code",
        "",
        Text("Bậc của chức vụ hiện tại", "Rank of the present post"),
        current_title_rank,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        scale="title-ranks",
    ),
    FactDef(
        "holds_title",
        "flag",
        "",
        Text("Đang giữ một trong các chức vụ quy định", "Holds one of the posts named"),
        holds_title,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params=_TITLES,
    ),
    FactDef(
        "held_title",
        "flag",
        "",
        Text("Đã hoặc đang giữ một trong các chức vụ quy định", "Holds or has held one of the posts named"),
        held_title,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params=_TITLES,
    ),
    FactDef(
        "months_in_current_post",
        "quantity",
        "month",
        Text("Số tháng giữ chức vụ hiện tại", "Months in the present post"),
        months_in_current_post,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        drift=1,
    ),
    FactDef(
        "months_as_head_in_place",
        "quantity",
        "month",
        Text(
            "Số tháng liên tục làm người đứng đầu tại nơi đang công tác",
            "Months without a break as head in the present body",
        ),
        months_as_head_in_place,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params=_TITLES,
        drift=1,
    ),
    FactDef(
        "brought_in",
        "flag",
        "",
        Text("Được điều động, luân chuyển từ nơi khác đến", "Brought in from elsewhere by transfer or rotation"),
        brought_in,
        APPOINTING_BODY,
        "career",
        _HOLDING,
    ),
    FactDef(
        "months_worked_in_places",
        "quantity",
        "month",
        Text("Số tháng công tác tại địa phương", "Months of work in the locality"),
        months_worked_in_places,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params={"places": "codes"},
        drift=1,
    ),
    FactDef(
        "months_in_level",
        "quantity",
        "month",
        Text("Số tháng giữ chức vụ ở các cấp quy định", "Months in posts of bodies at the levels named"),
        months_in_level,
        APPOINTING_BODY,
        "career",
        _HOLDING,
        params={"levels": "codes"},
        drift=1,
    ),
)
