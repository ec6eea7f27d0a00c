"""Writes python-matches.json: where CPython's re.search finds a pattern, for the tests of this folder.

    python3 lib/regex/python-matches.py && npx prettier --write lib/regex/python-matches.json

The cases are drawn with a fixed seed. Made with CPython 3.11. A case is a pattern, a text and an outcome:
start and end in UTF-16 units, null without a match, "error" when Python refuses the pattern.
"""

import json
import pathlib
import random
import re
import warnings

warnings.simplefilter("ignore")
chance = random.Random(20240602)

CHOSEN = [
    (r"\d+", ["No digits", "a 12 b 3", "٣٤ apples", "x²"]),
    (r"(?a)\d+", ["٣٤ 56"]),
    (r"\w+", ["  naïve café", "漢字 x", "_a1", "e\u0301x", "Ⅷ ½ ²", "\u0345", "😀 a"]),
    (r"(?i)\w+", ["\u0345 ß"]),
    (r"\W+", ["naïve, no", "a😀b", "é"]),
    (r"\s+", ["a\u00a0\u2003b", "a\x1c\x1fb", "a\x0bb", "a\u200bb", "a\x85"]),
    (r"\S+", ["\u00a0\u3000ab c", " \x1f"]),
    (r"(?a)\s", ["\u00a0\x1c\x0b"]),
    (r"[\s\S]+", ["a\n😀"]),
    (r"[\w\W]", ["\n", "é"]),
    (r"[^\W\d_]+", ["12_é3", "__", "5ab"]),
    (r"[^\W]+", ["--é1"]),
    (r"[^\w\s]+", ["ab é, !? x", "漢"]),
    (r"[^\S\n]+", ["a\n \tb", "\n\n\u00a0"]),
    (r"[\W_]+", ["ab_-c", "é_"]),
    (r"[\D]", ["12٣x"]),
    (r"[^\D5]+", ["a5٣6"]),
    (r"(?i)[^\Wa]", ["aAéb"]),
    (r"(?i)[\Wk]", ["\u212a", "K", "x-"]),
    (r".", ["\n😀", "\r", "\u2028", ""]),
    (r".*", ["ab\ncd", "\n"]),
    (r"(?s).*", ["ab\ncd"]),
    (r"(?s:.)b.", ["\nb\n", "\nbx"]),
    (r"end$", ["the end", "the end\n", "the end\n\n", "end\nend", "end x"]),
    (r"(?m)end$", ["end\nx", "the end\n"]),
    (r"\s*$", ["a \n", "a", "a\n\n", ""]),
    (r"\s*?$", ["a \n", "a\n\n"]),
    (r"(a$|b)", ["a\n", "ab", "ca"]),
    (r"(?:\n|$)", ["a", "a\n"]),
    (r"x(?:y$)?", ["xy\n", "xyz"]),
    (r"a$b", ["ab"]),
    (r"(?:a$)+", ["a"]),
    (r"^b", ["a\nb", "b"]),
    (r"(?m)^b", ["a\nb", "a\r\nb"]),
    (r"end\Z", ["end", "end\n"]),
    (r"\Aa", ["ba", "ab"]),
    (r"\z", ["a"]),
    (r"\bcat\b", ["a cat!", "concat", "écat", "caté", "cat", "cat\n", "cat_", "the cat", "CAT"]),
    (r"(?i)\bcat\b", ["écat CAT", "Caté cat"]),
    (r"\b\w+\b", ["  été.", "été"]),
    (r"\b\d+\b items", ["a1 items 22 items"]),
    (r"\b", ["é", " é", "", "--"]),
    (r"x\b", ["xé x", "xé", "x"]),
    (r"\bé", ["aé é", "é"]),
    (r"\b,", ["é, b", " ,"]),
    (r"x\B", ["x xé", "x"]),
    (r"\Bé", ["é aé"]),
    (r"\b(?:yes|no)\b", ["noé yes", "know no."]),
    (r"(?a)x\b", ["xé"]),
    (r"answer\b", ["answeré answer"]),
    (r"\bQ: ", ["éQ: Q: "]),
    (r"(?<=Answer: )\w+", ["Answer: Hé you", "answer: x"]),
    (r"(?<!\d)5", ["15 5", "٣5 a5"]),
    (r"(?<!\w)a", ["éa a"]),
    (r"(?<=a|bc)x", ["ax"]),
    (r"(?<=ab|cd)x", ["abx", "cdx", "bx"]),
    (r"(?<=a+)x", ["aax"]),
    (r"(?<=^)a", ["a"]),
    (r"Answer: .*?(?=\n|$)", ["Answer: yes\nno", "Answer: yes", "Answer: yes\n"]),
    (r"(?s)A:.*?(?=\n\nQ:|\Z)", ["A: x\n\nQ: y", "A: x\n\ny"]),
    (r"\d+(?= USD)", ["5 EUR 6 USD"]),
    (r"\d+(?!\d|%)", ["5% 66% 77", "12%"]),
    (r"a(?!b)", ["ab ac", "ab a", "ab"]),
    (r"a(?![bc])", ["ab ac ad"]),
    (r"(?=a)b", ["b"]),
    (r"a(?=b)b", ["ab"]),
    (r"(?!a)b", ["b"]),
    (r"(\w)\1", ["abb"]),
    (r"(?P<x>a)(?P=x)", ["aa"]),
    (r"(a)?(?(1)b|c)", ["ab"]),
    (r"(?>a+)b", ["aab"]),
    (r"a++b", ["aab"]),
    (r"a*+", ["aa"]),
    (r"a{2}+", ["aa"]),
    (r"(?P<number>\d+)-(?P<word>\w+)", ["a 12-é"]),
    (r"(?P<a>x)(?P<a>y)", ["xy"]),
    (r"(?P<1a>x)", ["x"]),
    (r"(?<n>x)", ["x"]),
    (r"(?i)STRASSE|straße", ["Straße", "strasse"]),
    (r"(?i)éa", ["ÉA"]),
    (r"(?i:a)b", ["Ab", "AB"]),
    (r"(?i)a(?-i:b)", ["Ab", "AB"]),
    (r"(?is)a.b", ["A\nB"]),
    (r"(?i)(?s)a.b", ["A\nB"]),
    (r"a(?i)b", ["ab"]),
    (r"(?L)a", ["a"]),
    (r"(?x) a  b # comment", ["ab", "a b"]),
    (r"(?x) a\ b [ ] c", ["a b c"]),
    (r"(?x: a b )c d", ["abc d"]),
    (r"(?#note)a(?#more)+", ["aa"]),
    (r"x{,2}", ["xxx", "y"]),
    (r"x{2,}", ["xxx"]),
    (r"x{,}", ["xxx"]),
    (r"x{}", ["x{}", "xx"]),
    (r"x{a}", ["x{a}"]),
    (r"x{2", ["x{2"]),
    (r"{x}", ["{x}"]),
    (r"x{3,2}", ["x"]),
    (r"x{2}?", ["xxx"]),
    (r"x{2}{3}", ["x"]),
    (r"a**", ["a"]),
    (r"a+?*", ["a"]),
    (r"*a", ["a"]),
    (r"(*a)", ["a"]),
    (r"^*", ["a"]),
    (r"\b+", ["a"]),
    (r"a|*", ["a"]),
    (r"(", ["a"]),
    (r")", ["a"]),
    (r"(a", ["a"]),
    (r"a)", ["a"]),
    (r"[a", ["a"]),
    (r"[]a]+", ["]a"]),
    (r"[^]a]+", ["]ab"]),
    (r"[a-]+", ["a-"]),
    (r"[-a]+", ["a-"]),
    (r"[a\-z]+", ["b-"]),
    (r"[z-a]", ["a"]),
    (r"[\w-a]", ["a"]),
    (r"[a-\d]", ["a"]),
    (r"[\w-]+", [" a-é"]),
    (r"[\b]", ["a\x08"]),
    (r"[\]\\]+", ["a]\\"]),
    (r"[[a]+", ["[a"]),
    (r"[[:alpha:]]", ["a:]"]),
    (r"[a&&b]+", ["&a&b"]),
    (r"[😀-😂]", ["x😁"]),
    (r"😀+", ["x😀😀"]),
    (r"[^a]", ["😀"]),
    (r"\x41\u00e9\U0001f600", ["xAé😀"]),
    (r"\x4", ["x"]),
    (r"\u12", ["x"]),
    (r"\07\101\0", ["\x07A\x00"]),
    (r"\400", ["x"]),
    (r"[\1\12]", ["\x01"]),
    (r"[\8]", ["8"]),
    (r"\q", ["q"]),
    (r"\pL", ["a"]),
    (r"\Qa", ["a"]),
    (r"\é\-\#\ ", ["é-# "]),
    (r"\N{DIGIT ONE}", ["1"]),
    ("\\", ["a"]),
    (r"\n\t\r\f\v\a", ["\n\t\r\f\v\a"]),
    (r"", ["a", ""]),
    (r"a||b", ["b"]),
    (r"(|a)+", ["aa"]),
    (r"()", ["a"]),
    (r"(?:)", ["a"]),
    (r"(?:a|ab)(?:c|bcd)", ["abcd"]),
    (r"(a|ab)(c|bcd)(d*)", ["abcd"]),
    (r"x*", ["aaa", "xx"]),
    (r"(?:(?:a*)*)*b", ["aab"]),
    (r"(\w+\s*)+:", ["a b: c"]),
    (r"Question:(.*?)End", ["Question: what? End. End", "Question: a\nEnd"]),
    (r"\[A:.*?\]", ["Noise [A: 1 B] A: 2 B"]),
    (r"(?s)START.*?END", ["START a\nb END tail"]),
    (r"```(?:json)?\s*(\{.*\})\s*```", ["x ```json {\"a\": 1} ```"]),
    (r"\$\d+(?:\.\d{2})?", ["it is $12.50!", "$3"]),
    (r"^\s*[-*•]\s+(.+)$", ["  • item\n", "- a\nb"]),
    (r"(?m)^\s*\d+[.)]\s*(.+)$", ["x\n 1. first\n2) second"]),
    (r"\"([^\"\\]|\\.)*\"", ["say \"a \\\" b\" x"]),
    (r"[A-Z][^.!?]*[.!?]", ["well. It is. Yes!"]),
    (r"(?u)é", ["é"]),
    (r"(?z)a", ["a"]),
    (r"(?i", ["a"]),
    (r"(?", ["a"]),
    (r"(?P", ["a"]),
    (r"(?:a", ["a"]),
    (r"(?#a", ["a"]),
]

