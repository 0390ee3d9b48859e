"""Writes the character lists of the two subsets: regular.txt and bold.txt.

Usage: characters.py <repository> <output folder>
"""

import pathlib
import sys


def double_byte(encoding, leads, trails):
    """All characters of a double-byte code page within the given byte ranges."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                text = bytes([lead, trail]).decode(encoding)
            except UnicodeDecodeError:
                continue
            found.update(text)
    return found


def between(*ranges):
    """All characters of the given inclusive ranges of code points."""
    return {chr(point) for first, last in ranges for point in range(first, last + 1)}


GB_TRAILS = range(0xA1, 0xFF)
BIG5_TRAILS = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]

GB_LEVEL_1 = double_byte("gb2312", range(0xB0, 0xD8), GB_TRAILS)
GB_LEVEL_2 = double_byte("gb2312", range(0xD8, 0xF8), GB_TRAILS)
# The third level of the Table of General Standard Chinese Characters (2013): names of persons and
# places. The first two levels lie mostly within GB 2312.
NAMES = set((pathlib.Path(__file__).parent / "level-3.txt").read_text(encoding="utf-8").strip())
BIG5_LEVEL_1 = double_byte("big5", range(0xA4, 0xC7), BIG5_TRAILS)

# Latin with pinyin tones, punctuation, arrows, numbers in circles, box lines, CJK punctuation,
# full-width forms.
SIGNS = between(
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20AC, 0x20AC), (0x2103, 0x2103), (0x2109, 0x2109), (0x2116, 0x2116), (0x2121, 0x2122),
    (0x2150, 0x216B), (0x2170, 0x217B), (0x2190, 0x2193), (0x2200, 0x22FF),
    (0x2460, 0x249B), (0x2500, 0x254B), (0x25A0, 0x25CF), (0x2605, 0x2606),
    (0x2611, 0x2611), (0x2713, 0x2713), (0x3000, 0x301F), (0x3220, 0x3229),
    (0x3280, 0x3289), (0x32A3, 0x32A3), (0x3300, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)


def used_in_texts(repository):
    """Every character of the texts the product ships: services, words, seeds, templates."""
    found = set()
    for pattern in ("services/**/*.yaml", "**/locales/**/*", "**/*.ftl", "**/*.typ"):
        for path in pathlib.Path(repository).glob(pattern):
            if path.is_file() and "target" not in path.parts:
                found.update(path.read_text(encoding="utf-8"))
    return {sign for sign in found if sign.isprintable()}


def write(path, characters):
    path.write_text("\n".join(f"U+{ord(c):04X}" for c in sorted(characters)) + "\n")
    print(path.name, len(characters))


def main():
    repository, output = map(pathlib.Path, sys.argv[1:3])
    used = used_in_texts(repository)
    han = GB_LEVEL_1 | GB_LEVEL_2 | BIG5_LEVEL_1 | NAMES
    write(output / "regular.txt", SIGNS | han | used)
    write(output / "bold.txt", SIGNS | GB_LEVEL_1 | BIG5_LEVEL_1 | used)


main()
