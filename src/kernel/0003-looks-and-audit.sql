-- Every look in full words, published mass runs, monthly partitions made ahead, and the security audit of each town.

-- `actor` says who looked: self, system:<module>, staff:<person id>@<unit>, representative:<person id>. The parts are written beside
-- it by log_access; as generated columns they would cost more than the whole insert.
ALTER TABLE kernel.access_log
  ADD COLUMN actor_kind text,
  ADD COLUMN actor_id uuid,
  ADD COLUMN unit text,
  ADD COLUMN role text,
  ADD COLUMN session text,
  ADD COLUMN fields text[] NOT NULL DEFAULT '{}',
  ADD COLUMN third_persons boolean NOT NULL DEFAULT false;
-- One index instead of two: the log is only ever asked for a person.
ALTER TABLE kernel.access_log DROP CONSTRAINT access_log_pkey, ADD PRIMARY KEY (town_id, subject_id, at, id);
DROP INDEX kernel.access_log_subject;
ALTER TABLE kernel.access_log_default NO FORCE ROW LEVEL SECURITY;
UPDATE kernel.access_log_default SET actor_kind = split_part(actor, ':', 1);
ALTER TABLE kernel.access_log_default FORCE ROW LEVEL SECURITY;

-- The application reads the log only of persons at whom this very transaction logged a look: reading the log is logged too.
-- The owner's own policy keeps `may_see`, which reads the log itself, from asking itself.
DROP POLICY town ON kernel.access_log;
DROP POLICY town ON kernel.access_log_default;
CREATE POLICY keeper ON kernel.access_log TO CURRENT_USER
  USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
CREATE POLICY keeper ON kernel.access_log_default TO CURRENT_USER
  USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
CREATE POLICY personal ON kernel.access_log FOR SELECT TO stadttor_app
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id));
REVOKE ALL ON kernel.access_log_default FROM stadttor_app;

-- A mass run is published as one rule with a number, not as a row for each person.
CREATE TABLE kernel.mass_run (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  at timestamptz NOT NULL DEFAULT now(),
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  actor text NOT NULL,
  rule text NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  fields text[] NOT NULL DEFAULT '{}',
  persons integer NOT NULL CHECK (persons >= 0),
  PRIMARY KEY (town_id, id)
);
CREATE INDEX mass_run_at ON kernel.mass_run (town_id, at);

DROP FUNCTION kernel.log_access(uuid[], text, text, text, text);
CREATE FUNCTION kernel.log_access(subjects uuid[], actor text, purpose text, legal_basis text, matter text,
    role text DEFAULT NULL, fields text[] DEFAULT '{}', third_persons boolean DEFAULT false, session text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind text := split_part(actor, ':', 1);
  person uuid;
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  IF coalesce(trim(purpose), '') = '' OR coalesce(trim(legal_basis), '') = '' OR coalesce(trim(actor), '') = '' THEN
    RAISE EXCEPTION 'a look at personal data needs an actor, a purpose and a legal basis';
  END IF;
  IF kind IN ('staff', 'representative') AND actor ~ '^(staff:[0-9a-f-]{36}@.+|representative:[0-9a-f-]{36})$' THEN
    person := substr(actor, length(kind) + 2, 36);
  ELSIF actor <> 'self' AND kind <> 'system' THEN
    RAISE EXCEPTION 'nobody is called %: self, system:<module>, staff:<person>@<unit> or representative:<person>', actor;
  END IF;
  INSERT INTO kernel.access_log (town_id, subject_id, actor, actor_kind, actor_id, unit, purpose, legal_basis, matter, role, fields, third_persons, session)
    SELECT kernel.current_town(), subject, actor, kind, person, nullif(split_part(actor, '@', 2), ''),
      purpose, legal_basis, matter, role, coalesce(fields, '{}'), coalesce(third_persons, false), session
    FROM unnest(subjects) AS subject;
END $$;

CREATE FUNCTION kernel.log_mass_run(actor text, rule text, purpose text, legal_basis text, fields text[], persons integer) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE run uuid;
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  IF coalesce(trim(rule), '') = '' OR coalesce(trim(purpose), '') = '' OR coalesce(trim(legal_basis), '') = '' THEN
    RAISE EXCEPTION 'a mass run needs a rule, a purpose and a legal basis';
  END IF;
  IF actor !~ '^(system:[a-z0-9-]+|staff:[^@]+@.+)$' THEN RAISE EXCEPTION 'a mass run is made by a system or by staff, not by %', actor; END IF;
  INSERT INTO kernel.mass_run (actor, rule, purpose, legal_basis, fields, persons)
    VALUES (actor, rule, purpose, legal_basis, coalesce(fields, '{}'), persons) RETURNING id INTO run;
  RETURN run;
END $$;

-- In PL/pgSQL the plan over all partitions is kept; `at = now()` then opens one of them.
CREATE OR REPLACE FUNCTION kernel.may_see(subject uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM kernel.access_log WHERE town_id = kernel.current_town() AND subject_id = subject
    AND at = now() AND tx = pg_current_xact_id_if_assigned()) THEN RETURN true; END IF;
  RETURN EXISTS (SELECT FROM kernel.mass_run WHERE town_id = kernel.current_town() AND at = now() AND tx = pg_current_xact_id_if_assigned());
END $$;

-- Security audit: appended unchained by whoever acts, chained within a second by one sealer per town.

CREATE TABLE kernel.audit_entry (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  action text NOT NULL CHECK (action ~ '^[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+$'),
  actor text NOT NULL CHECK (actor !~ '[[:cntrl:]]'),
  object text NOT NULL CHECK (object !~ '[[:cntrl:]]'),
  details jsonb NOT NULL DEFAULT '{}',
  -- Goes into the hash of the content, and goes when the content is erased: nobody can then guess it from the hash.
  salt uuid DEFAULT gen_random_uuid(),
  PRIMARY KEY (town_id, at, sequence)
) PARTITION BY RANGE (at);
CREATE TABLE kernel.audit_entry_default PARTITION OF kernel.audit_entry DEFAULT;
CREATE INDEX audit_entry_order ON kernel.audit_entry (town_id, tx, sequence);
CREATE INDEX audit_entry_sequence ON kernel.audit_entry (town_id, sequence);

-- One chain per town and month of the entries.
CREATE TABLE kernel.audit_seal (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  month text NOT NULL CHECK (month ~ '^\d{4}-\d{2}$'),
  position bigint NOT NULL,
  sequence bigint NOT NULL,
  -- Microseconds since 1970, as the entry had them when it was sealed.
  at_us bigint NOT NULL,
  content_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (town_id, month, position),
  UNIQUE (town_id, sequence)
);
CREATE TABLE kernel.audit_head (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  month text NOT NULL,
  position bigint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (town_id, month, position),
  UNIQUE (town_id, number)
);
CREATE TABLE kernel.audit_cursor (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  after_tx xid8 NOT NULL DEFAULT '0',
  after_sequence bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id)
);

