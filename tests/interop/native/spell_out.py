"""Spells numbers as ICU does: of each line "LOCALE RULES NUMBER" the words."""
import sys

from icu import Locale, RuleBasedNumberFormat, URBNFRuleSetTag

formats = {}
for line in sys.stdin:
    locale, rules, number = line.split()
    if locale not in formats:
        formats[locale] = RuleBasedNumberFormat(
            URBNFRuleSetTag.SPELLOUT, Locale(locale)
        )
    formats[locale].setDefaultRuleSet(f"%spellout-{rules}")
    value = float(number) if "." in number else int(number)
    print(formats[locale].format(value))
