"""A portfolio on Spark: Parquet in, worklist as Parquet out, on this machine or any cluster.

pyspark and sqlglot (``dunlang[spark]``) are imported inside functions, and only when they are used.
"""
