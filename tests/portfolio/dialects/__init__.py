"""The program in other engines' words, run there and compared with DuckDB."""
