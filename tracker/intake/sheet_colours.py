"""Colours by their plain names, as people say them of a plan: red, amber, green, blue, grey."""

from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

# Examples of what people call by each name: Excel's and Word's standard colours, the themes'
# accents with their lighter and darker shades, and the fills of Excel's styles Good, Neutral, Bad.
# The nearest example gives the name. White and paper-pale shades are no fill.
EXAMPLES = {
    "": "FFFFFF FAFAFA F8F8F8",
    "red": "FF0000 C00000 800000 FFC7CE FF5050 E06666 FF7C80 DA9694 F2DCDB E6B8B7 963634 F4CCCC"
    " CC3300 D9534F",
    "amber": "FFC000 FFBF00 FFA500 FF9900 ED7D31 FF6600 F79646 FFEB9C FFD966 FFCC66 F4B084 F8CBAD"
    " FCE4D6 FCD5B4 FABF8F E26B0A C65911 F1A94E FFE699 BF8F00",
    "yellow": "FFFF00 FFFF99 FFFFCC FFF2CC FFFF66 CCCC00",
    "green": "00B050 92D050 00FF00 008000 C6EFCE 70AD47 A9D08E C6E0B4 E2EFDA 9BBB59 C4D79B D8E4BC"
    " EBF1DE 548235 375623 76933C 93C47D 006100 28A745 339966 CCFFCC 66FF66 4EA72E B5E6A2",
    "blue": "0000FF 0070C0 00B0F0 002060 1F497D 4472C4 5B9BD5 8DB4E2 BDD7EE DDEBF7 D9E1F2 B4C6E7"
    " 8EA9DB 2F75B5 305496 1F4E78 203764 DCE6F1 B8CCE4 95B3D7 366092 4BACC6 92CDDC DAEEF3 00FFFF"
    " 99CCFF 0F9ED5 156082 31869B",
    "grey": "F2F2F2 EDEDED E7E6E6 D9D9D9 D0CECE BFBFBF A6A6A6 808080 7F7F7F 595959 404040 44546A"
    " 8497B0 D6DCE4 ACB9CA DDD9C4 C4BD97 EEECE1 C0C0C0 969696 DBDBDB",
    "black": "000000 1A1A1A 262626",
    "purple": "7030A0 800080 8064A2 B1A0C7 CCC0DA E4DFEC 60497A 9900FF 660066 CC99FF A02B93",
    "pink": "FF99CC FF66CC FF00FF FFCCFF FFC0CB",
    "brown": "833C0C 806000 663300 993300 974706",
}

Lab = tuple[float, float, float]


@cache
def colour_name(colour: str) -> str:
    """The name of a colour given as six hexadecimal digits, '' for white or what is no colour.

    Compared in CIELAB (D65), where equal distances look about equally different.
    """
    try:
        lab = _lab(bytes.fromhex(colour))
    except ValueError:
        return ""
    return min(_examples(), key=lambda known: _distance(known[0], lab))[1]


def tinted(colour: str, tint: float) -> str:
    """`colour` (six hexadecimal digits) made lighter (tint 0 to 1) or darker (-1 to 0).

    Source: ECMA-376 part 1, 18.8.19, attribute tint: only the lightness of HLS changes.
    """
    red, green, blue = (part / 255 for part in bytes.fromhex(colour))
    hue, light, strength = rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = hls_to_rgb(hue, min(max(light, 0), 1), strength)
    return "".join(f"{min(max(round(255 * part), 0), 255):02X}" for part in mixed)


@cache
def _examples() -> tuple[tuple[Lab, str], ...]:
    told = ((colour, name) for name, colours in EXAMPLES.items() for colour in colours.split())
    return tuple((_lab(bytes.fromhex(colour)), name) for colour, name in told)


def _distance(one: Lab, other: Lab) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _lab(colour: bytes) -> Lab:
    red, green, blue = (_linear(part / 255) for part in colour)
    x = _root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116
