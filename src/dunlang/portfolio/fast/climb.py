"""The next step of each invoice, as a few selects: one for each step that may have to be skipped on the way.

A *stage* judges the step at ``c``: where it counts from, the day that the policy names (past the days on which the
clock stood still), the run that takes it (past the days on which steps wait). It ends in a state, or skips to the next
step: its condition was false on its run, its anchor has passed, or it counts from a step that was not done. Days are
day numbers; ``floor`` is the first day on which a condition can have been judged. A stage reads the lines once more for
those that the stage before it skipped, so what it writes is narrow.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING

from dunlang.dates import Offset
from dunlang.portfolio.fast.events import RUNS
from dunlang.portfolio.fast.program import Select
from dunlang.portfolio.fast.words import columns, literal, null
from dunlang.portfolio.tabled.steps import OPEN
from dunlang.records import frozen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dunlang.model.policy import Policy
    from dunlang.portfolio.fast.plan import Conditions
    from dunlang.portfolio.tabled.moves import Moves

__all__ = ["Climb"]

_RUNS = range(1, RUNS + 1)
#: The runs of days of a line ``s`` on which its steps wait and its clock stands still: columns, and the joins for them.
_HELD = ", ".join(
    (*(f"w.w{i}_{what}" for i in _RUNS for what in "se"), *(f"h.t{i}_{what}" for i in _RUNS for what in "seb"))
)
_HOLDS = "LEFT JOIN waiting w ON w.n = s.n LEFT JOIN standstill h ON h.n = s.n"


def _passed(anchor: str) -> str:
    """How many days the clock had stood still by the day *anchor*."""
    return " + ".join(f"CASE WHEN t{i}_s < {anchor} THEN least(t{i}_e, {anchor}) - t{i}_s ELSE 0 END" for i in _RUNS)


def _shift(target: str, anchor: str) -> str:
    """*target* past the days on which the clock stood still since *anchor*; null while it stands still.

    ``passed`` is what :func:`_passed` gives for *anchor*.
    """
    meets = {i: f"t{i}_e > {anchor} AND t{i}_s - t{i}_b + passed < {target}" for i in _RUNS}
    stands = " OR ".join(f"t{i}_e >= {OPEN} AND {meets[i]}" for i in _RUNS)
    more = " + ".join(f"CASE WHEN {meets[i]} THEN t{i}_e - greatest(t{i}_s, {anchor}) ELSE 0 END" for i in _RUNS)
    return f"""CASE WHEN t1_s IS NULL OR {target} <= {anchor} THEN {target}
        WHEN {stands} THEN NULL ELSE {target} + {more} END"""


def _past(day: str) -> str:
    """*day*, a run day, past the days on which steps wait; :data:`OPEN` while they do."""
    runs = " ".join(f"WHEN w{i}_s <= {day} AND {day} < w{i}_e THEN w{i}_e" for i in _RUNS)
    return f"CASE {runs} ELSE {day} END"


#: The day of a contact past the gap to the debtor's last one.
_GAP_DAY = "CASE WHEN contact = 1 AND day < allowed AND day > last_contact THEN gapped ELSE day END"


@frozen(kw_only=True)
class Climb:
    """How lines go from step to step on one day: the writer of the stages. *points* are those of :func:`.slots`."""

    policy: Policy
    moves: Moves
    conditions: Conditions
    points: tuple[tuple[int, str], ...]
    as_of: dt.date
    count: int
    remember: bool

    @property
    def gaps(self) -> bool:
        """Whether contacts keep a distance."""
        return bool(self.policy.gap_days)

    @property
    def gap_day(self) -> str:
        """The day of a step past the gap to the debtor's last contact."""
        return _GAP_DAY if self.gaps else "day"

    @property
    def repeats(self) -> bool:
        """Whether a step may be done again."""
        return any(point == "count" for _, point in self.points)

    @property
    def line(self) -> tuple[str, ...]:
        """The columns of a line before its next step: what it is, and what was done on it, as far as steps ask."""
        anchors = {step.timing.anchor.kind for group in self.policy.groups for step in group.steps}
        return (
            *("n", "dn", "g", "lc", "date", "due"),
            *(["received"] if "receipt" in anchors else []),
            *(["delivered"] if "delivery" in anchors else []),
            *("amount", "level", "last_done", "tangled"),
            *(f"f_{number}" for number in sorted(self.conditions.facts)),
            *(f"p_{index}_{point}" for index, point in self.points),
            *(["p", "last_contact"] if self.gaps else ["p"]),
        )

    @property
    def done(self) -> tuple[str, ...]:
        """Those of them that say what was done."""
        return ("last_done", *(f"p_{index}_{point}" for index, point in self.points))

    @property
    def judged(self) -> tuple[str, ...]:
        """The columns that a stage writes, :data:`_VERDICT` last."""
        return (
            *("n", "dn", "g", "lc", "p"),
            *(("last_contact", "allowed", "gapped") if self.gaps else ()),
            *(("level", "again", "again_at", "again_planned") if self.repeats else ()),
            *("c", "day", "planned", "contact", "threshold", "direction"),
            *_VERDICT,
        )

    def after(self, day: str, contact: str) -> str:
        """The columns of a line ``s`` after its step ``d`` was taken on *day*; *contact*: whether somebody was met."""
        changed = {
            "level": "greatest(d.c, s.level) AS level",
            "last_done": f"{day} AS last_done",
            "tangled": "0 AS tangled",
            "last_contact": f"CASE WHEN {contact} THEN {day} ELSE s.last_contact END AS last_contact",
        }
        for index, point in self.points:
            name = f"p_{index}_{point}"
            done = day if point == "done" else "d.occurrence + 1"
            changed[name] = f"CASE WHEN d.c = {index} THEN {done} ELSE s.{name} END AS {name}"
        return ", ".join(changed.get(name) or f"s.{name}" for name in self.line)

    def start(self, source: str, more: tuple[str, ...] = ()) -> str:
        """The lines of *source* with the day that a gap allows and the next repetition; *more* columns are kept."""
        policy, moves, today = self.policy, self.moves, self.as_of.toordinal()
        after = moves.on_or_after()
        names = columns((*self.line, *more), "s")
        joins = ""
        if self.gaps:
            key = moves.plus(Offset(policy.gap_days, policy.gap_unit))
            names += f", g1.o AS allowed, {_past('g2.o')} AS gapped"
            joins = f"""
            {moves.at(key, "s.last_contact", "g1")}
            {moves.at(after, f"CASE WHEN g1.o > {today} THEN g1.o ELSE {today} END", "g2")}"""
        if not self.repeats:
            return f"SELECT {names} FROM {source} s {_HOLDS if self.gaps else ''}{joins}"
        counts = " ".join(f"WHEN {index} THEN s.p_{index}_count" for index, point in self.points if point == "count")
        lasts = " ".join(f"WHEN {index} THEN s.p_{index}_done" for index, point in self.points if point == "count")
        started = columns((*self.line, *more, *(("allowed", "gapped") if self.gaps else ())), "s3")
        run = moves.at(after, f"greatest(coalesce(s2.again_planned, 0), {today}, coalesce(s2.last_done + 1, 0))", "r2")
        return f"""
SELECT {started},
       CASE WHEN s3.r_key IS NULL OR s3.r_after > s3.r_times THEN NULL WHEN s3.again_planned IS NULL THEN {OPEN}
            ELSE {_past("s3.r_run")} END AS again, s3.r_after AS again_at, s3.again_planned
FROM (
    SELECT s2.*, r2.o AS r_run FROM (
        SELECT s1.*, {_shift("s1.r_target", "s1.r_last")} AS again_planned FROM (
            SELECT s0.*, {_passed("s0.r_last")} AS passed FROM (
                SELECT {names}, {_HELD}, pl.every AS r_key, pl.times AS r_times,
                       CASE s.level {counts} ELSE 0 END AS r_after, CASE s.level {lasts} END AS r_last, r1.o AS r_target
                FROM {source} s {_HOLDS}{joins}
                LEFT JOIN plan pl ON pl.gs = s.g * 64 + s.level
                LEFT JOIN move r1 ON r1.k = pl.every AND r1.d = CASE s.level {lasts} END
            ) s0
        ) s1
    ) s2 {run}
) s3"""

    @property
    def _waiting(self) -> tuple[str, ...]:
        """The columns of a line once it was started."""
        return (
            *self.line,
            *(("allowed", "gapped") if self.gaps else ()),
            *(("again", "again_at", "again_planned") if self.repeats else ()),
        )

    def stages(self, source: str, name: str, *, judged: bool, until: int | None = None) -> Iterator[Select]:
        """The stages over *source*, and *name*: one row for each line, with the step that comes.

        Columns: n, dn, g, lc, c (the step), occurrence, planned, contact, never (bits), state, why, day. States: N
        none, B blocked, H held, P a day (the run that takes it, or waits for it), L only the reference tells. Not
        *judged*: no condition is judged, because all runs lie after the day. With *until*, a day number, a line begins
        with its step ``first_step``, not before the day ``floor``, and conditions of runs up to then are judged.
        """
        for number in range(self.count):
            if number:  # stored, because few of many lines are left: what a stage costs is a matter of blocks of rows
                yield Select(
                    name=f"{name}_left_{number}",
                    sql=f"""
SELECT {columns(self._waiting, "r")}, s.c + 1 AS c, s.next_floor AS floor, s.blurred, s.never
FROM {name}_{number - 1} s JOIN {source} r ON r.n = s.n WHERE s.state = 'S'""",
                    keep=True,
                )
            text = self._stage(source, name, number, judged=judged, until=until)
            yield Select(name=f"{name}_{number}", sql=text, keep=True)
        union = "\nUNION ALL ".join(
            f"SELECT {columns(self.judged, 's')} FROM {name}_{number} s WHERE s.state <> 'S'"
            for number in range(self.count)
        )
        yield Select(name=name, sql=self._chosen(union), keep=True)

    def _stage(self, source: str, name: str, number: int, *, judged: bool, until: int | None) -> str:
        moves, today = self.moves, self.as_of.toordinal()
        after = moves.on_or_after()
        now, run = (str(today), today) if until is None else ("s.floor", self.gap_day)
        if not number and until is not None:
            prior = f"(SELECT r.*, r.first_step AS c, r.tangled AS blurred, CAST(0 AS BIGINT) AS never FROM {source} r)"
        elif not number:
            prior = f"""(SELECT r.*, r.level + 1 AS c, greatest(r.date, coalesce(r.last_done, 0)) AS floor,
                                       r.tangled AS blurred, CAST(0 AS BIGINT) AS never FROM {source} r)"""
        else:
            prior = f"{name}_left_{number}"
        steps = [step for group in self.policy.groups for step in group.steps]
        anchors = {step.timing.anchor.kind for step in steps}
        done = " ".join(f"WHEN {index} THEN s.p_{index}_done" for index, point in self.points if point == "done")
        dates = "".join(
            f" WHEN {kind} THEN s.{column}"
            for kind, column, of in ((2, "received", "receipt"), (3, "delivered", "delivery"))
            if of in anchors
        )
        letters = ""
        if any(step.timing.anchor.kind == "step" and step.timing.anchor.point != "done" for step in steps):
            dates += " WHEN 5 THEN y.received WHEN 6 THEN y.deadline"
            letters = (
                "LEFT JOIN sending z ON s.anchor_kind >= 5 AND z.ls = s.lc * 64 + s.anchor_step\n"
                "LEFT JOIN letter y ON y.lid = z.lid AND y.sent = s.anchor_done"
            )
        ahead = any(step.timing.direction < 0 for step in steps)
        early = "CASE WHEN {of}direction < 0 THEN CASE WHEN {of}back < {floor} THEN {floor} ELSE {of}back END "
        early += "WHEN {of}planned < {floor} THEN {floor} ELSE {of}planned END"
        last = "coalesce({of}last_done + 1, 0)"
        back, back_join = null("INTEGER"), ""
        if ahead:
            back = "b0.o"
            back_join = f"LEFT JOIN move b0 ON s.direction < 0 AND b0.k = {moves.on_or_before()} AND b0.d = s.planned"
        then, then_join = null("INTEGER"), ""
        if judged and (ahead or self.conditions.any):
            then = "b2.o"
            then_join = (
                f"LEFT JOIN move b2 ON s.judges = 1 AND b2.k = {after} "
                f"AND b2.d = greatest({early.format(of='s.', floor='s.floor')}, {last.format(of='s.')})"
            )
        principal, principal_join = "s.p", ""
        if judged and self.remember:
            principal = "coalesce(x.p, s.amount)"
            principal_join = (
                "LEFT JOIN balance x ON s.judges = 1 AND x.n = s.n AND x.since <= s.day_then AND s.day_then < x.until"
            )
        judged_columns = columns(name for name in self.judged if name not in _VERDICT)
        return f"""
SELECT {judged_columns}, never + CASE WHEN skip = 'never' THEN bit ELSE 0 END AS never,
       CASE WHEN skip IN ('early', 'late') THEN 1 ELSE blurred END AS blurred,
       CASE WHEN lost = 1 OR skip = 'lost' THEN 'L' WHEN skip <> '' THEN 'S' WHEN step IS NULL THEN 'N'
            WHEN anchor IS NULL THEN 'B' WHEN planned IS NULL OR day >= {OPEN} THEN 'H' ELSE 'P' END AS state,
       CASE WHEN skip <> '' THEN skip WHEN anchor IS NULL AND anchor_kind >= 4 THEN 'anchor-not-dated'
            WHEN anchor IS NULL THEN 'date-unknown' WHEN planned IS NULL OR day >= {OPEN} THEN 'held' ELSE '' END
           AS why,
       CASE skip WHEN 'false then' THEN day_then WHEN 'false' THEN {run} ELSE floor END AS next_floor
FROM (
    SELECT s9.*, {self._skip(judged=judged, until=until)} AS skip FROM (
        SELECT s.*, {principal} AS principal_then FROM (
            SELECT s7.*, coalesce({_past("run_now")}, 0) AS day, {_past("run_then")} AS day_then FROM (
                SELECT s.*, b1.o AS run_now, {then} AS run_then,
                       CASE WHEN s.lost_before = 1 OR s.step IS NOT NULL AND s.planned IS NOT NULL AND b1.o IS NULL
                            THEN 1 ELSE 0 END AS lost
                FROM (
                    SELECT s.*, {back} AS back,
                           CASE WHEN s.lost_target = 1 OR s.direction < 0 AND s.planned IS NOT NULL AND {back} IS NULL
                                THEN 1 ELSE 0 END AS lost_before
                    FROM (
                        SELECT s4.*, {_shift("target", "anchor")} AS planned,
                               CASE WHEN step IS NOT NULL AND anchor IS NOT NULL AND target IS NULL THEN 1 ELSE 0 END
                                   AS lost_target
                        FROM (
                            SELECT s.*, t.o AS target, {_passed("s.anchor")} AS passed FROM (
                                SELECT s.*, CASE s.anchor_kind WHEN 0 THEN s.due WHEN 1 THEN s.date
                                            WHEN 4 THEN s.anchor_done{dates} END AS anchor
                                FROM (
                                    SELECT s.*, pl.step, pl.move, coalesce(pl.direction, 0) AS direction,
                                           coalesce(pl.contact, 0) AS contact, coalesce(pl.below, 0) AS threshold,
                                           coalesce(pl.cond, 0) AS cond, coalesce(pl.bit, 0) AS bit, pl.anchor_kind,
                                           pl.anchor_step, coalesce(w.foreseen, 0) AS foreseen, {_HELD},
                                           CASE WHEN pl.cond > 0 OR pl.direction < 0 THEN 1 ELSE 0 END AS judges,
                                           CASE pl.anchor_step {done} END AS anchor_done
                                    FROM {prior} s LEFT JOIN plan pl ON pl.gs = s.g * 64 + s.c {_HOLDS}
                                ) s {letters}
                            ) s LEFT JOIN move t ON t.k = s.move AND t.d = s.anchor
                        ) s4
                    ) s {back_join}
                ) s
                LEFT JOIN move b1 ON b1.k = {after}
                     AND b1.d = greatest({early.format(of="s.", floor=now)}, {last.format(of="s.")})
                {then_join}
            ) s7
        ) s {principal_join}
    ) s9
) s10"""

    def _skip(self, *, judged: bool, until: int | None) -> str:
        """Why a step is not the one that comes: a word for each reason; empty: it is."""
        policy, conditions, today = self.policy, self.conditions, self.as_of.toordinal()
        arms = [
            ("step IS NULL OR lost = 1", ""),
            ("anchor_kind >= 4 AND anchor_done IS NULL", "never"),
        ]
        if judged:  # steps done again or out of order: when this one was judged depends on each of those days
            arms.append(("judges = 1 AND tangled = 1", "lost"))
        late_hold = " OR run_then > anchor" if judged else ""
        arms += [
            ("anchor IS NULL", ""),
            ("planned IS NULL", ""),
            ("direction < 0 AND back < date", "early"),
            (f"direction < 0 AND day >= {OPEN} AND (foreseen = 1{late_hold})", "lost"),
        ]
        missed = f"direction < 0 AND day_then < {today} AND run_now > anchor"
        if judged and policy.gap_days:  # a gap can have taken it beyond its anchor, and nothing closed it since
            arms.append((f"{missed} AND contact = 1 AND last_contact IS NOT NULL", "lost"))
        arms.append((f"direction < 0 AND day < {OPEN} AND day > anchor", "late"))
        if judged:
            below_then = "contact = 1 AND principal_then < threshold"
            true_then = conditions.sql(policy, "day_then", "principal_then")
            true_now = conditions.sql(policy, "day", "p")
            then = f"judges = 1 AND day_then < {today} AND "
            arms.append((missed, "late"))
            arms.append((f"{then}direction >= 0 AND {below_then}", ""))
            gapped = " OR direction < 0 AND contact = 1 AND p < threshold" if policy.gap_days else ""
            arms.append((f"{then}(cond > 0 AND blurred = 1{gapped})", "lost"))
            if policy.gap_days and conditions.any:
                # the day on which a contact was judged depends on earlier contacts: sure is what was so all the time
                unsteady = ", ".join(map(str, conditions.reading("days overdue"))) or "-1"
                contact = f"cond > 0 AND contact = 1 AND {then[:-5]}"
                arms.append((f"{contact} AND NOT (principal_then = p AND cond NOT IN ({unsteady}))", "lost"))
                arms.append((f"{contact} AND {true_then}", ""))
                arms.append((f"{contact} AND (last_contact IS NULL OR allowed <= day_then)", "false then"))
                arms.append((contact, "lost"))
            arms.append((f"{then}(direction < 0 AND {below_then} OR NOT {true_then})", "false then"))
            arms.append((f"direction < 0 AND contact = 1 AND p < threshold AND {self.gap_day} = {today}", "false"))
            arms.append(("contact = 1 AND p < threshold", ""))
            arms.append((f"cond > 0 AND {self.gap_day} = {today} AND NOT {true_now}", "false"))
        if until is not None:
            ripe = f"{self.gap_day} <= {until}"
            arms.append((f"direction < 0 AND contact = 1 AND p < threshold AND {ripe}", "false"))
            if self.gaps:  # the gap takes it past its anchor, which is seen when that day comes
                arms.append((f"direction < 0 AND contact = 1 AND {ripe} AND {self.gap_day} > anchor", "false"))
            arms.append(("contact = 1 AND p < threshold", ""))
            if conditions.any:
                arms.append(
                    (f"cond > 0 AND {ripe} AND NOT {conditions.sql(policy, f'({self.gap_day})', 'p')}", "false")
                )
        text = "\n        ".join(f"WHEN {test} THEN {literal(why)}" for test, why in arms)
        return f"CASE {text} ELSE '' END"

    def _chosen(self, source: str) -> str:
        """The step that comes: the repetition where it comes earlier; then the threshold and the gap of contacts."""
        below = "state = 'P' AND contact = 1 AND direction >= 0 AND p < threshold"
        steps = f"SELECT s.*, 0 AS occurrence FROM ({source}) s"
        if self.repeats:
            rest = columns((name for name in self.judged if name not in _TAKEN), "s")
            taken = ",\n               ".join(
                f"CASE WHEN s.takes = 1 THEN {text} ELSE s.{name} END AS {name}" for name, text in _TAKEN.items()
            )
            steps = f"""
        SELECT {rest}, {taken}, CASE WHEN s.takes = 1 THEN s.again_at ELSE 0 END AS occurrence
        FROM (
            SELECT s0.*, CASE WHEN again IS NOT NULL AND state <> 'L' AND (state <> 'P' OR again < day) THEN 1
                              ELSE 0 END AS takes
            FROM ({source}) s0
        ) s
        LEFT JOIN plan pl ON s.takes = 1 AND pl.gs = s.g * 64 + s.level"""
        return f"""
SELECT n, dn, g, lc, c, occurrence, planned, contact, never,
       CASE WHEN {below} THEN 'B' WHEN state = 'P' AND gap_day >= {OPEN} THEN 'H' ELSE state END AS state,
       CASE WHEN {below} THEN 'contact-threshold' WHEN state = 'P' AND gap_day >= {OPEN} THEN 'held' ELSE why END
           AS why,
       CASE WHEN {below} THEN NULL WHEN state = 'P' AND gap_day < {OPEN} THEN gap_day END AS day
FROM (
    SELECT s2.*, {self.gap_day} AS gap_day FROM ({steps}
    ) s2
) s3"""


#: What a stage finds.
_VERDICT = ("never", "blurred", "state", "why", "next_floor")
#: What a repetition that comes first has of its own.
_TAKEN = {
    "state": f"CASE WHEN s.again >= {OPEN} THEN 'H' ELSE 'P' END",
    "why": f"CASE WHEN s.again >= {OPEN} THEN 'held' ELSE '' END",
    "day": "s.again",
    "planned": "s.again_planned",
    "c": "s.level",
    "contact": "coalesce(pl.contact, 0)",
    "threshold": "coalesce(pl.below, 0)",
    "direction": "coalesce(pl.direction, 0)",
}
