"""The next step of each invoice, as a few selects: one for each step that may have to be skipped on the way.

A *stage* judges the step at ``c``: where it counts from, the day that the policy names (past the days on which the
clock stood still), the run that takes it (past the days on which steps wait). It ends in a state, or skips to the next
step: its condition was false on its run, its anchor has passed, or it counts from a step that was not done. Days are
day numbers; ``floor`` is the first day on which a condition can have been judged.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dunlang.model.condition import And, Condition, Flag, Not, Or, fields
from dunlang.model.fields import BUILT_IN
from dunlang.portfolio.fast.events import OPEN
from dunlang.portfolio.fast.lines import static_column, static_currency
from dunlang.portfolio.fast.words import condition_sql, literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.moves import Moves

__all__ = ["Conditions", "chosen_sql", "looks_back", "plan_rows", "stage_count", "stages", "start_sql"]

_KINDS = {"due": 0, "invoice": 1, "receipt": 2, "delivery": 3, "step": 4}


@attrs.frozen(kw_only=True)
class Conditions:
    """The conditions of steps: *facts* are judged once per invoice, the rest is *written* for a day and a principal."""

    numbers: dict[tuple[int, int], int]
    facts: dict[int, str]
    written: dict[int, Condition]

    @property
    def any(self) -> bool:
        """Whether a step has a condition at all."""
        return bool(self.numbers)

    @classmethod
    def of(cls, policy: Policy, groups: frozenset[int]) -> Conditions:
        """The conditions of the groups in *groups*, numbered from 1."""
        numbers: dict[tuple[int, int], int] = {}
        facts: dict[int, str] = {}
        written: dict[int, Condition] = {}
        columns = static_column(policy)

        def parted(condition: Condition) -> Condition:
            """The condition with each part that facts alone decide as a flag of its own."""
            if not any(name in BUILT_IN and BUILT_IN[name].state for name in fields(condition)):
                number = len(facts) + 1
                facts[number] = condition_sql(condition, columns.__getitem__, static_currency)
                return Flag(f"f_{number}")
            if isinstance(condition, And | Or):
                return type(condition)(tuple(parted(term) for term in condition.terms))
            return Not(parted(condition.term)) if isinstance(condition, Not) else condition

        for at in sorted(groups):
            for index, step in enumerate(policy.groups[at].steps):
                if step.condition is not None:
                    number = numbers[at, index] = len(numbers) + 1
                    written[number] = parted(step.condition)
        return cls(numbers=numbers, facts=facts, written=written)

    def reading(self, name: str) -> tuple[int, ...]:
        """The numbers of the conditions that read the field *name*."""
        return tuple(number for number, condition in self.written.items() if name in fields(condition))

    def sql(self, policy: Policy, day: str, principal: str) -> str:
        """Whether the condition ``cond`` of a row is true on a day with a principal."""
        arms = []
        state = {
            "outstanding": principal,
            "disputed": "false",
            "days overdue": f"CASE WHEN due IS NOT NULL THEN greatest({day} - due, 0) END",
        }
        for number, condition in sorted(self.written.items()):
            test = condition_sql(condition, lambda name: state.get(name, name), lambda _: literal(policy.currency))
            arms.append(f"WHEN {number} THEN {test}")
        return f"CASE cond {' '.join(arms)} ELSE true END" if arms else "true"


def plan_rows(policy: Policy, moves: Moves, conditions: Conditions) -> Iterator[tuple[object, ...]]:
    """The table ``plan``: g, step, move, direction, kind of anchor, its step, its point, contact, below, condition.

    Then: sends, hands over, move of the repetition, how often it repeats.
    """
    for at, group in enumerate(policy.groups):
        places = {step.name: index for index, step in enumerate(group.steps)}
        threshold = group.terms.contact_from
        for index, step in enumerate(group.steps):
            anchor = step.timing.anchor
            repeat = step.repeat
            yield (
                at,
                index,
                moves.target(step.timing),
                step.timing.direction,
                _KINDS[anchor.kind],
                places.get(anchor.step) if anchor.kind == "step" else None,
                anchor.point if anchor.kind == "step" else "",
                step.is_contact,
                threshold.minor if threshold is not None and step.is_contact else 0,
                conditions.numbers.get((at, index), 0),
                step.send is not None,
                step.hand_over is not None,
                moves.plus(repeat.every) if repeat is not None else None,
                repeat.times if repeat is not None else 0,
            )


def looks_back(policy: Policy, conditions: Conditions) -> bool:
    """Whether a step is judged by the principal of an earlier day: by a condition, or by `contact from`."""
    return conditions.any or any(
        group.terms.contact_from is not None and step.is_contact and step.timing.direction < 0
        for group in policy.groups
        for step in group.steps
    )


def stage_count(policy: Policy, groups: frozenset[int]) -> int:
    """How many steps in a row may have to be judged: those that can be skipped, and one more."""
    return 1 + max(
        (
            sum(
                step.timing.direction < 0 or step.condition is not None or step.timing.anchor.kind == "step"
                for step in policy.groups[at].steps
            )
            for at in groups
        ),
        default=0,
    )


def _shift(target: str, anchor: str) -> str:
    """*target* past the days on which the clock stood still since *anchor*; null while it stands still."""
    begun = f"list_filter(stops, lambda s: s.s < {anchor})"
    passed = f"coalesce(list_sum(list_transform({begun}, lambda s: least(s.e, {anchor}) - s.s)), 0)"
    meets = f"list_filter(stops, lambda s: s.e > {anchor} AND s.s - s.before + {passed} < {target})"
    return f"""CASE WHEN stops IS NULL OR {target} <= {anchor} THEN {target}
        WHEN len(list_filter({meets}, lambda s: s.e >= {OPEN})) > 0 THEN NULL
        ELSE {target}
            + coalesce(list_sum(list_transform({meets}, lambda s: s.e - greatest(s.s, {anchor}))), 0)::INTEGER END"""


def _past(day: str) -> str:
    """*day*, a run day, past the days on which steps wait; :data:`OPEN` while they do."""
    return (
        f"CASE WHEN waits IS NULL THEN {day} "
        f"ELSE coalesce(list_filter(waits, lambda w: w.s <= {day} AND {day} < w.e)[1].e, {day}) END"
    )


def start_sql(policy: Policy, moves: Moves, source: str, points: tuple[tuple[int, str], ...], today: str) -> str:
    """Where each line stands before its next step: with the day that a gap allows and the next repetition."""
    after = moves.on_or_after()
    gap = "NULL::INTEGER"
    join = ""
    if policy.gap_days:
        from dunlang.dates import Offset

        key = moves.plus(Offset(policy.gap_days, policy.gap_unit))
        join = f"""
        LEFT JOIN move g1 ON g1.k = {key} AND g1.d = s.last_contact
        LEFT JOIN move g2 ON g2.k = {after} AND g2.d = greatest(g1.o, {today})"""
        gap = "g2.o"
    allowed = "g1.o" if policy.gap_days else "NULL::INTEGER"
    counts = " ".join(f"WHEN {index} THEN p_{index}_count" for index, point in points if point == "count")
    lasts = " ".join(f"WHEN {index} THEN p_{index}_done" for index, point in points if point == "count")
    if not counts:
        return f"""
