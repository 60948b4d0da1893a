"""Search: the beginning of a last word with hyphens, such as `kube-prom`, finds what it begins; dashes are no minus."""

from alembic import op

revision = "0013"
down_revision = "0012"

FUNCTIONS = (
    # Two hyphens or more before a word are a dash. PostgreSQL takes each for a "not", and fails at the 33rd.
    r"""CREATE FUNCTION without_dashes(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN regexp_replace(words, '(^|[\s"!&|()<])-(?:[\s!&|()<]*-)+', '\1 ', 'g')""",
    # What search_query was: websearch syntax, a prefix in the last word, where it is plain and not excluded (-word).
    """CREATE FUNCTION prefix_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN CASE WHEN websearch_to_tsquery('simple', words)::text ~ '(^|[^!])''([^'']|'''')*''$'
                   THEN (websearch_to_tsquery('simple', words)::text || ':*')::tsquery
                   ELSE websearch_to_tsquery('simple', words) END""",
    # PostgreSQL asks for a hyphenated word by the whole and by its parts, and the whole is none before its last letter.
    # So one that comes last is asked for by its parts in their order too: kube-prom is also "kube prom".
    r"""CREATE FUNCTION parts_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN CASE WHEN words ~ '^([^"]|"[^"]*")*$' AND words ~ '(^\s*|[^-\s]\s+)[^-"\s][^"\s]*-[^"\s]*\s*$'
                   THEN prefix_query(words) || prefix_query(
                       regexp_replace(regexp_replace(words, '(\S+)\s*$', '"\1"'), '-(?=\S*"$)', ' ', 'g'))
                   ELSE prefix_query(words) END""",
    """CREATE OR REPLACE FUNCTION search_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN parts_query(without_dashes(words))""",
)


def upgrade() -> None:
    for function in FUNCTIONS:
        op.execute(function)
