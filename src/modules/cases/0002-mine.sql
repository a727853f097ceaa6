-- The resident's side: opening a case without an account by its reference and a code by mail, and counting such tries.

-- Sent to the mail address of a case: who types the code sees it.
CREATE TABLE cases.way (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  -- Name of the code under the town's key; none once it was used.
  code_hash text,
  code_until timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX way_case ON cases.way (town_id, case_id, code_until);

-- A browser that typed the right code, until it ends.
CREATE TABLE cases.guest (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  secret_hash bytea NOT NULL,
  case_id uuid NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (town_id, secret_hash, case_id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX guest_until ON cases.guest (town_id, until);

-- What was asked from one address in one hour; the name hides the address.
CREATE TABLE cases.find_count (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  name text NOT NULL,
  hour timestamptz NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (town_id, name, hour)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['way', 'guest', 'find_count'] LOOP
    EXECUTE format('ALTER TABLE cases.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cases.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON cases.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON cases.%I TO stadttor_app', name);
  END LOOP;
END $$;
