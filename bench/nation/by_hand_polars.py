"""The peer in Polars: the same twelve answers by hand, lazy and streaming over Parquet."""

# ruff: noqa: E501  (in long chains, as an analyst would write it)

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from bench.nation.standard import DEGREES, FIELDS, LEAST, LISTED, RATINGS, THEORY
from bench.nation.world import ASOF, YEAR

_NOW = pl.lit(ASOF, dtype=pl.Int64)
_YEARS = range(YEAR - 5, YEAR)


def _months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Complete months between stamps none of which is the last day of its month."""
    return (end // 64) - (start // 64) - (end % 64 // 2 < start % 64 // 2).cast(pl.Int64)


def _road(table: Sequence[tuple[Sequence[tuple[int, int | str | None, int | str | None]], int]]) -> pl.Expr:
    """Months of age at retirement by sex and birth month."""
    found = pl.lit(None, dtype=pl.Int64)
    for conditions, months in reversed(table):
        test = pl.lit(value=True)
        for index, low, high in conditions:
            column = pl.col("sex") if index == 0 else pl.col("b")
            test = test & (column >= low if low is not None else True) & (column <= high if high is not None else True)
        found = pl.when(test).then(pl.lit(months, dtype=pl.Int64)).otherwise(found)
    return found


def _since(start: str) -> pl.Expr:
    """Complete months from a stamp to the day of the screen, 0 when it still lies ahead."""
    column = pl.col(start).cast(pl.Int64)
    return pl.when(column >= ASOF).then(0).when(column < ASOF).then(_months(column, _NOW))


def _covered(spells: pl.LazyFrame, since: str, until: str, name: str) -> pl.LazyFrame:
    """Months that the spells of a person cover, time that several share counted once.

    In order of person one running maximum serves them all: what an earlier person reached lies below zero.
    """
    base = pl.col("person_id") * (1 << 32)
    reached = ((base + pl.col(until)).cum_max().shift(1) - base).fill_null(0)
    own = pl.max_horizontal(pl.col(until) - pl.max_horizontal(pl.col(since), reached), 0)
    in_order = spells.sort("person_id", since, "id").select("person_id", own=own)
    return in_order.group_by("person_id").agg((pl.col("own").sum() // 64).alias(name))


def _rank(scale: dict[str, int]) -> pl.Expr:
    return pl.col("grade").replace_strict(scale, default=None, return_dtype=pl.Int64)


def screen(
    folder: Path, table: Sequence[tuple[Sequence[tuple[int, int | str | None, int | str | None]], int]]
) -> pl.LazyFrame:  # noqa: E501
    """Person and twelve answers (true, false, null)."""

    def file(name: str, *columns: str) -> pl.LazyFrame:
        standing = pl.scan_parquet(folder / f"people_{name}.parquet").filter(pl.col("entry_to_id").is_null())
        return standing.select("person_id", *columns)

    person = file("personversion", "sex", "born_lo", "party_official_lo", "party_official_hi").with_columns(
        b=pl.col("born_lo").cast(pl.Int64) // 64
    )
    person = person.with_columns(
        leaves=(pl.col("b") + _road(table) + 1) * 64 + 2,
        member_lo=_since("party_official_hi"),
        member_hi=_since("party_official_lo"),
    )
    grade, fits = _rank(DEGREES), pl.col("field").is_in(FIELDS) & (_rank(DEGREES) >= DEGREES["university"])
    sure = pl.col("verified").fill_null(value=False)
    degree = (
        file("degree", "grade", "field", "verified", "on_lo")
        .filter(pl.col("on_lo") <= ASOF)
        .group_by("person_id")
        .agg(d_lo=pl.when(sure).then(grade).otherwise(0).max(), d_hi=grade.max(), fit_lo=(sure & fits).max())
    )
    theory = (
        file("theory", "grade", "verified", "on_lo")
        .filter(pl.col("on_lo") <= ASOF)
        .group_by("person_id")
        .agg(t_lo=pl.when(sure).then(_rank(THEORY)).otherwise(0).max(), t_hi=_rank(THEORY).max())
    )
    post = (
        file("holding", "id", "title", "since_lo", "since_hi", "last_lo", "last_hi", "concurrent")
        .filter((pl.col("since_lo") <= ASOF) & ~pl.col("concurrent"))
        .select(
            "person_id",
            "id",
            rank=pl.col("title").str.slice(1).cast(pl.Int64),
            listed=pl.col("title").is_in(LISTED),
            now=pl.col("last_lo").is_null(),
            since_lo=pl.col("since_lo").cast(pl.Int64),
            since_hi=pl.col("since_hi").cast(pl.Int64),
            last_lo=pl.min_horizontal(pl.col("last_lo").fill_null(ASOF), _NOW),
            last_hi=pl.min_horizontal(pl.col("last_hi").fill_null(ASOF), _NOW),
        )
    )
    current = post.filter(pl.col("now")).select("person_id", h_rank="rank")
    inner = pl.max_horizontal(pl.col("last_lo") - pl.col("since_hi"), 0)
    outer = pl.col("last_hi") - pl.col("since_lo")
    posts = (
        post.join(current, on="person_id")
        .filter(pl.col("rank") >= pl.col("h_rank"))
        .group_by("person_id")
        .agg(
            h_rank=pl.col("h_rank").first(),
            equal_lo=pl.min_horizontal(inner.sum(), pl.col("last_lo").max() - pl.col("since_hi").min()) // 64,
            equal_hi=pl.min_horizontal(outer.sum(), pl.col("last_hi").max() - pl.col("since_lo").min()) // 64,
        )
    )
    listed = post.filter(pl.col("listed"))
    listed_lo = _covered(listed, "since_hi", "last_lo", "listed_lo")
    listed_hi = _covered(listed, "since_lo", "last_hi", "listed_hi")
    score = _rank(RATINGS)
    rating = (
        file("rating", "year", "grade")
        .filter((pl.col("year") >= YEAR - 5) & (pl.col("year") < YEAR))
        .with_columns(score=score)
        .group_by("person_id")
        .agg(**{f"y{year}": pl.col("score").filter(pl.col("year") == year).min() for year in _YEARS})
    )
    reprimand, certain = pl.col("form") == "reprimand", pl.col("on_hi") <= ASOF
    discipline = (
        file("discipline", "form", "on_lo", "on_hi", "last_lo", "last_hi")
        .filter(pl.col("on_lo") <= ASOF)
        .group_by("person_id")
        .agg(
            running_hi=(pl.col("last_hi") > ASOF).any(),
            running_lo=(certain & (pl.col("last_lo") > ASOF)).any(),
            had_hi=reprimand.any(),
            had_lo=(reprimand & certain).any(),
            since_lo=_since("on_hi").filter(reprimand).min(),
            since_hi=pl.coalesce(
                _since("on_lo").filter(reprimand & certain).min(), _since("on_lo").filter(reprimand).max()
            ),
        )
    )
    confirmed = file("section", "name").filter(pl.col("name") == "discipline").select("person_id", k=pl.lit(value=True))
    joined = person
    for other in (degree, theory, posts, listed_lo, listed_hi, rating, discipline, confirmed):
        joined = joined.join(other, on="person_id", how="left")
    yes, no = pl.lit(value=True), pl.lit(value=False)
    none = pl.col("k").is_not_null()
    told3 = pl.any_horizontal(pl.col(f"y{year}").is_not_null() for year in _YEARS[2:])

    def rated(years: range, test: Callable[[pl.Expr], pl.Expr], *, given: bool) -> pl.Expr:
        each = (pl.col(f"y{year}") for year in years)
        return pl.sum_horizontal(test(y).fill_null(value=given).cast(pl.Int64) for y in each)

    def interval(name: str, least: int) -> pl.Expr:
        lo, hi = pl.col(f"{name}_lo"), pl.col(f"{name}_hi")
        return pl.when(lo >= least).then(yes).when(hi < least).then(no)

    good_lo, good_hi = (rated(_YEARS[2:], lambda y: y >= 3, given=given) for given in (False, True))
    bad_lo, bad_hi = (rated(_YEARS, lambda y: y == 1, given=given) for given in (False, True))
    return joined.select(
        "person_id",
        c1=_months(_NOW, pl.col("leaves")) >= LEAST["left"],
        c2=interval("d", LEAST["degree"]),
        c3=pl.when(pl.col("fit_lo")).then(yes),
        c4=interval("t", LEAST["theory"]),
        c5=interval("member", LEAST["member"]),
        c6=interval("listed", LEAST["listed"]),
        c7=interval("equal", LEAST["equal"]),
        c8=pl.when(told3 & (good_lo >= LEAST["rated"])).then(yes).when(told3 & (good_hi < LEAST["rated"])).then(no),
        c9=pl.when(bad_lo > 0).then(no).when(bad_hi == 0).then(yes),
        c10=pl.when(pl.col("running_lo")).then(no).when(~pl.col("running_hi").fill_null(value=False) & none).then(yes),
        c11=pl.when((~pl.col("had_hi").fill_null(value=False) & none) | (pl.col("since_lo") >= LEAST["after"]))
        .then(yes)
        .when(pl.col("had_lo") & (pl.col("since_hi") < LEAST["after"]))
        .then(no),
        c12=pl.col("h_rank") >= LEAST["rank"],
    )
