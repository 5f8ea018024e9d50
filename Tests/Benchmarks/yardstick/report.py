"""Figures with their ratio to nginx's and their goal, as lines for people and as JSON."""
import json
import statistics


class Figure:
    """One thing measured: jotop's values, nginx's of the same rounds, and what is hoped for."""

    def __init__(self, section, name, unit, values, nginx=None, at_most=None, at_least=None, of="ratio", note=None):
        self.section, self.name, self.unit, self.note = section, name, unit, note
        self.values, self.nginx = values, nginx
        # A round's two runs follow each other, so that what else the machine does weighs on both.
        self.ratios = [value / other for value, other in zip(values, nginx) if other] if nginx else None
        self.at_most, self.at_least, self.of = at_most, at_least, of

    @property
    def judged(self):
        return statistics.median(self.ratios if self.of == "ratio" else self.values)

    @property
    def verdict(self):
        if self.at_most is not None:
            return "ok" if self.judged <= self.at_most else "missed"
        if self.at_least is not None:
            return "ok" if self.judged >= self.at_least else "missed"
        return ""

    @property
    def goal(self):
        unit = " ×" if self.of == "ratio" else f" {self.unit}"
        if self.at_most is not None:
            return f"≤ {self.at_most:g}{unit}"
        return f"≥ {self.at_least:g}{unit}" if self.at_least is not None else ""

    def line(self):
        own = f"{spread(self.values)} {self.unit}"
        other = number(statistics.median(self.nginx)) if self.nginx else ""
        ratio = f"{spread(self.ratios)} ×" if self.ratios else ""
        words = f"  {self.name:<46} {own:>28}  {other:>8}  {ratio:>22}  {self.goal:>9}  {self.verdict}"
        return words.rstrip() + (f"  ({self.note})" if self.note else "")

    def record(self):
        return {
            "section": self.section, "name": self.name, "unit": self.unit, "jotop": self.values, "nginx": self.nginx,
            "ratios": self.ratios, "goal": self.goal, "verdict": self.verdict, "note": self.note,
        }


def number(value):
    """Three digits, and no powers of ten."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values):
    """The median, and between which values it stands."""
    middle = number(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} [{number(min(values))} … {number(max(values))}]"


def heading():
    return f"  {'':<46} {'jotop':>28}  {'nginx':>8}  {'ratio':>22}  {'goal':>9}"


def as_json(conditions, figures):
    return json.dumps({"conditions": conditions, "figures": [figure.record() for figure in figures]}, indent=2)
