"""Ukrainian names in Latin letters, after resolution No. 55 of the Cabinet of Ministers of 27 January 2010.

https://zakon.rada.gov.ua/laws/show/55-2010-%D0%BF
"""

from __future__ import annotations

_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_APOSTROPHES = "'\u2019\u02bc`"


def romanise(name: str) -> str:
    """`name` in Latin letters: "Циркуни" → "Tsyrkuny", "Згурівка" → "Zghurivka", "Куп’янськ" → "Kupiansk"."""
    out: list[str] = []
    before = ""
    for letter in name:
        low = letter.lower()
        if low in _APOSTROPHES:
            continue  # and the letter after it is not at the start of a word
        if not before.isalpha() and low in _START:
            latin = _START[low]
        elif low == "г" and before == "з":
            latin = "gh"
        else:
            latin = _LETTERS.get(low, letter)
        out.append(latin.capitalize() if letter != low else latin)
        before = low
    return "".join(out)
