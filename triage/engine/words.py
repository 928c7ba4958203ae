"""Make flags of rules: at which level, because of what, and in which words."""

from __future__ import annotations

from triage.engine.explain import Explainer
from triage.engine.knowledge import Rule
from triage.engine.texts import numbers_for, put_numbers, tell
from triage.engine.verdict import Flag


class Words:
    """Words for one set of answers and one country."""

    def __init__(self, explainer: Explainer, country: str | None) -> None:
        self.explainer, self.knowledge = explainer, explainer.knowledge
        self.numbers = numbers_for(country, self.knowledge.compiled["numbers"])

    def flags(self, rules: list[Rule], *, unsure: bool) -> tuple[Flag, ...]:
        """Return the flags, highest level first, then the message families, then pack order."""
        down = self.knowledge.step_down
        made = [(-(down[rule.level] if unsure else rule.level), rule.place, rule) for rule in rules]
        made.sort(key=lambda each: each[:2])
        levels = self.knowledge.levels
        return tuple(self._flag(rule, levels[-rank], unsure) for rank, _, rule in made)

    def _flag(self, rule: Rule, urgency: str, unsure: bool) -> Flag:
        shown = self.explainer.because(rule.tree)
        if unsure and not any(self._is_unsure(name) for name in shown):
            shown |= {name for name in self.explainer.answers if self._is_unsure_in(rule, name)}
        because = sorted(shown, key=self.knowledge.bits.__getitem__)
        return Flag(
            rule=rule.id,
            urgency=urgency,
            suspected=rule.suspected,
            do_now=put_numbers(rule.do_now, self.numbers),
            tell_clinician=self._tell(rule),
            because=tuple((name, self.explainer.answers[name]) for name in because),
            sources=rule.sources,
            unsure=unsure,
        )

    def _is_unsure(self, name: str) -> bool:
        return bool(self.knowledge.bits[name] & self.explainer.facts.unsure)

    def _is_unsure_in(self, rule: Rule, name: str) -> bool:
        return bool(self.knowledge.bits[name] & self.explainer.facts.unsure & rule.reads)

    def _tell(self, rule: Rule) -> str:
        return tell(
            rule.id,
            rule.tell,
            table=rule.words,
            numbers=self.numbers,
            holds=lambda name, unsure: self._holds(rule, name, unsure),
            number=self.explainer.facts.values.get,
            neutral=self.knowledge.compiled["levels"]["tell_neutral"],
        )

    def _holds(self, rule: Rule, name: str, unsure: bool) -> bool:
        among = self.explainer.facts.unsure if unsure else self.explainer.yes
        return bool(self.knowledge.bits[name] & among and self.knowledge.reads[name] & rule.reads)