SELECT s.*, {allowed} AS allowed, {_past(gap)} AS gapped, NULL::INTEGER AS again, 0 AS again_at,
       NULL::INTEGER AS again_planned
FROM {source} s {join}"""
    return f"""
SELECT * EXCLUDE (r_key, r_times, r_after, r_last, r_target, r_run),
       CASE WHEN r_key IS NULL OR r_after > r_times THEN NULL WHEN again_planned IS NULL THEN {OPEN}
               ELSE {_past("r_run")} END AS again, r_after AS again_at
FROM (
    SELECT s.*, r2.o AS r_run FROM (
        SELECT *, {_shift("r_target", "r_last")} AS again_planned FROM (
            SELECT s.*, {allowed} AS allowed, {_past(gap)} AS gapped, pl.every AS r_key, pl.times AS r_times,
                   CASE level {counts} ELSE 0 END AS r_after, CASE level {lasts} END AS r_last, r1.o AS r_target
            FROM {source} s {join}
            LEFT JOIN plan pl ON pl.g = s.g AND pl.step = s.level
            LEFT JOIN move r1 ON r1.k = pl.every AND r1.d = CASE level {lasts} END
        )
    ) s
    LEFT JOIN move r2 ON r2.k = {after} AND r2.d = greatest(again_planned, {today}, last_done + 1)
)"""


def stages(
    policy: Policy,
    moves: Moves,
    conditions: Conditions,
    source: str,
    name: str,
    count: int,
    points: tuple[tuple[int, str], ...],
    as_of: dt.date,
    *,
    judged: bool,
    passes: int,
) -> list[tuple[str, str]]:
    """The stages as named selects; the last, *name*, has one row for each line: state, day, reason.

    States: N none, B blocked, H held, P a day (the run that takes it, or waits for it). Not *judged*: no condition is
    judged, because all runs lie after the day.
    """
    found: list[tuple[str, str]] = []
    before = source
    for number in range(count):
        step = "s.level + 1" if not number else "s.c + 1"
        floor = "greatest(s.date, coalesce(s.last_done, 0))" if not number else "s.next_floor"
        where = "" if not number else " WHERE s.state = 'S'"
        keep = (
            "s.*, []::INTEGER[] AS never, latest <> level OR done_count > step_count AS blurred"
            if not number
            else "s.* EXCLUDE (c, floor, state, planned, day, why, next_floor, contact, threshold)"
        )
        prior = f"(SELECT {keep}, {step} AS c, {floor} AS floor FROM {before} s{where})"
        text = _stage(policy, moves, conditions, prior, points, as_of, judged=judged, passes=passes)
        before = f"{name}_{number}"
        found.append((before, f"MATERIALIZED ({text})"))
    union = " UNION ALL ".join(
        f"SELECT * FROM {name}_{number}" + (" WHERE state <> 'S'" if number < count - 1 else "")
        for number in range(count)
    )
    return [*found, (name, f"({union})")]


def _stage(
    policy: Policy,
    moves: Moves,
    conditions: Conditions,
    prior: str,
    points: tuple[tuple[int, str], ...],
    as_of: dt.date,
    *,
    judged: bool,
    passes: int,
) -> str:
    today = as_of.toordinal()
    after, before = moves.on_or_after(), moves.on_or_before()
    done = " ".join(f"WHEN {index} THEN p_{index}_done" for index, point in points if point == "done")
    dates = [
        f"WHEN pl.anchor_step = {index} AND pl.point = {literal(point)} THEN "
        + (f"p_{index}_done" if point == "done" else f"q_{index}_{point}.v")
        for index, point in points
        if point != "count"
    ]
    anchored = f"CASE {' '.join(dates)} END"
    natural = judged
    ahead = "direction < 0"
    early = f"""CASE WHEN {ahead} THEN
        CASE WHEN back < {{floor}} THEN {{floor}} ELSE back END ELSE greatest(planned, {{floor}}) END"""
    last = "coalesce(last_done + 1, 0)"
    was = "NULL::INTEGER AS run_then"
    then = ""
    if natural:
        was = "b2.o AS run_then"
        then = (
            f"LEFT JOIN move b2 ON b2.k = {after} AND s.judges "
            f"AND b2.d = greatest({early.format(floor='floor')}, {last})"
        )
    principal_then = "p"
    if natural and passes:
        arms = " ".join(f"WHEN d_{k} <= day_then THEN p_{k}" for k in range(passes, 0, -1))
        principal_then = f"CASE {arms} ELSE amount END"
    true_then = conditions.sql(policy, "day_then", "principal_then")
    true_now = conditions.sql(policy, "day", "p")
    below_then = "contact AND principal_then < threshold"
    gapped = f" OR {ahead} AND contact AND p < threshold" if policy.gap_days else ""
    # steps done again or out of order: when this one was judged depends on each of those days
    tangled = "WHEN judges AND (latest <> level OR done_count > step_count) THEN 'lost'\n        " if judged else ""
    by_gap = ""
    if policy.gap_days and conditions.any:
        # the day on which a contact was judged depends on earlier contacts: sure is what was so all the time
        unsteady = conditions.reading("days overdue")
        steady = f"principal_then = p AND cond NOT IN ({', '.join(map(str, unsteady)) or '-1'})"
        by_gap = f"""WHEN cond > 0 AND contact AND judges AND day_then < {today} THEN
            CASE WHEN NOT ({steady}) THEN 'lost' WHEN {true_then} THEN ''
                 WHEN last_contact IS NULL OR allowed <= day_then THEN 'false then' ELSE 'lost' END
        """
    late = "'late'"
    if policy.gap_days:
        late = "CASE WHEN contact AND last_contact IS NOT NULL THEN 'lost' ELSE 'late' END"
    skip = f"""CASE
        WHEN step IS NULL OR lost THEN ''
        WHEN anchor_kind = 4 AND NOT anchor_done THEN 'never'
        {tangled}        WHEN anchor IS NULL THEN ''
        WHEN planned IS NULL THEN ''
        WHEN {ahead} AND back < date THEN 'early'
        WHEN {ahead} AND day >= {OPEN} AND (foreseen{" OR run_then > anchor" if judged else ""}) THEN 'lost'
        WHEN {ahead} AND day < {OPEN} AND day > anchor THEN 'late'
        {
        f'''WHEN {ahead} AND day_then < {today} AND run_now > anchor THEN {late}
        WHEN judges AND day_then < {today} AND NOT {ahead} AND {below_then} THEN ''
        WHEN judges AND day_then < {today} AND (cond > 0 AND blurred{gapped}) THEN 'lost'
        {by_gap}WHEN judges AND day_then < {today} AND ({ahead} AND {below_then} OR NOT {true_then}) THEN 'false then'
        '''
        if natural
        else ""
    }
        {
        f'''WHEN {ahead} AND contact AND p < threshold AND {_gap_day()} = {today} THEN 'false'
        WHEN contact AND p < threshold THEN ''
        WHEN cond > 0 AND {_gap_day()} = {today} AND NOT {true_now} THEN 'false'
        '''
        if judged
        else ""
    }
        ELSE '' END"""
    return f"""
