-- What the other statements draw from. Temporary: gone with the connection that loads.
CREATE TEMP TABLE scale (workspaces int, templates_each int, versions_each int, users int);
CREATE TEMP TABLE chart (no int PRIMARY KEY, name text, title text, summary text, category text);
CREATE TEMP TABLE release (
    chart_no int, position int, version text, app_version text, sort_key text COLLATE "C", package_digest text,
    PRIMARY KEY (chart_no, position)
);
CREATE TEMP TABLE image_no (no int PRIMARY KEY, digest text);
CREATE TEMP TABLE phrase (kind text, no int, text text, PRIMARY KEY (kind, no));
CREATE TEMP TABLE tenant (no int PRIMARY KEY, id uuid, name text, title text, authors uuid[], usernames text[]);

-- A number below `size`, the same for the same question and row: the dice of everything here.
CREATE FUNCTION pg_temp.pick(question text, row_no bigint, size bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN abs(hashint8extended(row_no, hashtextextended(question, 0)) % size);

CREATE FUNCTION pg_temp.row_id(name text) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN md5(name)::uuid;
