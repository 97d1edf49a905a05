"""``kiosk card serve``: a virtual card as a process of its own behind PC/SC."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn, Protocol

import typer

from kiosk.app.cards.trace import replayed_card
from kiosk.app.exits import Exit
from kiosk.domain.faults import Fault
from kiosk.simulator.card import card_store
from kiosk.simulator.chip.chip import Chip
from kiosk.simulator.chip.link import LinkModel
from kiosk.simulator.slot.card_port import SimulatedCard
from kiosk.simulator.slot.pcscd import SOCKET_VARIABLE, PcscUnavailable, PrivatePcscd, short_folder
from kiosk.simulator.slot.virtual_reader import VirtualReader
from kiosk.simulator.slot.vpcd import VpcdLink


class Reader(Protocol):
    """Whatever a virtual card can be laid on."""

    def insert(self, card: SimulatedCard) -> None: ...

    def remove(self) -> None: ...


Say = Callable[..., None]


def serve(
    folder: Path | None,
    *,
    replay: Path | None = None,
    can: str | None = None,
    through: str,
    vpcd: str,
    bit_rate: int,
    name: str,
    control: bool,
    as_json: bool,
) -> Exit:
    """Serve until Ctrl-C, or until standard input ends with ``control``; ``replay`` is a trace instead of a card."""
    if replay is not None and folder is not None:
        raise typer.BadParameter("a card or a trace, not both", param_hint="--replay")
    if replay is None and can is not None:
        raise typer.BadParameter("a card of a folder has its own; goes with --replay FILE", param_hint="--can")
    recorded = None if replay is None else replayed_card(replay, can)
    link = _link(bit_rate)
    for ending in (signal.SIGINT, signal.SIGTERM):
        # Explicitly: a shell starts background jobs with Ctrl-C ignored.
        signal.signal(ending, _interrupt)
    say = _json_lines if as_json else _sentences
    try:
        with _reader(through, vpcd, name) as (reader, facts):
            say("ready", **facts)
            if recorded is not None:
                reader.insert(recorded)
                say("inserted", card=str(replay), profile="recorded")
            if folder is not None:
                _insert(reader, folder, link, say)
            if control:
                _obey(reader, link, say)
            else:
                _wait_for_ever()
    except PcscUnavailable as error:
        say("unavailable", reason=error.reason, remedy=error.remedy)
        return Exit.DEVICE
    except Fault:
        say("unavailable", reason=f"no vpcd answers at {vpcd}", remedy="start pcscd with vsmartcard-vpcd")
        return Exit.DEVICE
    except KeyboardInterrupt:
        say("stopped")
    return Exit.OK


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _link(bit_rate: int) -> LinkModel:
    try:
        return LinkModel(bit_rate) if bit_rate else LinkModel.none()
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--bit-rate") from error


@contextmanager
def _reader(through: str, vpcd: str, name: str) -> Iterator[tuple[Reader, dict[str, str]]]:
    with ExitStack() as stack:
        if through == "own":
            folder = short_folder()
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            reader = stack.enter_context(VirtualReader(folder / "reader.sock", name))
            daemon = stack.enter_context(PrivatePcscd([reader.entry], folder=folder))
            yield reader, {"reader": f"{name} 00 00", SOCKET_VARIABLE: str(daemon.socket_path)}
        elif through == "vpcd":
            host, _, port = vpcd.rpartition(":")
            if not port.isdigit():
                raise typer.BadParameter("write HOST:PORT", param_hint="--vpcd")
            link = VpcdLink(host or "127.0.0.1", int(port))
            stack.callback(link.remove)
            yield link, {"reader": "Virtual PCD 00 00", "vpcd": vpcd}
        else:
            raise typer.BadParameter("own or vpcd", param_hint="--through")


def _insert(reader: Reader, folder: Path, link: LinkModel, say: Say) -> Chip:
    try:
        card = card_store.load(folder)
    except card_store.CardStoreError as error:
        raise typer.BadParameter(str(error), param_hint="FOLDER") from error
    chip = Chip(card, link)
    reader.insert(chip)
    say("inserted", card=str(folder), profile=card.profile.name)
    return chip


def _obey(reader: Reader, link: LinkModel, say: Say) -> None:
    """Take orders; the answer to «remove» says how long link and chip themselves took for this card."""
    chip: Chip | None = None
    for line in sys.stdin:
        order, _, rest = line.strip().partition(" ")
        if order == "insert":
            try:
                chip = _insert(reader, Path(rest), link, say)
            except typer.BadParameter as error:
                say("refused", reason=str(error))
        elif order == "remove":
            reader.remove()
            say("removed", modelled_seconds=f"{chip.modelled_seconds if chip else 0.0:.4f}")
        elif order == "quit":
            return
        elif order:
            say("refused", reason="known are: insert FOLDER, remove, quit")


def _wait_for_ever() -> None:
    threading.Event().wait()


def _json_lines(event: str, **facts: str) -> None:
    print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)


def _sentences(event: str, **facts: str) -> None:
    match event:
        case "ready" if SOCKET_VARIABLE in facts:
            print(f"Reader «{facts['reader']}» is ready. Other programs reach it with", flush=True)
            print(f"  export {SOCKET_VARIABLE}={facts[SOCKET_VARIABLE]}", flush=True)
        case "ready":
            print(f"Using vpcd at {facts['vpcd']}.", flush=True)
        case "inserted":
            print(f"Card {facts['card']} ({facts['profile']}) lies on the reader. Ctrl-C takes it away.", flush=True)
        case "unavailable":
            print(f"kiosk: PC/SC cannot be used: {facts['reason']}; {facts['remedy']}", file=sys.stderr)
        case _:
            print(" ".join([event, *facts.values()]), flush=True)