-- Takes the content out of an entry and says so in an entry of its own; the chain stays valid over the hash.
CREATE FUNCTION kernel.erase_audit_content(entry bigint, law text, actor text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE erased bigint;
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  IF coalesce(trim(law), '') = '' THEN RAISE EXCEPTION 'an audit entry is erased only by a law that is named'; END IF;
  IF NOT EXISTS (SELECT FROM kernel.audit_seal WHERE town_id = kernel.current_town() AND sequence = entry) THEN RETURN false; END IF;
  UPDATE kernel.audit_entry SET actor = '', object = '', details = '{}', salt = NULL
    WHERE town_id = kernel.current_town() AND sequence = entry AND salt IS NOT NULL AND action <> 'kernel.audit.erased'
    RETURNING sequence INTO erased;
  IF erased IS NULL THEN RETURN false; END IF;
  INSERT INTO kernel.audit_entry (action, actor, object, details)
    VALUES ('kernel.audit.erased', actor, 'audit:' || entry, jsonb_build_object('law', law));
  RETURN true;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['mass_run', 'audit_entry', 'audit_entry_default', 'audit_seal', 'audit_head', 'audit_cursor'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
  END LOOP;
END $$;
-- Nothing here can be changed or taken back by the application; time and transaction of an entry are the database's own word.
GRANT SELECT ON kernel.mass_run, kernel.audit_entry TO stadttor_app;
GRANT INSERT (action, actor, object, details) ON kernel.audit_entry TO stadttor_app;
GRANT SELECT, INSERT ON kernel.audit_seal, kernel.audit_head TO stadttor_app;
GRANT SELECT, INSERT, UPDATE ON kernel.audit_cursor TO stadttor_app;
COMMENT ON TABLE kernel.access_log IS 'append-only';
COMMENT ON TABLE kernel.mass_run IS 'append-only';
COMMENT ON TABLE kernel.audit_entry IS 'append-only';
COMMENT ON TABLE kernel.audit_seal IS 'append-only';
COMMENT ON TABLE kernel.audit_head IS 'append-only';

-- Months begin at midnight UTC. Rows that a late run left in the default partition move into their month.
CREATE FUNCTION kernel.make_partitions(today date, months_ahead integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE parent text; month date; partition text; rest text; range text; columns text; made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('stadttor partitions'));
  FOREACH parent IN ARRAY ARRAY['access_log', 'audit_entry'] LOOP
    rest := parent || '_default';
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
      WHERE attrelid = to_regclass('kernel.' || parent) AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    FOR month IN SELECT generate_series(date_trunc('month', today::timestamp), date_trunc('month', today::timestamp) + make_interval(months => months_ahead), '1 month')::date LOOP
      partition := parent || to_char(month, '_YYYY_MM');
      CONTINUE WHEN to_regclass('kernel.' || partition) IS NOT NULL;
      range := format('at >= %L AND at < %L', month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
      EXECUTE format('CREATE TABLE kernel.%I (LIKE kernel.%I INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING INDEXES)', partition, parent);
      EXECUTE format('ALTER TABLE kernel.%I NO FORCE ROW LEVEL SECURITY', rest);
      EXECUTE format('WITH moved AS (DELETE FROM kernel.%I WHERE %s RETURNING %s) INSERT INTO kernel.%I (%s) SELECT %s FROM moved', rest, range, columns, partition, columns, columns);
      EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', rest);
      EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', partition);
      EXECUTE format('CREATE POLICY keeper ON kernel.%I TO CURRENT_USER USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', partition);
      EXECUTE format('ALTER TABLE kernel.%I ATTACH PARTITION kernel.%I FOR VALUES FROM (%L) TO (%L)', parent, partition, month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;

REVOKE ALL ON FUNCTION kernel.log_access(uuid[], text, text, text, text, text, text[], boolean, text),
  kernel.log_mass_run(text, text, text, text, text[], integer), kernel.erase_audit_content(bigint, text, text),
  kernel.make_partitions(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.log_access(uuid[], text, text, text, text, text, text[], boolean, text),
  kernel.log_mass_run(text, text, text, text, text[], integer), kernel.erase_audit_content(bigint, text, text) TO stadttor_app;
GRANT EXECUTE ON FUNCTION kernel.make_partitions(date, integer) TO stadttor_platform;
SELECT kernel.make_partitions((now() AT TIME ZONE 'UTC')::date, 3);
