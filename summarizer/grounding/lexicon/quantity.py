"""Words of quantity in English: number words, magnitudes, units, and what hedges a number."""

from __future__ import annotations

from fractions import Fraction

from summarizer.grounding.lexicon.wordset import word_list

__all__ = [
    "CURRENCY_SIGNS",
    "FRACTIONS",
    "HEDGES",
    "HEDGES_AFTER",
    "MAGNITUDES",
    "NUMBER_WORDS",
    "ORDINALS",
    "SCALES",
    "UNITS",
    "VAGUE",
]

NUMBER_WORDS = {
    name: value
    for value, name in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
} | {
    name: 10 * value for value, name in enumerate(word_list("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}

MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    "bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12, "trn": 10**12, "k": 1000, "m": 10**6, "b": 10**9,
    "lakh": 10**5, "crore": 10**7, "mio": 10**6, "mrd": 10**9, "milliard": 10**9,
}  # fmt: skip
VAGUE = {
    "dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9, "trillions": 10**12,
    "tens": 10, "scores": 20,
}  # fmt: skip
ORDINALS = {
    name: value
    for value, name in enumerate(
        word_list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
}
FRACTIONS = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4), "quarters": Fraction(1, 4), "fifth": Fraction(1, 5), "fifths": Fraction(1, 5),
    "sixth": Fraction(1, 6), "eighth": Fraction(1, 8), "eighths": Fraction(1, 8), "tenth": Fraction(1, 10),
    "tenths": Fraction(1, 10), "sixths": Fraction(1, 6), "ninths": Fraction(1, 9), "sevenths": Fraction(1, 7),
}  # fmt: skip
CURRENCY_SIGNS = {"$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹", "₽": "₽", "₩": "₩", "₴": "₴", "₺": "₺"}

_UNIT_GROUPS = """
% percent pct percentage/$ dollar dollars usd/€ euro euros eur/£ pound pounds gbp sterling/¥ yen jpy
yuan renminbi cny rmb/₹ rupee rupees inr/₽ ruble rubles rouble roubles rub/₩ krw/₴ hryvnia hryvnias uah/₺ lira liras
peso pesos/franc francs chf/krona kronor krone kroner crown crowns/zloty zlotys pln/rand/real reais/cent cents
pence penny/bitcoin bitcoins/km kilometre kilometres kilometer kilometers kms/mile miles mi/metre metres meter meters
cm centimetre centimetres/centimeter centimeters/mm millimetre millimetres millimeter millimeters/foot feet ft
inch inches/yard yards/kg kilogram kilograms kilo kilos kilogramme kilogrammes/gram grams g gramme grammes
tonne tonnes/ton tons/lb lbs/ounce ounces oz/litre litres liter liters/gallon gallons/barrel barrels
hectare hectares ha/acre acres/mph/kmh kph/mw megawatt megawatts/gw gigawatt gigawatts/kwh/kw kilowatt kilowatts/twh
gwh/second seconds sec secs/minute minutes min mins/hour hours hr hrs/day days/week weeks/month months
year years yr yrs/decade decades/century centuries/fortnight/degree degrees/celsius c/fahrenheit f/seat seats
vote votes/goal goals/point points/run runs/medal medals/lap laps/gb gigabyte gigabytes/mb megabyte megabytes
tb terabyte terabytes/volt volts/watt watts/knot knots/bushel bushels/carat carats/hertz hz/ghz/mhz
""".replace("\n", "/")
UNITS = {form: group.split()[0] for group in _UNIT_GROUPS.split("/") for form in group.split()}
"""Unit word (folded) → its short form."""

SCALES = {
    "second": ("time", Fraction(1)), "minute": ("time", Fraction(60)), "hour": ("time", Fraction(3600)),
    "day": ("time", Fraction(86400)), "week": ("time", Fraction(604800)), "fortnight": ("time", Fraction(1209600)),
    "month": ("months", Fraction(1)), "year": ("months", Fraction(12)), "decade": ("months", Fraction(120)),
    "century": ("months", Fraction(1200)), "mm": ("length", Fraction(1, 1000)), "cm": ("length", Fraction(1, 100)),
    "metre": ("length", Fraction(1)), "km": ("length", Fraction(1000)), "gram": ("mass", Fraction(1, 1000)),
    "kg": ("mass", Fraction(1)), "tonne": ("mass", Fraction(1000)), "kw": ("power", Fraction(1, 1000)),
    "mw": ("power", Fraction(1)), "gw": ("power", Fraction(1000)),
}  # fmt: skip
"""Unit → its dimension and factor, for units that convert exactly."""

HEDGES = {
    "at least": "ge", "no fewer than": "ge", "no less than": "ge", "not less than": "ge", "not fewer than": "ge",
    "minimum of": "ge", "more than": "gt", "over": "gt", "above": "gt", "upwards of": "gt", "in excess of": "gt",
    "exceeding": "gt", "exceeded": "gt", "exceeds": "gt", "greater than": "gt", "higher than": "gt", "just over": "gt",
    "at most": "le", "up to": "le", "no more than": "le", "not more than": "le", "maximum of": "le", "as many as": "le",
    "as much as": "le", "less than": "lt", "fewer than": "lt", "under": "lt", "below": "lt", "nearly": "lt",
    "almost": "lt", "lower than": "lt", "just under": "lt", "close to": "about", "about": "about", "around": "about",
    "some": "about", "roughly": "about", "approximately": "about", "estimated": "about", "circa": "about",
    "an average of": "about", "exactly": "exact", "precisely": "exact", "as few as": "ge", "another": "",
    "well over": "gt",
}  # fmt: skip
"""Words before a number → how it is meant: ge at least, gt more than, le at most, lt less than, about, exact."""

HEDGES_AFTER = {"or more": "ge", "or so": "about", "or fewer": "le", "or less": "le", "plus": "ge", "or older": "ge"}
