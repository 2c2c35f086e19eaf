"""Amounts of money in words, as they stand in Ukrainian and English documents: a check against slips of a zero.

"1 234 567,89 грн" is "один мільйон двісті тридцять чотири тисячі п'ятсот шістдесят сім гривень 89 копійок". The noun
follows the last number said (одна гривня, дві гривні, п'ять гривень; eleven to fourteen like five), and the numeral
follows the noun's gender (дві гривні, два долари). Hundredths stay in digits, as accountants write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

LARGEST = Decimal(10) ** 15 - Decimal("0.01")

_APOSTROPHE = "\u2019"


@dataclass(frozen=True)
class Noun:
    """A Ukrainian noun beside a numeral: with one, with two to four, with five and more; feminine or not."""

    one: str
    few: str
    many: str
    feminine: bool = False


_UNITS = {
    False: ("", "один", "два", "три", "чотири"),
    True: ("", "одна", "дві", "три", "чотири"),
}
_FIVE_TO_NINETEEN = (
    f"п{_APOSTROPHE}ять", "шість", "сім", "вісім", f"дев{_APOSTROPHE}ять", "десять", "одинадцять", "дванадцять",
    "тринадцять", "чотирнадцять", f"п{_APOSTROPHE}ятнадцять", "шістнадцять", "сімнадцять", "вісімнадцять",
    f"дев{_APOSTROPHE}ятнадцять",
)  # fmt: skip
_TENS = (
    "", "", "двадцять", "тридцять", "сорок", f"п{_APOSTROPHE}ятдесят", "шістдесят", "сімдесят", "вісімдесят",
    f"дев{_APOSTROPHE}яносто",
)  # fmt: skip
_HUNDREDS = (
    "", "сто", "двісті", "триста", "чотириста", f"п{_APOSTROPHE}ятсот", "шістсот", "сімсот", "вісімсот",
    f"дев{_APOSTROPHE}ятсот",
)  # fmt: skip
_CLASSES = (
    Noun("трильйон", "трильйони", "трильйонів"),
    Noun("мільярд", "мільярди", "мільярдів"),
    Noun("мільйон", "мільйони", "мільйонів"),
    Noun("тисяча", "тисячі", "тисяч", feminine=True),
)
_KRONA_PARTS = Noun("ере", "ере", "ере")
_BAN = Noun("бан", "бани", "банів")
_CENT = Noun("цент", "центи", "центів")


def _krona(adjective: str) -> Noun:
    return Noun(f"{adjective}а крона", f"{adjective}і крони", f"{adjective}их крон", feminine=True)


_CURRENCIES_UK: dict[str, tuple[Noun, Noun | None]] = {
    "UAH": (Noun("гривня", "гривні", "гривень", True), Noun("копійка", "копійки", "копійок", True)),
    "EUR": (Noun("євро", "євро", "євро"), Noun("євроцент", "євроценти", "євроцентів")),
    "USD": (Noun("долар США", "долари США", "доларів США"), _CENT),
    "GBP": (Noun("фунт стерлінгів", "фунти стерлінгів", "фунтів стерлінгів"), Noun("пенні", "пенні", "пенні")),
    "CHF": (
        Noun("швейцарський франк", "швейцарські франки", "швейцарських франків"),
        Noun("сантим", "сантими", "сантимів"),
    ),
    "JPY": (Noun("єна", "єни", "єн", True), None),
    "CAD": (Noun("канадський долар", "канадські долари", "канадських доларів"), _CENT),
    "AUD": (Noun("австралійський долар", "австралійські долари", "австралійських доларів"), _CENT),
    "SEK": (_krona("шведськ"), _KRONA_PARTS),
    "NOK": (_krona("норвезьк"), _KRONA_PARTS),
    "DKK": (_krona("данськ"), _KRONA_PARTS),
    "ISK": (_krona("ісландськ"), None),
    "PLN": (Noun("злотий", "злоті", "злотих"), Noun("грош", "гроші", "грошів")),
    "CZK": (_krona("чеськ"), Noun("гелер", "гелери", "гелерів")),
    "HUF": (Noun("форинт", "форинти", "форинтів"), None),
    "RON": (Noun("румунський лей", "румунські леї", "румунських леїв"), _BAN),
    "BGN": (Noun("лев", "леви", "левів"), Noun("стотинка", "стотинки", "стотинок", True)),
    "MDL": (Noun("молдовський лей", "молдовські леї", "молдовських леїв"), _BAN),
    "TRY": (Noun("турецька ліра", "турецькі ліри", "турецьких лір", True), Noun("куруш", "куруші", "курушів")),
    "KRW": (Noun("вона", "вони", "вон", True), None),
    "CNY": (Noun("юань", "юані", "юанів"), None),
    "XDR": (
        Noun("одиниця СПЗ", "одиниці СПЗ", "одиниць СПЗ", True),
        None,
    ),
}

_ENGLISH = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_CLASSES = ("trillion", "billion", "million", "thousand")
_CURRENCIES_EN: dict[str, tuple[tuple[str, str], tuple[str, str] | None]] = {
    "UAH": (("hryvnia", "hryvnias"), ("kopiyka", "kopiykas")),
    "EUR": (("euro", "euros"), ("cent", "cents")),
    "USD": (("US dollar", "US dollars"), ("cent", "cents")),
    "GBP": (("pound sterling", "pounds sterling"), ("penny", "pence")),
    "CHF": (("Swiss franc", "Swiss francs"), ("centime", "centimes")),
    "JPY": (("Japanese yen", "Japanese yen"), None),
    "CAD": (("Canadian dollar", "Canadian dollars"), ("cent", "cents")),
    "AUD": (("Australian dollar", "Australian dollars"), ("cent", "cents")),
    "SEK": (("Swedish krona", "Swedish kronor"), ("öre", "öre")),
    "NOK": (("Norwegian krone", "Norwegian kroner"), ("øre", "øre")),
    "DKK": (("Danish krone", "Danish kroner"), ("øre", "øre")),
    "ISK": (("Icelandic króna", "Icelandic krónur"), None),
    "PLN": (("zloty", "zlotys"), ("grosz", "groszy")),
    "CZK": (("Czech koruna", "Czech korunas"), ("haléř", "haléřů")),
    "HUF": (("forint", "forints"), None),
    "RON": (("Romanian leu", "Romanian lei"), ("ban", "bani")),
    "BGN": (("lev", "leva"), ("stotinka", "stotinki")),
    "MDL": (("Moldovan leu", "Moldovan lei"), ("ban", "bani")),
    "TRY": (("Turkish lira", "Turkish lira"), ("kuruş", "kuruş")),
    "KRW": (("South Korean won", "South Korean won"), None),
    "CNY": (("yuan", "yuan"), None),
    "XDR": (("special drawing right", "special drawing rights"), None),
}


def amount_in_words(amount: Decimal, currency: str | None, lang: str) -> str:
    """An amount in words; blank where it is larger than any budget or has more than two decimals.

    :param currency: ISO 4217; one that has no words here, or none, is written behind the number as it is.
    """
    if not amount.is_finite() or abs(amount) > LARGEST or amount != amount.quantize(Decimal("0.01")):
        return ""
    whole, cents = divmod(int(abs(amount) * 100), 100)
    words = _ukrainian(whole, cents, currency or "") if lang == "uk" else _english(whole, cents, currency or "")
    if amount < 0:
        words = f"{'мінус' if lang == 'uk' else 'minus'} {words}"
    return words


def agreeing(noun: Noun, number: int) -> str:
    """The form of a noun beside a number."""
    tens, units = number // 10 % 10, number % 10
    if tens == 1 or units == 0 or units > 4:
        return noun.many
    return noun.one if units == 1 else noun.few


def _ukrainian(whole: int, cents: int, currency: str) -> str:
    major, minor = _CURRENCIES_UK.get(currency, (None, None))
    words = _ukrainian_number(whole, major.feminine if major else False)
    words += f" {agreeing(major, whole)}" if major else f" {currency}".rstrip()
    if cents:
        words += f" {cents:02} {agreeing(minor, cents)}" if minor else f" {cents:02}/100"
    return words


def _ukrainian_number(number: int, feminine: bool) -> str:
    if number == 0:
        return "нуль"
    words: list[str] = []
    for place, noun in enumerate(_CLASSES):
        group = number // 1000 ** (4 - place) % 1000
        if group:
            words += [*_ukrainian_group(group, noun.feminine), agreeing(noun, group)]
    words += _ukrainian_group(number % 1000, feminine)
    return " ".join(words)


def _ukrainian_group(number: int, feminine: bool) -> list[str]:
    words = [_HUNDREDS[number // 100]]
    rest = number % 100
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    words.append(_UNITS[feminine][rest] if rest < 5 else _FIVE_TO_NINETEEN[rest - 5])
    return [word for word in words if word]


def _english(whole: int, cents: int, currency: str) -> str:
    major, minor = _CURRENCIES_EN.get(currency, (None, None))
    words = _english_number(whole)
    words += f" {major[whole != 1]}" if major else f" {currency}".rstrip()
    if cents:
        words += f" {cents:02} {minor[cents != 1]}" if minor else f" {cents:02}/100"
    return words


def _english_number(number: int) -> str:
    if number == 0:
        return "zero"
    words: list[str] = []
    for place, noun in enumerate(_ENGLISH_CLASSES):
        group = number // 1000 ** (4 - place) % 1000
        if group:
            words += [_english_group(group), noun]
    if number % 1000:
        words.append(_english_group(number % 1000))
    return " ".join(words)


def _english_group(number: int) -> str:
    words = [_ENGLISH[number // 100], "hundred"] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        words.append("-".join(word for word in (_ENGLISH_TENS[rest // 10], _ENGLISH[rest % 10]) if word))
    elif rest:
        words.append(_ENGLISH[rest])
    return " ".join(words)
