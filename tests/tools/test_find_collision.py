"""Two contents with one code: found for a short one, and not for what the QR code carries."""

import pytest

from jbgs_desktop.documents.page_code import proof_of, short_code
from jbgs_desktop.finalise.version_code import version_with
from tools.find_collision import REVENUES, Wordings, birthday_bound, find_collision, shown

_PROOF = 5 * len(proof_of("0" * 64))  # bits in the QR code
_SHORT = 5 * (len(short_code(proof_of("0" * 64))) - 1)  # bits of the 核验码
_HOURS = 50_000_000  # tries in which two contents with one 核验码 are found nearly always


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return Wordings()


def test_a_million_applications_never_share_what_the_code_proves() -> None:
    assert (_PROOF, _SHORT) == (130, 45)
    assert birthday_bound(10**6, _PROOF) < 1e-26
    # The 核验码 tells versions apart, and no more: one in a hundred such heaps has two alike, and
    # who looks for two needs some million tries on purpose.
    assert 0.01 < birthday_bound(10**6, _SHORT) < 0.02
    assert birthday_bound(10**7, _SHORT) > 0.7


def test_the_bound_is_that_of_birthdays() -> None:
    assert birthday_bound(1, 45) == 0
    assert birthday_bound(2, 10) == pytest.approx(1 / 1024, rel=0.01)
    assert birthday_bound(10**6, 20) == pytest.approx(1)


def test_what_is_tried_are_applications(wordings: Wordings) -> None:
    for number in (0, 1, 2**45 - 1, 0x123456789AB):
        application = wordings.application(number)
        assert wordings.digest(number).hex() == version_with(application, {}).digest
        assert application.unit.revenue == REVENUES[number & 1]
    assert wordings.application(2).unit.profile != wordings.application(4).unit.profile


def test_two_contents_that_begin_alike_are_found() -> None:
    found = find_collision(28, 10**6)
    assert found
    first, second = (
        version_with(Wordings().application(n), {}) for n in (found.first, found.second)
    )
    assert first.proof[:5] == second.proof[:5]
    assert first.digest != second.digest
    assert [line[:14] for line in shown(found)][:2] != ["", ""]


def test_random_applications_share_nothing(
    wordings: Wordings, request: pytest.FixtureRequest
) -> None:
    many = min(10**6, request.config.getoption("--collisions") // 4)
    proofs = {wordings.digest(number * 0x9E3779B1 % 2**45)[:16] for number in range(many)}
    assert len(proofs) == many


def test_what_the_code_proves_is_not_found_twice(request: pytest.FixtureRequest) -> None:
    assert find_collision(_PROOF, request.config.getoption("--collisions")) is None


def test_a_short_code_is_found_twice_where_there_is_time(request: pytest.FixtureRequest) -> None:
    """Why it proves nothing; and what the QR codes carry tells the two apart."""
    tries = request.config.getoption("--collisions")
    found = find_collision(_SHORT, tries)
    if tries < _HOURS:
        assert found is None  # 200,000 tries find none in a thousand runs
        return
    assert found
    first, second = (
        version_with(Wordings().application(n), {}) for n in (found.first, found.second)
    )
    assert first.code == second.code
    assert first.proof != second.proof
