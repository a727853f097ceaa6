-- The ground: towns, people, permissions, the log of every look, the outbox and blobs.
-- Roles stadttor_app (towns' data) and stadttor_platform (platform tables) exist before this file runs.

CREATE FUNCTION kernel.current_town() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('stadttor.town', true), '')::integer $$;

-- Platform tables: nothing personal, no row policy, listed in src/kernel/platform.ts.

CREATE TABLE kernel.town (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL UNIQUE CHECK (key ~ '^[a-z][a-z0-9-]{0,38}$'),
  settings jsonb NOT NULL,
  data_key text NOT NULL,
  folder_fingerprint text,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);
CREATE TABLE kernel.dispatch (
  receiver text NOT NULL,
  town_id integer NOT NULL REFERENCES kernel.town (id),
  after_tx xid8 NOT NULL DEFAULT '0',
  after_sequence bigint NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  last_error text,
  retry_at timestamptz,
  PRIMARY KEY (receiver, town_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.town, kernel.dispatch TO stadttor_platform;

-- Outbox: one append-only table of CloudEvents; holds ids, never names, addresses or answers.

CREATE TABLE kernel.event (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id uuid NOT NULL,
  type text NOT NULL CHECK (type ~ '^[a-z-]+\.[a-z-]+\.v[0-9]+$'),
  subjects text[] NOT NULL DEFAULT '{}',
  payload jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, sequence)
);
CREATE INDEX event_order ON kernel.event (town_id, tx, sequence);
ALTER TABLE kernel.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel.event FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON kernel.event USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, DELETE ON kernel.event TO stadttor_app;

-- People. The person row itself says nothing about anybody; names live in a personal table.

CREATE TABLE kernel.person (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('resident', 'staff')),
  created_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  PRIMARY KEY (town_id, id)
);
CREATE TABLE kernel.session (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  level text NOT NULL CHECK (level IN ('none', 'basic', 'low', 'substantial', 'high')),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (town_id, token_hash),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE kernel.permission_grant (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  permission text NOT NULL CHECK (permission ~ '^[a-z-]+\.[a-z-]+\.[a-z-]+$'),
  unit text NOT NULL DEFAULT '*',
  granted_at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz,
  PRIMARY KEY (town_id, person_id, permission, unit),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);

-- The log of every look at personal data, written by kernel.log_access alone.

CREATE TABLE kernel.access_log (
  town_id integer NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  at timestamptz NOT NULL DEFAULT now(),
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  subject_id uuid NOT NULL,
  actor text NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  matter text,
  PRIMARY KEY (town_id, at, id)
) PARTITION BY RANGE (at);
CREATE TABLE kernel.access_log_default PARTITION OF kernel.access_log DEFAULT;
CREATE INDEX access_log_subject ON kernel.access_log (town_id, subject_id, at);

CREATE FUNCTION kernel.log_access(subjects uuid[], actor text, purpose text, legal_basis text, matter text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF kernel.current_town() IS NULL THEN RAISE EXCEPTION 'no town in this transaction'; END IF;
  IF coalesce(trim(purpose), '') = '' OR coalesce(trim(legal_basis), '') = '' OR coalesce(trim(actor), '') = '' THEN
    RAISE EXCEPTION 'a look at personal data needs an actor, a purpose and a legal basis';
  END IF;
  INSERT INTO kernel.access_log (town_id, subject_id, actor, purpose, legal_basis, matter)
    SELECT kernel.current_town(), subject, actor, purpose, legal_basis, matter FROM unnest(subjects) AS subject;
END $$;
-- `at = now()` prunes to one partition; `tx` makes sure it is this very transaction.
CREATE FUNCTION kernel.may_see(subject uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM kernel.access_log WHERE town_id = kernel.current_town() AND subject_id = subject
    AND at = now() AND tx = pg_current_xact_id_if_assigned()) $$;
REVOKE ALL ON FUNCTION kernel.log_access(uuid[], text, text, text, text), kernel.may_see(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.log_access(uuid[], text, text, text, text), kernel.may_see(uuid) TO stadttor_app;

CREATE TABLE kernel.person_name (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  given_name text NOT NULL DEFAULT '',
  family_name text NOT NULL DEFAULT '',
  PRIMARY KEY (town_id, subject_id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);
ALTER TABLE kernel.person_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel.person_name FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON kernel.person_name
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.person_name TO stadttor_app;

-- Files: what is stored where is in the file store; here only which town refers to which name, and how often.

CREATE TABLE kernel.blob (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  name text NOT NULL CHECK (name ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL,
  media_type text NOT NULL,
  refs integer NOT NULL DEFAULT 1 CHECK (refs >= 0),
  unused_since timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, name)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['person', 'session', 'permission_grant', 'blob'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['access_log', 'access_log_default'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT ON kernel.%I TO stadttor_app', name);
  END LOOP;
END $$;