SELECT * EXCLUDE (skip, step, move, direction, anchor_kind, anchor_done, anchor, anchor_step, point, target, back,
                  run_now, run_then, day_then, principal_then, judges, key, never, cond, blurred,
                  lost, lost_before, lost_target),
       CASE WHEN skip = 'never' THEN list_append(never, c) ELSE never END AS never,
       blurred OR skip IN ('early', 'late') AS blurred,
       CASE WHEN lost OR skip = 'lost' THEN 'L' WHEN skip <> '' THEN 'S' WHEN step IS NULL THEN 'N'
            WHEN anchor IS NULL THEN 'B'
            WHEN planned IS NULL OR day >= {OPEN} THEN 'H' ELSE 'P' END AS state,
       CASE WHEN skip <> '' THEN skip WHEN anchor IS NULL AND anchor_kind = 4 THEN 'anchor-not-dated'
            WHEN anchor IS NULL THEN 'date-unknown' WHEN planned IS NULL OR day >= {OPEN} THEN 'held' ELSE '' END
           AS why,
       CASE skip WHEN 'false then' THEN day_then WHEN 'false' THEN {today} ELSE floor END AS next_floor
FROM (
    SELECT *, {skip} AS skip FROM (
        SELECT *, {principal_then} AS principal_then FROM (
            SELECT *, coalesce({_past("run_now")}, 0) AS day, {_past("run_then")} AS day_then FROM (
                SELECT s.*, b1.o AS run_now, {was},
                       s.lost_before OR s.step IS NOT NULL AND s.planned IS NOT NULL AND b1.o IS NULL AS lost
                FROM (
                    SELECT s.*, b0.o AS back,
                           s.lost_target OR {ahead} AND s.planned IS NOT NULL AND b0.o IS NULL AS lost_before
                    FROM (
                        SELECT *, {_shift("target", "anchor")} AS planned,
                               step IS NOT NULL AND anchor IS NOT NULL AND target IS NULL AS lost_target
                        FROM (
                            SELECT s.*, t.o AS target FROM (
                                SELECT s.*, pl.step, pl.move, coalesce(pl.direction, 0) AS direction,
                                       coalesce(pl.contact, false) AS contact, coalesce(pl.below, 0) AS threshold,
                                       coalesce(pl.cond, 0) AS cond, pl.anchor_kind, pl.anchor_step, pl.point,
                                       pl.move AS key,
                                       coalesce(pl.cond, 0) > 0 OR coalesce(pl.direction, 0) < 0 AS judges,
                                       CASE pl.anchor_step {done} END IS NOT NULL AS anchor_done,
                                       CASE pl.anchor_kind WHEN 0 THEN s.due WHEN 1 THEN s.date WHEN 2 THEN s.received
                                            WHEN 3 THEN s.delivered WHEN 4 THEN {anchored} END AS anchor
                                FROM {prior} s LEFT JOIN plan pl ON pl.g = s.g AND pl.step = s.c
                            ) s LEFT JOIN move t ON t.k = s.key AND t.d = s.anchor
                        )
                    ) s LEFT JOIN move b0 ON {ahead.replace("direction", "s.direction")}
                                          AND b0.k = {before} AND b0.d = s.planned
                ) s
                LEFT JOIN move b1 ON b1.k = {after} AND b1.d = greatest({early.format(floor=str(today))}, {last})
                {then}
            )
        )
    )
)"""


def _gap_day() -> str:
    """The day of a contact past the gap to the debtor's last one."""
    return "CASE WHEN contact AND day < allowed AND day > last_contact THEN gapped ELSE day END"


