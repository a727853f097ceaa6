-- Searching in a large town: row policies keep operators that may tell secrets (LIKE, @>) from using an index, so what is looked
-- through is narrow, and colleagues are found inside a function that asks for the town itself.

-- What units are found by, put together once.
ALTER TABLE kernel.unit ADD COLUMN search_text text GENERATED ALWAYS AS (lower(name || ' ' || key || ' ' ||
  coalesce(details->>'nameEn', '') || ' ' || coalesce(details->>'mailbox', '') || ' ' ||
  coalesce(details->>'competences', '') || ' ' || coalesce(details->>'locations', ''))) STORED;

-- Digests in, ids out; nothing personal is read. Who left is looked up for the rows in view alone.
CREATE FUNCTION kernel.search_staff(keys bigint[], most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT found.person_id FROM (
    SELECT town_id, person_id FROM kernel.staff
      WHERE town_id = kernel.current_town() AND removed_at IS NULL AND search_keys @> keys
      ORDER BY sort_key, person_id OFFSET 0) found
  WHERE (SELECT p.left_at IS NULL FROM kernel.person p WHERE p.town_id = found.town_id AND p.id = found.person_id)
  LIMIT most $$;
REVOKE ALL ON FUNCTION kernel.search_staff(bigint[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.search_staff(bigint[], integer) TO stadttor_app;
