"""What `canbo demo` does: the province, its cast, what they have done, and the files to try."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Person
from canbo.base.accounts.actions import system_account
from canbo.base.accounts.models import Account
from canbo.base.keeping.estimates import renew_estimates
from tools.world.ballots import Room, hold_ballots
from tools.world.build import SEED, Built, build, moment_at
from tools.world.cast import CAST, COUNTED, counting_team, open_cast, write_cast
from tools.world.dossiers import Archive
from tools.world.plans import Planner
from tools.world.readings import assign_readings
from tools.world.samples import write_samples
from tools.world.size import FULL, Size
from tools.world.timeline import LATEST
from tools.world.units import plan_for_the_centre


def make(home: Path, size: Size = FULL, seed: str = SEED, say: Callable[[str], None] = print) -> Built:
    """Build everything; the cast and the samples go to `home`. Raises Refusal when the registers are not empty."""
    began = time.monotonic()
    with transaction.atomic():
        built = build(size, seed, say)
        at = moment_at(LATEST, 600)
        shown = open_cast(by=system_account(at=at), at=at)
        team = counting_team(at=at)
        hold_ballots(Room(Body.objects.get(code=COUNTED), team, at))
        planner = Planner(system_account(at=at), at + dt.timedelta(days=1), team)
        _fill_dossiers(planner, at)
        assign_readings(at + dt.timedelta(hours=22))
        planner.run()
        plan_for_the_centre(planner)
    renew_estimates()  # a million rows came at once: the database should know before the first question
    write_cast(home, shown)
    write_samples(home)
    rows, seconds = sum(built.counts.values()), time.monotonic() - began
    say(f"{rows:,} rows, {len(CAST)} logins, {seconds:.0f} s, digest {built.digest[:16]}")
    return built


def _fill_dossiers(planner: Planner, at: dt.datetime) -> None:
    """Before the cases of planning begin, so that a late correction stands before one of their steps."""
    officer = Account.objects.get(username=CAST[0].username)
    archive = Archive(system_account(at=at), officer, at + dt.timedelta(hours=2))
    archive.scan_papers()
    for _, keys in planner.pools[:1]:
        archive.corrected_before_a_step(Person.objects.get(key=keys[0]))
    archive.changes_asked_for()
    archive.degrees_asked_about(at + dt.timedelta(hours=20))
