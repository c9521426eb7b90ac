"""No broken workbook breaks the program: it is refused, its faults are named, or it is taken in whole."""

import pytest

from bench.mutants import HEADER, mutant, workbook
from bench.workbooks_in_process import GONE_WELL, taken_in
from canbo.apps.people.models import Person
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry

pytestmark = pytest.mark.django_db
#: `python -m bench --only workbooks` tries ten thousand.
SAMPLE = 60
#: Numbers that once broke the reader: an encoding that nobody knows.
ONCE_BROKEN = (977, 7174)


def test_a_sample_of_mutated_workbooks_is_answered_and_nothing_is_half_written():
    by = an_account()
    outcomes = {seed: taken_in(mutant(seed), by) for seed in range(SAMPLE)}
    assert {seed: told for seed, told in outcomes.items() if told not in GONE_WELL} == {}
    assert set(outcomes.values()) == set(GONE_WELL), "the sample must hold good, faulty and refused ones"


@pytest.mark.parametrize("seed", ONCE_BROKEN)
def test_what_once_broke_the_reader_is_refused(seed):
    assert taken_in(mutant(seed), an_account()) == "refused"


def test_a_good_one_is_written_and_taken_back():
    by = an_account()
    before = Entry.objects.count()
    assert taken_in(workbook([HEADER, ("NV1", "Trần Thị Lan", "Nữ", "05/09/1974", "Tày", "", "")]), by) == "written"
    assert (Entry.objects.count(), Person.objects.count()) == (before, 0)
