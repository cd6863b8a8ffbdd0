"""A simulated day as one HTML page for people who decide: figures, lists, drawings, and what they rest on.

The page asks nothing of a network and runs no script: style and drawings stand in it, and its own policy
(``Content-Security-Policy``) forbids the rest. All texts go through one template with escaping on. Files: :mod:`.page`
(the whole), :mod:`.lists` (rows and sums), :mod:`.reasons` (why most wait), :mod:`.timeline` and :mod:`.bars`
(drawings, as whole numbers), :mod:`.law` (what the answer rests on), ``assets/`` (template and style).
"""
