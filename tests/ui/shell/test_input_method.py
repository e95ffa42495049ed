"""Which input method Qt is told to use."""

import sys

import pytest

from jbgs_desktop.ui.shell.input_method import prepare_input_method

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="chosen by variables on Linux only")


@pytest.mark.parametrize("running", ["org.fcitx.Fcitx5", "org.freedesktop.IBus"])
@pytest.mark.parametrize("chosen", ["fcitx", "fcitx5", "Fcitx", "xim", ""])
def test_what_runs_is_reached_through_the_ibus_interface(chosen: str, running: str) -> None:
    environment = {"QT_IM_MODULE": chosen} if chosen else {}
    assert prepare_input_method(environment, lambda name: name == running) == ""
    assert environment["QT_IM_MODULE"] == "ibus"


@pytest.mark.parametrize("chosen", ["ibus", "compose", "qtvirtualkeyboard"])
def test_another_choice_of_the_user_stays(chosen: str) -> None:
    environment = {"QT_IM_MODULE": chosen}
    assert prepare_input_method(environment, lambda _: True) == ""
    assert environment["QT_IM_MODULE"] == chosen


def test_a_list_of_choices_counts_before_the_one() -> None:
    environment = {"QT_IM_MODULES": "wayland;fcitx", "QT_IM_MODULE": "compose"}
    assert prepare_input_method(environment, lambda _: True) == ""
    assert environment == {"QT_IM_MODULE": "ibus"}
    environment = {"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"}
    assert prepare_input_method(environment, lambda _: True) == ""
    assert environment["QT_IM_MODULES"] == "wayland;fcitx;ibus"


def test_with_nothing_running_the_user_is_told_what_to_change() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}
    sentence = prepare_input_method(environment, lambda _: False)
    assert "系统设置的输入法是 fcitx" in sentence
    assert "QT_IM_MODULE 设为 ibus" in sentence
    assert environment["QT_IM_MODULE"] == "fcitx"
    assert prepare_input_method({"XMODIFIERS": "@im=fcitx"}, lambda _: False) == sentence
    assert prepare_input_method({}, lambda _: False) == ""


def test_a_bus_that_does_not_answer_is_no_fcitx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert "fcitx" in prepare_input_method({"QT_IM_MODULE": "fcitx"})
