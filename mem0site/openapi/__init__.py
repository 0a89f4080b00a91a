"""The description of the API (OpenAPI 3.1) and the page that shows it.

Routes, docstrings, request bodies and authentication are read from the code; what
code cannot say (answers, which are plain dictionaries, and examples) stands here as
data: shapes in `components`, one row per route and method in `operations`. Views know
nothing of it.
"""