PIECES = [
    "a", "b", "c", "ab", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[a-c1]", "(?:a|b)", "(a|bc|)", "(?:ab)?", "a*", "a+?", "b*?",
    "c{2}", "[ab]{1,2}", "(a*)", "^", "(?<=a)", "(?<!b)", "\\n", "1", "\\D", "\\W", "\\S", "(?i:A)", "(?s:.)", "x|y", "|", "\\b",
]
TAILS = ["", "", "", "$", "\\Z", "\\b", "\\B", "(?=a)", "(?=b|$)", "(?!a)", "(?![ab1])", "(?=\\s)", "(?:$|b)", "(?:a\\b)?"]


def found(pattern, text):
    try:
        match = re.search(pattern, text)
    except re.error:
        return "error"
    return match and [utf16(text[: match.start()]), utf16(text[: match.end()])]


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def main():
    cases = [[pattern, text, found(pattern, text)] for pattern, texts in CHOSEN for text in texts]
    for _ in range(350):
        pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 5))) + chance.choice(TAILS)
        letters = "abcAB1 \n-" if "\\b" in pattern or "\\B" in pattern else "abcAB1 \n-é😀٣"
        for _ in range(2):
            text = "".join(chance.choice(letters) for _ in range(chance.randint(0, 9)))
            cases.append([pattern, text, found(pattern, text)])
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(cases), encoding="ascii")


main()
