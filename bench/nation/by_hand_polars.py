"""The peer in Polars: the same twelve answers by hand, lazy and streaming over Parquet."""

# ruff: noqa: E501  (in long chains, as an analyst would write it)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from bench.nation.standard import DEGREES, FIELDS, LEAST, LISTED, RATINGS, THEORY
from bench.nation.world import ASOF, YEAR

_NOW = pl.lit(ASOF, dtype=pl.Int64)


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


def _rank(scale: dict[str, int]) -> pl.Expr:
    return pl.col("grade").replace_strict(scale, default=None, return_dtype=pl.Int64)


def screen(
    folder: Path, table: Sequence[tuple[Sequence[tuple[int, int | str | None, int | str | None]], int]]
) -> pl.LazyFrame:  # noqa: E501
    """Person and twelve answers (true, false, null)."""

    def file(name: str, *columns: str) -> pl.LazyFrame:
        return pl.scan_parquet(folder / f"people_{name}.parquet").select("person_id", *columns)

    person = file("personversion", "sex", "born_lo", "party_official_lo").with_columns(
        b=pl.col("born_lo").cast(pl.Int64) // 64
    )
    person = person.with_columns(
        leaves=(pl.col("b") + _road(table) + 1) * 64 + 2, official=pl.col("party_official_lo").cast(pl.Int64)
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
        file("theory", "grade", "on_lo")
        .filter(pl.col("on_lo") <= ASOF)
        .group_by("person_id")
        .agg(t=_rank(THEORY).max())
    )
    post = (
        file("holding", "title", "since_lo", "last_lo", "concurrent")
        .filter((pl.col("since_lo") <= ASOF) & ~pl.col("concurrent"))
        .select(
            "person_id",
            rank=pl.col("title").str.slice(1).cast(pl.Int64),
            listed=pl.col("title").is_in(LISTED),
            now=pl.col("last_lo").is_null(),
            length=pl.min_horizontal(pl.col("last_lo").fill_null(ASOF), _NOW) - pl.col("since_lo").cast(pl.Int64),
        )
    )
    current = pl.col("rank").filter(pl.col("now")).first()
    posts = post.group_by("person_id").agg(
        h_rank=current,
        equal=pl.col("length").filter(pl.col("rank") >= current).sum() // 64,
        listed=pl.when(pl.col("listed").any()).then(pl.col("length").filter(pl.col("listed")).sum() // 64),
    )
    score = _rank(RATINGS)
    recent = pl.col("year") >= YEAR - 3
    rating = (
        file("rating", "year", "grade")
        .filter((pl.col("year") >= YEAR - 5) & (pl.col("year") < YEAR))
        .with_columns(score=score)
        .group_by("person_id")
        .agg(
            told3=recent.sum(),
            told5=pl.len(),
            good=(recent & (pl.col("score") >= 3)).sum(),
            bad=(pl.col("score") == 1).sum(),
        )
    )
    discipline = (
        file("discipline", "form", "on_lo", "last_lo")
        .filter(pl.col("on_lo") <= ASOF)
        .group_by("person_id")
        .agg(
            running=(pl.col("last_lo").is_null() | (pl.col("last_lo") > ASOF)).max(),
            reprimand=pl.col("on_lo").filter(pl.col("form") == "reprimand").max().cast(pl.Int64),
        )
    )
    confirmed = file("section", "name").filter(pl.col("name") == "discipline").select("person_id", k=pl.lit(value=True))
    joined = person
    for other in (degree, theory, posts, rating, discipline, confirmed):
        joined = joined.join(other, on="person_id", how="left")
    yes, no = pl.lit(value=True), pl.lit(value=False)
    good, told3 = pl.col("good").cast(pl.Int64), pl.col("told3").cast(pl.Int64)
    return joined.select(
        "person_id",
        c1=_months(_NOW, pl.col("leaves")) >= LEAST["left"],
        c2=pl.when(pl.col("d_lo") >= LEAST["degree"]).then(yes).when(pl.col("d_hi") < LEAST["degree"]).then(no),
        c3=pl.when(pl.col("fit_lo")).then(yes),
        c4=pl.col("t") >= LEAST["theory"],
        c5=_months(pl.col("official"), _NOW) >= LEAST["member"],
        c6=pl.col("listed") >= LEAST["listed"],
        c7=pl.col("equal") >= LEAST["equal"],
        c8=pl.when(good >= LEAST["rated"]).then(yes).when(good + 3 - told3 < LEAST["rated"]).then(no),
        c9=pl.when(pl.col("bad") > 0).then(no).when(pl.col("told5") == 5).then(yes),
        c10=pl.when(pl.col("running")).then(no).when(pl.col("k").is_not_null()).then(yes),
        c11=pl.when(pl.col("reprimand").is_not_null())
        .then(_months(pl.col("reprimand"), _NOW) >= LEAST["after"])
        .when(pl.col("k").is_not_null())
        .then(yes),
        c12=pl.col("h_rank") >= LEAST["rank"],
    )
