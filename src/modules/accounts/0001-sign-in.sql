-- Ways to sign in, what is on its way in a browser, and how long who must wait after wrong tries.

-- One way of one person: which person it is can be found by a name that only this town can compute, never by an address.
CREATE TABLE accounts.way (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('mail', 'passkey', 'provider')),
  -- Of the mail address, of the passkey's credential id, of issuer and subject: HMAC under the town's key.
  name text NOT NULL CHECK (name ~ '^[0-9a-f]{64}$'),
  -- Which identity provider of the town.
  provider text,
  -- Of a passkey: its id at the authenticator, its public key, how often it was used, whether it is kept in a cloud.
  credential_id bytea,
  public_key bytea,
  counter bigint,
  backed_up boolean,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, kind, name),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX way_person ON accounts.way (town_id, person_id);

-- What the person calls it: the mail address, the device, the name at the provider.
CREATE TABLE accounts.way_label (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  way_id uuid NOT NULL,
  label text NOT NULL,
  PRIMARY KEY (town_id, way_id),
  FOREIGN KEY (town_id, way_id) REFERENCES accounts.way (town_id, id) ON DELETE CASCADE
);
ALTER TABLE accounts.way_label ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts.way_label FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON accounts.way_label
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.way_label TO stadttor_app;
CREATE INDEX way_label_subject ON accounts.way_label (town_id, subject_id);

-- A sign-in on its way: a code that was sent, a challenge, a request to a provider, a form that waits. Sealed; nobody knows yet whose it is.
CREATE TABLE accounts.step (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL,
  -- Hash of the cookie that binds it to one browser.
  browser bytea NOT NULL,
  sealed bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX step_end ON accounts.step (town_id, expires_at);
CREATE INDEX step_browser ON accounts.step (town_id, browser);

-- Tries of one account, one address, or both together; the name is an HMAC under the town's key.
CREATE TABLE accounts.tries (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  name text NOT NULL,
  failed integer NOT NULL,
  last_at timestamptz NOT NULL,
  wait_until timestamptz NOT NULL,
  PRIMARY KEY (town_id, name)
);
CREATE INDEX tries_end ON accounts.tries (town_id, wait_until);

-- What is needed to tell the identity provider that a session has ended.
CREATE TABLE accounts.provider_session (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  session_id uuid NOT NULL,
  provider text NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, session_id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['way', 'step', 'tries', 'provider_session'] LOOP
    EXECUTE format('ALTER TABLE accounts.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE accounts.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON accounts.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.%I TO stadttor_app', name);
  END LOOP;
END $$;
