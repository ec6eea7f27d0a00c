"""Writes python-tables.json: what CPython itself answers, for the tests of this folder.

    python3 lib/template/python-tables.py && npx oxfmt lib/template/python-tables.json

The cases are drawn with a fixed seed. Made with CPython 3.11; characters are taken from old Unicode
versions only, so that newer interpreters write the same file.

A value is written as a pair of its type and its text, so that neither JSON nor JavaScript can change it.
An outcome of null means that Python raises.
"""

import json
import pathlib
import random

chance = random.Random(20240601)

TEXTS = [
    "", "a", "Al", "hello world", "it's", 'say "hi"', "it's \"both\"", "back\\slash", "tab\tend",
    "line\nbreak\r", "\x00\x07\x1f\x7f", "\x80\x85\x9f\xa0\xad\xff", "é", "naïve café", "漢字かな", "😀",
    "👩‍🚀 x", "e\u0301", "\u200b\u2028\u2029\u3000", "\ufeff", "\ud800", "x\udfffy", "\ue000", "\U000e0001",
    "\U0010ffff", "{braces}", "%d", "0123456789", "ﬁ ß İ", "\u0378", "𝔘𝔫𝔦", "\u2060\u00ad", "-5", " lead", "trail ",
]
INTEGERS = [
    0, 1, -1, 7, -7, 10, 42, 99, 100, 255, -255, 999, 1000, -1000, 1234, 65535, 65536, 123456, 1234567, -1234567,
    2**31, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**64, 10**18, 10**21, 10**30, -(10**40), 0x1F600, 0xD800,
]
FLOATS = [
    0.0, -0.0, 1.0, -1.0, 5.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1.5, 2.5, 0.5, 0.05, 0.15, 0.25, 0.35, 0.045,
    1.005, 2.675, 1234.5, -1234.5678, 9.999999, 99.995, 999999.5, 123456.789, 1234567.0, 1e15, 1e16, 1e17, 1e20,
    1e21, 1e22, 1e23, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1e-4, 1e-5, 0.00012345,
    1.2345e-7, -1e-10, 123456789012345678.0, 9007199254740993.0, 4.35, 1e300, 3.14159265358979, 100.0, 1000000.0,
    float("inf"), float("-inf"), float("nan"), -0.0001, -0.4, 0.999999999999, 12345678.9,
]
OTHERS = [
    True, False, None, [], {}, [1, 2.0, "x"], [None, True, [False]], {"a": 1}, {"a": {"b": [1, "it's"]}},
    {"1": "one", "0": "zero"}, ["é", "\n", 1e16, 10**20], {"it's": 'say "x"', "": ""}, [[[[]]]], [{}],
]


def tagged(value):
    if value is None:
        return ["none", ""]
    if isinstance(value, bool):
        return ["bool", str(value)]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, str):
        return ["str", value]
    if isinstance(value, list):
        return ["list", [tagged(item) for item in value]]
    return ["dict", [[key, tagged(item)] for key, item in value.items()]]


def outcome(action):
    try:
        return action()
    except (ValueError, TypeError, OverflowError, KeyError, IndexError, AttributeError):
        return None


def random_float():
    kind = chance.randrange(3)
    if kind == 0:
        return chance.uniform(-1000, 1000)
    if kind == 1:
        return round(chance.uniform(-100, 100), chance.randrange(4))
    return chance.choice([-1, 1]) * chance.random() * 10.0 ** chance.randint(-30, 30)


def texts():
    values = TEXTS + INTEGERS + FLOATS + OTHERS + [random_float() for _ in range(80)]
    return [[tagged(value), str(value), repr(value), ascii(value)] for value in values]


def random_spec(types):
    spec = ""
    if chance.random() < 0.35:
        if chance.random() < 0.6:
            spec += chance.choice(["*", " ", "0", "x", "é", "😀", "<", "=", "-"])
        spec += chance.choice("<>^=")
    if chance.random() < 0.3:
        spec += chance.choice("+- ")
    if chance.random() < 0.08:
        spec += "z"
    if chance.random() < 0.15:
        spec += "#"
    if chance.random() < 0.2:
        spec += "0"
    if chance.random() < 0.6:
        spec += str(chance.choice([1, 2, 3, 5, 8, 9, 10, 12, 15, 20, 25]))
    if chance.random() < 0.25:
        spec += chance.choice(",_")
    if chance.random() < 0.35:
        spec += "." + chance.choice(["0", "1", "2", "3", "4", "6", "10", "17", "20", "30"])
    if chance.random() < 0.75:
        spec += chance.choice(types)
    return spec


