"""Which input method Qt is told to use."""

import sys

import pytest

from jbgs_desktop.ui.input_method import prepare_input_method

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="chosen by variables on Linux only")


@pytest.mark.parametrize("chosen", ["fcitx", "fcitx5", "Fcitx", ""])
def test_fcitx5_is_reached_through_the_ibus_interface(chosen: str) -> None:
    environment = {"QT_IM_MODULE": chosen} if chosen else {}
    assert prepare_input_method(environment, lambda name: name == "org.fcitx.Fcitx5") == ""
    assert environment["QT_IM_MODULE"] == "ibus"


@pytest.mark.parametrize("chosen", ["ibus", "compose", "xim"])
def test_another_choice_of_the_user_stays(chosen: str) -> None:
    environment = {"QT_IM_MODULE": chosen}
    assert prepare_input_method(environment, lambda _: True) == ""
    assert environment["QT_IM_MODULE"] == chosen


def test_without_fcitx5_the_user_is_told_what_to_change() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}
    assert "ibus" in prepare_input_method(environment, lambda _: False)
    assert environment["QT_IM_MODULE"] == "fcitx"
    assert prepare_input_method({}, lambda _: False) == ""


def test_a_bus_that_does_not_answer_is_no_fcitx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert "fcitx" in prepare_input_method({"QT_IM_MODULE": "fcitx"})