def chosen_sql(source: str) -> str:
    """The step that comes: the repetition where it comes earlier; then the threshold and the gap of contacts."""
    return f"""
SELECT * EXCLUDE (state, why, day, planned, c, contact, threshold),
       CASE WHEN state = 'P' AND contact AND ahead >= 0 AND p < threshold THEN 'B'
            WHEN state = 'P' AND gap_day >= {OPEN} THEN 'H' ELSE state END AS state,
       CASE WHEN state = 'P' AND contact AND ahead >= 0 AND p < threshold THEN 'contact-threshold'
            WHEN state = 'P' AND gap_day >= {OPEN} THEN 'held' ELSE why END AS why,
       CASE WHEN state = 'P' AND NOT (contact AND ahead >= 0 AND p < threshold) AND gap_day < {OPEN} THEN gap_day END
           AS day, planned, c, contact
FROM (
    SELECT *, {_gap_day()} AS gap_day FROM (
        SELECT s.* EXCLUDE (state, why, day, planned, c, contact, threshold),
               CASE WHEN takes THEN CASE WHEN again >= {OPEN} THEN 'H' ELSE 'P' END ELSE state END AS state,
               CASE WHEN takes THEN CASE WHEN again >= {OPEN} THEN 'held' ELSE '' END ELSE why END AS why,
               CASE WHEN takes THEN again ELSE day END AS day,
               CASE WHEN takes THEN again_planned ELSE planned END AS planned,
               CASE WHEN takes THEN level ELSE c END AS c, CASE WHEN takes THEN again_at ELSE 0 END AS occurrence,
               CASE WHEN takes THEN coalesce(pl.contact, false) ELSE s.contact END AS contact,
               CASE WHEN takes THEN coalesce(pl.below, 0) ELSE s.threshold END AS threshold,
               coalesce(px.direction, 0) AS ahead
        FROM (SELECT *, again IS NOT NULL AND (state <> 'P' OR again < day) AS takes FROM {source}) s
        LEFT JOIN plan pl ON s.takes AND pl.g = s.g AND pl.step = s.level
        LEFT JOIN plan px ON px.g = s.g AND px.step = CASE WHEN s.takes THEN s.level ELSE s.c END
    )
)"""
