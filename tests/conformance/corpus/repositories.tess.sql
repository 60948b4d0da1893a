SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"__typename":"Query","workspace":', 'null', ',"other":', 'null', '}}'), 'UTF8') END
