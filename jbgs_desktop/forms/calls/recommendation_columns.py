"""推荐表: which columns it may have. A call says which of them it has, in its words and order."""

from dataclasses import dataclass
from types import MappingProxyType

NUMBER = "number"  # the place of a row


@dataclass(frozen=True, slots=True)
class RecommendationColumn:
    """``key`` is what a row calls its text, but for the number, which is the row's place.

    ``share`` is its part of the width of a page, ``digits`` its width in a sheet. Every call has
    those of the ``first`` ones; one that came later, only a call that names it.
    """

    key: str
    share: int
    digits: int
    is_prose: bool = False
    first: bool = True


COLUMNS = MappingProxyType(
    {
        column.key: column
        for column in (
            RecommendationColumn(NUMBER, 20, 6),
            RecommendationColumn("unit", 52, 26),
            RecommendationColumn("task", 54, 30),
            RecommendationColumn("product", 52, 26),
            RecommendationColumn("reason", 96, 30, is_prose=True),
            RecommendationColumn("contact", 24, 10),
            RecommendationColumn("mobile", 38, 15),
        )
    }
)
