"""Ctrl-C ends a run, but leaves no import half done."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from campus_news import interrupt

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system cannot call again later")


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Makes a module of which the import is interrupted."""
    monkeypatch.syspath_prepend(tmp_path)
    text = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(0.05)\ndone = True\n"
    (tmp_path / "interrupted_module.py").write_text(text)
    yield "interrupted_module"
    sys.modules.pop("interrupted_module", None)


def waiting() -> None:
    time.sleep(5)
    pytest.fail("nobody came")


def test_an_import_is_not_broken_off(module):
    def run() -> None:
        with interrupt.heeded():
            __import__(module)
            waiting()

    with pytest.raises(KeyboardInterrupt):
        run()
    assert sys.modules[module].done


def test_python_itself_breaks_it_off(module):
    """Else this would protect from nothing."""
    with pytest.raises(KeyboardInterrupt):
        __import__(module)
    assert module not in sys.modules


class Leaving:
    """An object whose end is interrupted: what it raises, Python ignores."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)


def test_it_comes_again_where_it_was_ignored(capfd):
    def run() -> None:
        with interrupt.heeded():
            Leaving()
            waiting()

    with pytest.raises(KeyboardInterrupt):
        run()
    assert capfd.readouterr() == ("", "")


def test_other_exceptions_that_are_ignored_are_told(capfd):
    class Failing:
        def __del__(self) -> None:
            raise ValueError("something else")

    with interrupt.heeded():
        Failing()
    assert "something else" in capfd.readouterr().err


def test_anything_else_is_broken_off_at_once():
    def run() -> None:
        with interrupt.heeded():
            os.kill(os.getpid(), signal.SIGINT)
            waiting()

    with pytest.raises(KeyboardInterrupt):
        run()


def test_afterwards_everything_is_as_it_was():
    def state() -> tuple[object, ...]:
        return signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM), sys.unraisablehook

    before = state()
    with interrupt.heeded():
        assert all(now != then for now, then in zip(state(), before, strict=True))
    assert state() == before


def test_who_ignores_ctrl_c_goes_on_doing_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupt.heeded():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
