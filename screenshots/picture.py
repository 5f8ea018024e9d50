"""Draws a terminal's screen (text with escape sequences, on standard input) as a PNG picture, cell by cell.

Usage: picture.py COLUMNS FILE.png < screen
"""

import sys

from PIL import Image, ImageDraw, ImageFont
from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.console import Console

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono{}.ttf"
SIZE, MARGIN = 15, 12
BACKGROUND, FOREGROUND, DIM = (24, 26, 31), (214, 217, 224), (128, 133, 145)
# The eight base colours; jotop uses no others.
COLORS = [
    (0, 0, 0), (235, 104, 104), (130, 184, 112), (226, 184, 96),
    (100, 152, 240), (196, 138, 220), (92, 190, 200), (240, 240, 240),
]


def colors(style):
    """The colours of text and background that a style asks for."""
    number = style.color.number if style and style.color else None
    front = FOREGROUND if number is None else COLORS[number % 8]
    if style and style.dim and number is None:
        front = DIM
    return (BACKGROUND, front) if style and style.reverse else (front, BACKGROUND)


def main() -> None:
    columns, target = int(sys.argv[1]), sys.argv[2]
    # One decoder for all lines: a style goes on until it is changed, over the lines' ends too.
    lines = list(AnsiDecoder().decode(sys.stdin.read().rstrip("\n")))
    regular, bold = (ImageFont.truetype(FONT.format(kind), SIZE) for kind in ("", "-Bold"))
    width, height = round(regular.getlength("M")), SIZE + 5
    picture = Image.new("RGB", (columns * width + 2 * MARGIN, len(lines) * height + 2 * MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    console = Console(color_system="256", width=columns * 2, legacy_windows=False)
    for row, line in enumerate(lines):
        column = 0
        top = MARGIN + row * height
        for segment in line.render(console):
            front, back = colors(segment.style)
            for character in segment.text.rstrip("\n"):
                left, cells = MARGIN + column * width, cell_len(character)
                draw.rectangle((left, top, left + cells * width - 1, top + height - 1), fill=back)
                draw.text((left, top + 1), character, fill=front, font=bold if segment.style and segment.style.bold else regular)
                if segment.style and segment.style.underline:
                    draw.line((left, top + height - 2, left + cells * width - 1, top + height - 2), fill=front)
                column += cells
    picture.save(target, optimize=True)


if __name__ == "__main__":
    main()
