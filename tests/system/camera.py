"""What a phone's camera reads: QR codes decoded by ZBar, which is not the library that made them."""

import re
import subprocess
import tempfile
from pathlib import Path

MODULE = 4  # pixels
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def of_picture(content: bytes, kind):
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / f"code.{kind}"
        picture.write_bytes(content)
        if kind == "svg":
            drawn = picture.with_suffix(".png")
            subprocess.run(["rsvg-convert", "--zoom", str(MODULE), "--output", drawn, picture], check=True)
            picture = drawn
        return subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
                              capture_output=True, text=True, check=True).stdout


def of_terminal(text):
    """Half blocks are dark as the terminal shows them, two rows to a line; other text is not."""
    lines = COLOURS.sub("", text).splitlines()
    width = max(map(len, lines))
    rows = [[char in dark for char in line.ljust(width)] for line in lines for dark in ("█▀", "█▄")]
    pixels = bytes(0 if dark else 255
                   for row in rows for _ in range(MODULE) for dark in row for _ in range(MODULE))
    header = f"P5 {width * MODULE} {len(rows) * MODULE} 255\n"
    return of_picture(header.encode() + pixels, "pgm")