def formats():
    cases = []

    def add(value, spec):
        cases.append([tagged(value), spec, outcome(lambda: format(value, spec))])

    for value in FLOATS:
        for spec in [".2f", ".0f", "e", "g", ".3g", ".3", "%", "#.3g", "010.1f", "015_f"]:
            add(value, spec)
    for value in INTEGERS:
        for spec in ["d", "05d", ",", "x", "#b", "_x", "e", ".1f", "c"]:
            add(value, spec)
    for value in TEXTS:
        for spec in [">5", "^7", "*<4", ".2", "s", "05"]:
            add(value, spec)
    for value in OTHERS:
        for spec in ["", "s", "5", "d", ">8", "x"]:
            add(value, spec)
    for _ in range(350):
        add(chance.choice([random_float(), chance.choice(FLOATS)]), random_spec("eEfFgGn%%ffds"))
    for _ in range(250):
        add(chance.choice([chance.choice(INTEGERS), chance.randint(-(10**9), 10**9)]), random_spec("bcdoxXneEfFgG%dds"))
    for _ in range(150):
        add(chance.choice(TEXTS), random_spec("sssssd"))
    for _ in range(40):
        add(chance.choice([True, False]), random_spec("bcdoxXnefg%s"))
    for spec in ["q", ".", ".f", "5.", ",,", "_,", ",_", "<<5", "<<<5", "zz", "+-5", "5z", "5 ", " ", "é", "0", "00", "1,000"]:
        for value in [5, 5.5, "five"]:
            add(value, spec)
    return cases


CONTEXT = {
    "name": "Al", "n": 3, "f": 1.23456, "five": 5.0, "flag": True, "nul": None, "br": "a {n} b", "my id": "spaced",
    "a-b": "dash", "lst": ["p", 2, ["deep"]], "d": {"k": "v", "in": {"x y": 1}, "-": "minus"}, "é": "accent",
}
PIECES = [
    "{", "}", "{{", "}}", "{name}", "{n}", "{f:.2f}", "{n:03d}", "{name!r}", "{name!s:>5}", "{lst[0]}", "{lst[2][0]}",
    "{d[k]}", "{d[in][x y]}", "{missing}", "{}", "{0}", "{:>5}", "{!r}", "{name:{n}}", "{lst[9]}", "{d[q]}", "{name!x}",
    "{name!}", "{name!rr}", "{name.zz}", "{lst[0}", "{lst[]}", "{lst[0]x}", "{d[-]}", "{my id}", "{a-b}", "{é}", "{br}",
    "{nul}", "{flag}", "{lst}", "{d}", "{five}", "{flag:d}", "{nul:5}", "{name:d}", "{name:>4}", "text", "!", ":", "[", "]",
    "{n!s:0>4}", "{name:}", "{n:,}", "{d[k}", "{name.}", "{.x}", "{[0]}", "{lst[0].}", "{name!r:^9}", "$", "\n",
]

NESTED = [
    "{name:{n}}|", "{name:>{n}}", "{name:*^1{n}}", "{f:.{n}f}", "{f:0{n}.{n}f}", "{name!r:>{lst[2]}}", "{name:{d[-]}}",
    "{name:>{missing}}", "{name:{n:d}}", "{name:{n:{n}}}", "{name:{}}", "{name:{n}", "{name:{n}}}", "{n:{name[0]}>{n!s}d}",
    "{name:{d[k]}}", "{n:{nul}}", "{name:{{>5}}",
]


def templates():
    cases = []
    for piece in PIECES:
        cases.append(piece)
    for _ in range(250):
        cases.append("".join(chance.choice(PIECES) for _ in range(chance.randint(2, 5))))
    cases += NESTED
    return [[text, outcome(lambda text=text: text.format_map(CONTEXT))] for text in cases]


def main():
    tables = {
        "context": [[key, tagged(value)] for key, value in CONTEXT.items()],
        "texts": texts(),
        "formats": formats(),
        "templates": templates(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(tables), encoding="ascii")


main()
