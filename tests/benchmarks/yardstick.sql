-- The yardstick: yardstick.dun as somebody would write it by hand, once, for DuckDB.
--
-- In: invoice(n, dn, date, amount), debtor(dn, consumer), event(ord, date, what, n, step, amount, until), amounts in
-- cents, ord in the order of time; and the variable `today`, in 2025 or 2026. Out: answer, a row for each invoice.
--
-- It leans on its ledgers: each event names its invoice, letters go out after the due date, and nothing else happens
-- than the events that are asked for below. Rates, brackets and holidays stand here as the law had them in November
-- 2026; nothing is taken from dunlang, so that equal answers mean something.

-- Days: the run on or after each, rest days, receipt of a letter posted that day, the end of its fourteen days.

CREATE OR REPLACE TEMP TABLE free AS
SELECT unnest([DATE '2025-01-01', '2025-04-20', '2025-04-21', '2025-04-26', '2025-05-05', '2025-05-29', '2025-06-08',
               '2025-06-09', '2025-12-25', '2025-12-26', '2026-01-01', '2026-04-05', '2026-04-06', '2026-04-27',
               '2026-05-14', '2026-05-24', '2026-05-25', '2026-12-25', '2026-12-26', '2027-01-01', '2027-03-28',
               '2027-03-29', '2027-04-27', '2027-05-06', '2027-05-16', '2027-05-17', '2027-12-25', '2027-12-26'])
           AS day, false AS terms_only
UNION ALL
SELECT unnest([DATE '2025-04-18', '2026-04-03', '2026-05-05', '2027-03-26', '2027-05-05']), true;

