"""Make flags of rules: at which level, because of what, and in which words."""

from __future__ import annotations

from collections.abc import Iterable

from triage.engine.explain import Explainer
from triage.engine.knowledge import Knowledge, Rule
from triage.engine.texts import Speaker, numbers_for, put_numbers, tell
from triage.engine.verdict import Flag


def open_do_now(knowledge: Knowledge, rule: Rule, urgency: str, *, silences: bool = False) -> str:
    """Return what to do where a rule is only open: the lower level's action, then the rule's own.

    `silences`: the unsure sign would silence the rule, so its action holds once that is known.
    """
    lower = knowledge.compiled["levels"].get("unsure_do_now")
    if lower is None:  # knowledge of before there were such words
        return rule.do_now
    then = lower["either_way" if silences else "if_so"]
    return f"{lower[urgency]} {then.replace('{action}', rule.do_now)}"


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
            do_now=self._do_now(rule, urgency, unsure),
            tell_clinician=self._tell(rule, because, unsure),
            because=tuple((name, self.explainer.answers[name]) for name in because),
            sources=rule.sources,
            unsure=unsure,
        )

    def _do_now(self, rule: Rule, urgency: str, unsure: bool) -> str:
        """Return the rule's action; where it is only open, the lower level's stands first."""
        if not unsure:
            return put_numbers(rule.do_now, self.numbers)
        open_ = set(filter(self._is_unsure, self.explainer.because(rule.tree)))
        silences = bool(open_) and not open_ & self.explainer.because(rule.tree, nots=False)
        words = open_do_now(self.knowledge, rule, urgency, silences=silences)
        return put_numbers(words, self.numbers)

    def _is_unsure(self, name: str) -> bool:
        return bool(self.knowledge.bits[name] & self.explainer.facts.unsure)

    def _is_unsure_in(self, rule: Rule, name: str) -> bool:
        return bool(self.knowledge.bits[name] & self.explainer.facts.unsure & rule.reads)

    def _tell(self, rule: Rule, because: list[str], unsure: bool) -> str:
        """Return what to tell; of a rule that is only open none of its own sentences is true."""
        levels = self.knowledge.compiled["levels"]
        if unsure and "telling" in levels:
            return " ".join(self._rest(because, set()))
        return tell(
            rule.id,
            rule.tell,
            table=rule.words,
            numbers=self.numbers,
            speaker=Speaker(
                holds=lambda name, unsure: self._holds(rule, name, unsure),
                number=self.explainer.facts.values.get,
                states=self._states,
                rest=lambda said: self._rest(because, said),
            ),
            neutral=levels["tell_neutral"],
        )

    def _states(self, tie: list[object]) -> set[str] | None:
        """Return the answers that a true tie stands on, None where it is not true."""
        return self.explainer.because(tie) if self.explainer.value(tie) is True else None

    def _rest(self, because: Iterable[str], said: set[str]) -> list[str]:
        """Return sentences of what nothing has said yet: unsure, yes, then other answers."""
        answers, telling = self.explainer.answers, self.knowledge.compiled["levels"]["telling"]
        computed = [name for name in said if name in self.knowledge.trees]
        told = said.union(*(self.explainer.because(["yes", name]) for name in computed))
        left = [name for name in because if name not in told]
        groups = {
            "not_sure": [name for name in left if answers[name] == "unsure"],
            "also_yes" if said else "yes": [name for name in left if answers[name] is True],
            "other": [name for name in left if not isinstance(answers[name], bool)
                      and answers[name] != "unsure"],
        }  # fmt: skip
        return [
            telling[key].replace("{answers}", "; ".join(map(self._phrase, names)))
            for key, names in groups.items()
            if names
        ]

    def _phrase(self, name: str) -> str:
        """Return an answer as a phrase: the label, and of a number or choice its value."""
        value, raw = self.explainer.answers[name], self.knowledge.raws[name]
        label = str(raw.get("label", name))
        if value is True or value == "unsure":
            return label
        if isinstance(value, str):
            shown = raw.get("choice_labels") or raw["choices"]
            return f"{label}: {shown[raw['choices'].index(value)]}"
        return f"{label}: {value:g}"

    def _holds(self, rule: Rule, name: str, unsure: bool) -> bool:
        among = self.explainer.facts.unsure if unsure else self.explainer.yes
        return bool(self.knowledge.bits[name] & among and self.knowledge.reads[name] & rule.reads)
