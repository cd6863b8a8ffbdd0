"""What a policy comes to in whole numbers: the tables that the reference writes, and the answers read from them.

Plain Python (:mod:`dunlang.portfolio.small`) asks for a row when it needs one, statements
(:mod:`dunlang.portfolio.fast`) get all rows of a horizon. Days are day numbers, amounts whole minor units; no law and
no calendar stands in either reader.
"""