CREATE OR REPLACE TEMP TABLE letter AS
WITH day AS (SELECT unnest(generate_series(DATE '2024-12-01', DATE '2027-12-31', INTERVAL 1 DAY))::DATE AS day),
kind AS (
    SELECT day, isodow(day) IN (6, 7) OR day IN (SELECT day FROM free WHERE NOT terms_only) AS no_run,
           isodow(day) IN (6, 7) OR day IN (SELECT day FROM free) AS rest,
           isodow(day) IN (1, 7) OR day IN (SELECT day FROM free) AS no_post
    FROM day
),
next AS (
    SELECT day,
           min(CASE WHEN NOT no_run THEN day END) OVER w AS run,
           min(CASE WHEN NOT rest THEN day END) OVER w AS work,
           min(CASE WHEN NOT no_post THEN day END) OVER (ORDER BY day ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
               AS post
    FROM kind WINDOW w AS (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT a.day, a.run, b.post AS received, c.work AS deadline
FROM next a JOIN next b ON b.day = a.post JOIN next c ON c.day = b.post + 14;

-- Amounts, all in whole cents, half up.

CREATE OR REPLACE TEMP MACRO interest(base, since, until, consumer) AS CASE WHEN base <= 0 THEN 0 WHEN consumer THEN
      (base * 600 * greatest(0, least(until, DATE '2026-01-01') - since) + 1825000) // 3650000
    + (base * 400 * greatest(0, until - greatest(since, DATE '2026-01-01')) + 1825000) // 3650000
ELSE  (base * 1115 * greatest(0, least(until, DATE '2025-07-01') - since) + 1825000) // 3650000
    + (base * 1015 * greatest(0, least(until, DATE '2026-07-01') - greatest(since, DATE '2025-07-01')) + 1825000)
      // 3650000
    + (base * 1040 * greatest(0, until - greatest(since, DATE '2026-07-01')) + 1825000) // 3650000
END;

CREATE OR REPLACE TEMP MACRO costs_on(principal) AS CASE WHEN principal <= 0 THEN 0 ELSE
    (least(677500000, greatest(4000000,
        CASE WHEN principal <= 250000 THEN 150 * principal
             WHEN principal <= 500000 THEN 37500000 + 100 * (principal - 250000)
             WHEN principal <= 1000000 THEN 62500000 + 50 * (principal - 500000)
             WHEN principal <= 20000000 THEN 87500000 + 10 * (principal - 1000000)
             ELSE 277500000 + 5 * (principal - 20000000) END)) + 500) // 1000 END;

CREATE OR REPLACE TEMP MACRO vat_on(costs) AS (21 * costs + 50) // 100;

-- Each invoice with its due date; what its events say, in three heaps. What came in until the due date is principal and
-- a sum will do; what came in later is a list, for it pays costs and interest first.

CREATE OR REPLACE TEMP TABLE bill AS
SELECT n, consumer, amount, date + CASE WHEN consumer THEN 14 ELSE 30 END AS due
FROM invoice JOIN debtor USING (dn)
WHERE date BETWEEN DATE '2025-01-01' AND getvariable('today');

CREATE OR REPLACE TEMP TABLE early AS
SELECT n, sum(e.amount)::BIGINT AS early
FROM event e JOIN bill USING (n)
WHERE what IN ('payment', 'credit note') AND date <= least(due, getvariable('today'))
GROUP BY n;

CREATE OR REPLACE TEMP TABLE late AS
SELECT n, list({'ord': ord, 'date': date, 'amount': e.amount, 'credit': what = 'credit note'}) AS later
FROM event e JOIN bill USING (n)
WHERE what IN ('payment', 'credit note') AND date > due AND date <= getvariable('today')
GROUP BY n;

CREATE OR REPLACE TEMP TABLE deed AS
WITH seen AS (
    SELECT n,
           max(date) FILTER (what = 'step done' AND step = 'herinnering') AS done0,
           max(date) FILTER (what = 'step done' AND step IN ('veertiendagenbrief', 'aanmaning')) AS done1,
           max(date) FILTER (what = 'step done' AND step = 'sommatie') AS done2,
           min(date) FILTER (what = 'step done' AND step = 'veertiendagenbrief') AS formal,
           min(ord) FILTER (what = 'handed over' OR what = 'step done' AND step = 'overdracht') AS handed,
           max(greatest(until + 3, date)) FILTER (what = 'promise made') AS promised,
           bool_or(what = 'dispute opened') AS disputed
    FROM event
    WHERE what NOT IN ('payment', 'credit note', 'contact added') AND date <= getvariable('today')
    GROUP BY n
)
SELECT s.* EXCLUDE (formal), f.deadline + 1 AS costs_from, l.deadline AS free_until,
       CASE WHEN done2 IS NOT NULL THEN 2 WHEN done1 IS NOT NULL THEN 1 WHEN done0 IS NOT NULL THEN 0 ELSE -1 END
           AS level
FROM seen s LEFT JOIN letter f ON f.day = s.formal LEFT JOIN letter l ON l.day = s.done1;

-- Payments after the due date, one after the other: costs, then interest, then principal. `base` bears interest from
-- `since` on, `pending` is interest of this year of default, which the anniversary adds to it.

CREATE OR REPLACE TEMP TABLE purse AS
WITH RECURSIVE paid AS (
    SELECT n, 0 AS k, consumer, due, CASE WHEN consumer THEN costs_from ELSE due + 1 END AS costs_from,
           CASE WHEN len(later) > 1 THEN list_sort(later) ELSE later END AS later,
           greatest(0, amount - coalesce(early, 0)) AS principal, greatest(0, amount - coalesce(early, 0)) AS base,
           due + 1 AS since, 0::BIGINT AS pending, 0::BIGINT AS accrued, NULL::BIGINT AS net,
           0::BIGINT AS paid_interest, 0::BIGINT AS paid_costs, NULL::BIGINT AS settled
    FROM late JOIN bill USING (n) LEFT JOIN early USING (n) LEFT JOIN deed USING (n)
    UNION ALL
    SELECT n, k, consumer, due, costs_from, later, principal - to_principal,
           CASE WHEN cut THEN grown - to_principal - greatest(0, to_interest - unpaid) ELSE base END,
           CASE WHEN cut THEN day + 1 ELSE since END,
           CASE WHEN cut THEN unpaid - least(to_interest, unpaid) ELSE pending END,
           CASE WHEN cut THEN total ELSE accrued END,
           net, paid_interest + to_interest, paid_costs + to_costs,
           CASE WHEN settled IS NULL AND principal - to_principal <= 0 THEN ord ELSE settled END
    FROM (
        SELECT *, to_principal > 0 OR to_interest > 0 AS cut
        FROM (
            SELECT *, CASE WHEN credit THEN least(money, principal)
                           ELSE least(money - to_costs - to_interest, principal) END AS to_principal
            FROM (
                SELECT *, CASE WHEN credit THEN 0 ELSE least(money - to_costs, greatest(0, total - paid_interest)) END
                              AS to_interest
                FROM (
                    SELECT *, CASE WHEN credit THEN 0
                                   ELSE least(money, greatest(0, coalesce(net + vat_on(net), 0) - paid_costs)) END
                                       AS to_costs,
                           accrued + first + second AS total,
                           CASE WHEN splits THEN second ELSE pending + first END AS unpaid,
                           CASE WHEN splits THEN base + pending + first ELSE base END AS grown
                    FROM (
                        SELECT *, CASE WHEN splits THEN interest(base + pending + first, year, day + 1, consumer)
                                       ELSE 0 END AS second
                        FROM (
                            SELECT * REPLACE (
                                       CASE WHEN net IS NULL AND costs_from <= day THEN costs_on(principal) ELSE net END
                                       AS net),
                                   since <= year AND day + 1 > year AS splits,
                                   interest(base, since, CASE WHEN since <= year THEN least(day + 1, year)
                                                                  ELSE day + 1 END, consumer) AS first
                            FROM (
                                SELECT n, k + 1 AS k, consumer, due, costs_from, later, principal, base, since, pending,
                                       accrued, net, paid_interest, paid_costs, settled,
                                       later[k + 1].date AS day, later[k + 1].amount AS money,
                                       later[k + 1].credit AS credit, later[k + 1].ord AS ord,
                                       (due + 1 + INTERVAL 1 YEAR)::DATE AS year
                                FROM paid WHERE k < len(later)
                            )
                        )
                    )
                )
            )
        )
    )
)
SELECT n, k, CASE WHEN k > 0 THEN later[k].date ELSE due END AS day, k = len(later) AS last, principal, base, since,
       pending, accrued, net, paid_interest, paid_costs, settled
FROM paid;

-- Where each invoice stands, what is owed today, and the day of its next step.

CREATE OR REPLACE TEMP TABLE state AS
WITH owed AS (
    SELECT n, consumer, due, coalesce(p.principal, greatest(0, amount - coalesce(early, 0))) AS principal,
           coalesce(p.base, greatest(0, amount - coalesce(early, 0))) AS base, coalesce(p.since, due + 1) AS since,
           coalesce(p.pending, 0) AS pending, coalesce(p.accrued, 0) AS accrued, p.net,
           coalesce(p.paid_interest, 0) AS paid_interest, coalesce(p.paid_costs, 0) AS paid_costs, p.settled,
           CASE WHEN consumer THEN costs_from ELSE due + 1 END AS costs_from,
           done0, done1, done2, handed, promised, coalesce(disputed, false) AS disputed, free_until,
           coalesce(level, -1) AS level, (due + 1 + INTERVAL 1 YEAR)::DATE AS year, getvariable('today') + 1 AS tomorrow
    FROM bill LEFT JOIN early USING (n) LEFT JOIN deed USING (n) LEFT JOIN (SELECT * FROM purse WHERE last) p USING (n)
),
grown AS (
    SELECT *, interest(base, since, CASE WHEN since <= year THEN least(tomorrow, year) ELSE tomorrow END, consumer)
        AS first
    FROM owed
),
told AS (SELECT *, costs_on(principal) AS announced_net FROM grown),
due_now AS (
    SELECT *, CASE WHEN costs_from <= getvariable('today') THEN coalesce(net, announced_net) ELSE 0 END AS due_net
    FROM told
)
SELECT n, consumer, due, principal, disputed, promised, level, costs_from, done0, done1, done2,
       CASE WHEN handed IS NULL THEN CASE WHEN principal <= 0 THEN 'paid' ELSE 'open' END
            WHEN principal <= 0 AND coalesce(settled, 0) < handed THEN 'paid' ELSE 'handed over' END AS standing,
       accrued + first + CASE WHEN since <= year AND tomorrow > year
           THEN interest(base + pending + first, year, tomorrow, consumer) ELSE 0 END - paid_interest
           AS interest,
       due_net + vat_on(due_net) - paid_costs AS costs, vat_on(due_net) AS due_vat,
       announced_net + vat_on(announced_net) AS announced, vat_on(announced_net) AS announced_vat,
       CASE level WHEN -1 THEN due + 3 WHEN 0 THEN CASE WHEN consumer THEN done0 + 10 ELSE due + 20 END
                  WHEN 1 THEN CASE WHEN consumer THEN free_until + 1 ELSE done1 + 11 END ELSE done2 + 8 END AS target,
       CASE level WHEN -1 THEN due WHEN 0 THEN CASE WHEN consumer THEN done0 ELSE due END
                  WHEN 1 THEN CASE WHEN consumer THEN free_until ELSE done1 + 10 END ELSE done2 + 7 END AS anchor
FROM due_now;

-- Disputes move what they lie before; few invoices have one.

CREATE OR REPLACE TEMP TABLE quarrel AS
WITH told AS (
    SELECT n, ord, date, what = 'dispute opened' AS opens,
           coalesce(lag(what) OVER (PARTITION BY n ORDER BY ord), 'dispute resolved') = 'dispute resolved' AS fresh,
           min(date) FILTER (what = 'dispute resolved')
               OVER (PARTITION BY n ORDER BY ord ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
    FROM event WHERE what IN ('dispute opened', 'dispute resolved') AND date <= getvariable('today')
)
SELECT n, date AS since, until FROM told WHERE opens AND fresh;

CREATE OR REPLACE TEMP TABLE delay AS
WITH aim AS (
    SELECT n, false AS second, anchor, target FROM state WHERE disputed AND standing = 'open'
    UNION ALL
    SELECT n, true, due, due + 20 FROM state WHERE disputed AND standing = 'open' AND level = -1 AND NOT consumer
),
reach AS (
    SELECT a.*, until, until - greatest(since, anchor) AS days, greatest(since, anchor) AS begins,
           coalesce(sum(until - greatest(since, anchor)) OVER (
               PARTITION BY n, second ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0)::BIGINT AS before
    FROM aim a JOIN quarrel q USING (n) WHERE until IS NULL OR until > anchor
)
SELECT n, second, coalesce(sum(days) FILTER (begins < target + before::INTEGER), 0)::INTEGER AS days,
       coalesce(bool_or(until IS NULL AND begins < target + before::INTEGER), false) AS stands
FROM reach GROUP BY n, second;

-- The hand-over asks for 25 euro on the day that it comes up, and on the day of its run if that is another.

CREATE OR REPLACE TEMP TABLE dropped AS
WITH low AS (
    SELECT s.n, principal, promised IS NOT NULL OR disputed AS waited,
           greatest(target + coalesce(days, 0), greatest(done0, done1, done2) + 1) AS earliest
    FROM state s LEFT JOIN delay d ON d.n = s.n AND NOT second
    WHERE standing = 'open' AND level = 2 AND principal < 2500 AND NOT coalesce(stands, false)
),
rest AS (
    SELECT n, since, coalesce(until, DATE '9999-12-31') AS until FROM quarrel
    UNION ALL
    SELECT n, date, greatest(until + 3, date) FROM event WHERE what = 'promise made' AND date <= getvariable('today')
),
came AS (
    SELECT n, principal, run AS day FROM low JOIN letter ON day = earliest
    WHERE NOT waited AND run <= getvariable('today')
    UNION ALL
    SELECT n, principal, min(day)
    FROM (
        SELECT l.n, principal, day FROM low l JOIN letter ON day BETWEEN earliest AND getvariable('today')
        WHERE waited AND run = day
    ) d
    WHERE NOT EXISTS (FROM rest r WHERE r.n = d.n AND day >= since AND day < until)
    GROUP BY n, principal
)
SELECT c.n FROM came c LEFT JOIN purse p ON p.n = c.n AND p.day <= c.day
GROUP BY c.n, c.principal HAVING coalesce(arg_max(p.principal, p.k), c.principal) < 2500;

CREATE OR REPLACE TEMP TABLE answer AS
WITH still AS (SELECT n FROM quarrel WHERE until IS NULL),
dated AS (
    SELECT s.*, coalesce(e.days, 0) AS days_then, w.n IS NOT NULL AS still,
           CASE WHEN NOT coalesce(d.stands, false) THEN target + coalesce(d.days, 0) END AS aim,
           greatest(target + coalesce(d.days, 0), getvariable('today'), greatest(done0, done1, done2) + 1, promised)
               AS earliest,
           x.n IS NOT NULL AS gone
    FROM state s
    LEFT JOIN delay d ON d.n = s.n AND NOT d.second
    LEFT JOIN delay e ON e.n = s.n AND e.second
    LEFT JOIN still w ON w.n = s.n
    LEFT JOIN dropped x ON x.n = s.n
    WHERE standing = 'open'
),
run AS (
    SELECT d.*, run,
           NOT gone AND (level < 2 OR still OR principal >= 2500 OR run > getvariable('today')) AS goes_on,
           NOT gone AND NOT still AND run = getvariable('today')
               AND principal >= CASE level WHEN 2 THEN 2500 ELSE 500 END AS today,
           level < 2 AND principal < 500 AS small
    FROM dated d JOIN letter ON day = earliest
),
follow AS (
    SELECT r.*, p.received AS post, p.deadline AS free,
           CASE WHEN today AND level < 2 THEN
               CASE level WHEN -1 THEN CASE WHEN consumer THEN getvariable('today') + 10 ELSE due + 20 + days_then END
                          WHEN 0 THEN CASE WHEN consumer THEN p.deadline + 1 ELSE getvariable('today') + 11 END
                          ELSE getvariable('today') + 8 END END AS then_aim
    FROM run r, (SELECT received, deadline FROM letter WHERE day = getvariable('today')) p
)
SELECT n, CASE WHEN consumer THEN 'particulieren' ELSE 'zakelijk' END AS grp, standing, principal AS outstanding,
       interest, costs, least(costs, due_vat) AS costs_vat, announced, announced_vat,
       principal + interest + costs AS total,
       CASE WHEN today AND level = 0 AND consumer THEN free + 1 ELSE costs_from END AS costs_from,
       CASE WHEN today THEN level + 1 END AS step, CASE WHEN today THEN aim END AS planned,
       CASE WHEN today AND level IN (0, 1) THEN post END AS received,
       CASE WHEN today THEN CASE WHEN level = 0 THEN CASE WHEN consumer THEN free ELSE getvariable('today') + 10 END
                                 WHEN level < 2 THEN getvariable('today') + 7 END END AS deadline,
       CASE WHEN today THEN CASE WHEN level < 2 THEN level + 2 END WHEN goes_on THEN level + 1 END AS next_step,
       CASE WHEN today THEN then_aim WHEN goes_on THEN aim END AS next_planned,
       CASE WHEN today THEN CASE WHEN level < 2 THEN 'P' END
            WHEN goes_on THEN CASE WHEN still THEN 'H' WHEN small THEN 'B' ELSE 'P' END END AS next_state,
       CASE WHEN today THEN l.then_run WHEN goes_on AND NOT still AND NOT small THEN run END AS next_on,
       CASE WHEN today THEN CASE WHEN level < 2 THEN '' END
            WHEN goes_on THEN CASE WHEN still THEN 'held' WHEN small THEN 'contact-threshold' ELSE '' END END
           AS next_why
FROM follow LEFT JOIN (SELECT day, run AS then_run FROM letter) l
    ON l.day = greatest(then_aim, getvariable('today') + 1) AND then_aim IS NOT NULL
UNION ALL
SELECT n, CASE WHEN consumer THEN 'particulieren' ELSE 'zakelijk' END, standing, principal, interest, costs,
       least(costs, due_vat), announced, announced_vat, principal + interest + costs, costs_from,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM state WHERE standing <> 'open';
