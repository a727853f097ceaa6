-- How long the log of looks and the content of the security audit are kept: the town's own setting, read here, so that nobody who runs the
-- application can shorten it by a call. No law we could verify names a figure; 3 years are this house's default.

CREATE FUNCTION kernel.kept_years(settings jsonb, room text) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT greatest(1, coalesce((settings -> room ->> 'keepYears')::integer, 3)) $$;

-- Months that are too old for every town go whole.
CREATE FUNCTION kernel.drop_old_looks() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE month date; partition text; longest integer; dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('stadttor partitions'));
  SELECT coalesce(max(kernel.kept_years(settings, 'looks')), 3) INTO longest FROM kernel.town;
  FOR partition, month IN
    SELECT child.relname, to_date(right(child.relname, 7), 'YYYY_MM') FROM pg_inherits
      JOIN pg_class child ON child.oid = inhrelid
      WHERE inhparent = 'kernel.access_log'::regclass AND child.relname ~ '^access_log_\d{4}_\d{2}$'
  LOOP
    CONTINUE WHEN (month + interval '1 month') AT TIME ZONE 'UTC' > now() - make_interval(years => longest);
    EXECUTE format('DROP TABLE kernel.%I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- What is too old for this town alone, and what never came into a month of its own.
CREATE FUNCTION kernel.erase_old_looks() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before timestamptz; erased bigint;
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  SELECT now() - make_interval(years => kernel.kept_years(settings, 'looks')) INTO before FROM kernel.town WHERE id = kernel.current_town();
  DELETE FROM kernel.access_log WHERE town_id = kernel.current_town() AND at < before;
  GET DIAGNOSTICS erased = ROW_COUNT;
  DELETE FROM kernel.mass_run WHERE town_id = kernel.current_town() AND at < before;
  RETURN erased;
END $$;

-- Takes the content out of sealed entries that are too old, and says so once for each run; time and kind of event stay, the chain stays valid.
CREATE FUNCTION kernel.erase_old_audit() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before timestamptz; erased bigint; first bigint; last bigint;
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  SELECT now() - make_interval(years => kernel.kept_years(settings, 'audit')) INTO before FROM kernel.town WHERE id = kernel.current_town();
  WITH gone AS (
    UPDATE kernel.audit_entry e SET actor = '', object = '', details = '{}', salt = NULL
      WHERE e.town_id = kernel.current_town() AND e.at < before AND e.salt IS NOT NULL AND e.action <> 'kernel.audit.erased'
        AND EXISTS (SELECT FROM kernel.audit_seal s WHERE s.town_id = e.town_id AND s.sequence = e.sequence)
      RETURNING e.sequence)
    SELECT count(*), min(sequence), max(sequence) INTO erased, first, last FROM gone;
  IF erased > 0 THEN
    INSERT INTO kernel.audit_entry (action, actor, object, details)
      VALUES ('kernel.audit.erased', 'system:kernel', 'audit:' || first || '-' || last,
        jsonb_build_object('law', 'Art. 5 Abs. 1 Buchst. e DSGVO', 'entries', erased));
  END IF;
  RETURN erased;
END $$;

REVOKE ALL ON FUNCTION kernel.kept_years(jsonb, text), kernel.drop_old_looks(), kernel.erase_old_looks(), kernel.erase_old_audit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.erase_old_looks(), kernel.erase_old_audit() TO stadttor_app;
GRANT EXECUTE ON FUNCTION kernel.drop_old_looks() TO stadttor_platform;
