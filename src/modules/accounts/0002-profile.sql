-- What a person says about themselves, how they want to be reached, what they allowed, and how an account ends.

-- One value from one source: what a provider or a register says stands beside what was typed, never under it.
CREATE TABLE accounts.field (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  name text NOT NULL CHECK (name ~ '^[a-z-]{1,40}$'),
  source text NOT NULL CHECK (source IN ('typed', 'provider', 'register', 'staff')),
  -- Which provider or register, as people know it.
  source_name text NOT NULL DEFAULT '',
  value text NOT NULL CHECK (length(value) <= 1000),
  since timestamptz NOT NULL,
  PRIMARY KEY (town_id, subject_id, name, source, source_name),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);

CREATE TABLE accounts.preference (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  channel text NOT NULL CHECK (channel IN ('mail', 'sms', 'push', 'none')),
  quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 23),
  quiet_to smallint CHECK (quiet_to BETWEEN 0 AND 23),
  digest boolean NOT NULL,
  interests text[] NOT NULL,
  -- Fitting services on the start page; off is off.
  offers boolean NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, subject_id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);

-- A new mail address that waits for its code.
CREATE TABLE accounts.mail_change (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  mail text NOT NULL,
  code_hash text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, subject_id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);

-- By what people are found: HMAC under the town's key of each word of the name in the form A-Z (whole, and its first four letters), and of the
-- mail addresses a person has proved. Says nothing without that key.
CREATE TABLE accounts.find_key (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('family', 'given', 'mail')),
  key text NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (town_id, kind, key, person_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX find_key_person ON accounts.find_key (town_id, person_id);

-- One row for each time a person said yes; a withdrawal closes it, nothing is written over.
CREATE TABLE accounts.consent (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  id uuid NOT NULL,
  purpose text NOT NULL,
  receiver text NOT NULL,
  version integer NOT NULL,
  -- What the person read.
  wording text NOT NULL,
  given_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX consent_subject ON accounts.consent (town_id, subject_id);
CREATE UNIQUE INDEX consent_open ON accounts.consent (town_id, subject_id, purpose, receiver) WHERE withdrawn_at IS NULL;

-- "This is wrong": what a person wants to have put right. The state is apart, for the desk's lists.
CREATE TABLE accounts.correction (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE accounts.correction_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  correction_id uuid NOT NULL,
  wish text NOT NULL,
  answer text NOT NULL DEFAULT '',
  PRIMARY KEY (town_id, correction_id),
  FOREIGN KEY (town_id, correction_id) REFERENCES accounts.correction (town_id, id) ON DELETE CASCADE
);
CREATE INDEX correction_text_subject ON accounts.correction_text (town_id, subject_id);

-- The end of an account: one row for each wish, one for each step of each room, so that a crash only delays it. Reports name no person.
CREATE TABLE accounts.erasure (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  asked_at timestamptz NOT NULL,
  finished_at timestamptz,
  -- Lets the browser that asked read the report for an hour, without an account.
  receipt_hash bytea NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, person_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE accounts.erasure_step (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  erasure_id uuid NOT NULL,
  room text NOT NULL,
  step text NOT NULL CHECK (step IN ('restrict', 'archive', 'destroy')),
  done_at timestamptz NOT NULL,
  report jsonb NOT NULL,
  PRIMARY KEY (town_id, erasure_id, room, step),
  FOREIGN KEY (town_id, erasure_id) REFERENCES accounts.erasure (town_id, id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['find_key', 'correction', 'erasure', 'erasure_step'] LOOP
    EXECUTE format('ALTER TABLE accounts.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE accounts.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON accounts.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['field', 'preference', 'mail_change', 'consent', 'correction_text'] LOOP
    EXECUTE format('ALTER TABLE accounts.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE accounts.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY personal ON accounts.%I USING (town_id = kernel.current_town() AND kernel.may_see(subject_id)) WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.%I TO stadttor_app', name);
  END LOOP;
END $$;
