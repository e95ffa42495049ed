"""The chosen directions as the forms write them."""

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.ui.widgets.session import Session


def chosen_directions(session: Session) -> tuple[Direction, ...]:
    """The chosen directions that the track has, in the notice's order."""
    chosen = session.value.directions
    return tuple(
        direction
        for direction in (session.track.directions if session.track else ())
        if direction.no in chosen
    )


def chosen_as_written(session: Session, template: str, separator: str) -> str:
    """All chosen directions in one text; ``template`` takes {track}, {no} and {title}."""
    track = session.track
    return separator.join(
        template.format(track=track.name, no=direction.no, title=direction.title)
        for direction in chosen_directions(session)
        if track
    )


def direction_name(session: Session, no: int) -> str:
    """``方向2 电机驱动器``; of a number that the track does not have only ``方向99``."""
    direction = session.track.direction(no) if session.track else None
    return f"方向{no} {direction.title}" if direction else f"方向{no}"
