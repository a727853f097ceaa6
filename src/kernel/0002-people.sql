-- People at work: the organisation of a town, roles given for a unit and its children, sessions with their proof, machine tokens.

CREATE TABLE kernel.unit (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  parent_id uuid,
  -- What the source of the organisation calls it; never changes when the unit moves.
  key text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  -- Keys from the root, `/kvr/hauptabteilung-3/gewerbe/`: a unit and its children are one prefix.
  path text NOT NULL CHECK (path ~ '^(/[a-z0-9][a-z0-9-]{0,63})+/$'),
  kind text NOT NULL CHECK (kind IN ('department', 'division', 'unit', 'enterprise', 'subsidiary')),
  name text NOT NULL,
  -- Enterprises and subsidiaries are their own data controller, payee and imprint; competences, locations, functional mailbox.
  details jsonb NOT NULL DEFAULT '{}',
  closed_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key),
  UNIQUE (town_id, path),
  FOREIGN KEY (town_id, parent_id) REFERENCES kernel.unit (town_id, id)
);
CREATE INDEX unit_path ON kernel.unit (town_id, path text_pattern_ops);

CREATE TABLE kernel.membership (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('invited', 'confirmed', 'left')),
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, person_id, unit_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id),
  FOREIGN KEY (town_id, unit_id) REFERENCES kernel.unit (town_id, id)
);
CREATE INDEX membership_unit ON kernel.membership (town_id, unit_id);

CREATE TABLE kernel.role (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  key text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  name text NOT NULL,
  permissions text[] NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);
CREATE TABLE kernel.role_grant (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  role_id uuid NOT NULL,
  -- Empty: the whole town.
  unit_id uuid,
  -- Acting as the deputy of this person.
  deputy_of uuid,
  granted_by uuid,
  starts_at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id),
  FOREIGN KEY (town_id, role_id) REFERENCES kernel.role (town_id, id),
  FOREIGN KEY (town_id, unit_id) REFERENCES kernel.unit (town_id, id),
  FOREIGN KEY (town_id, deputy_of) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX role_grant_person ON kernel.role_grant (town_id, person_id);

-- Old processes write sessions without the new columns: each has a default that is safe.
ALTER TABLE kernel.session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN method text NOT NULL DEFAULT 'command',
  ADD COLUMN second_factor boolean NOT NULL DEFAULT false,
  ADD COLUMN device text NOT NULL DEFAULT '',
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN idle_minutes integer NOT NULL DEFAULT 60,
  -- For whom the person acts in this session: another person or an organisation, on which recorded authority.
  ADD COLUMN acts_for uuid,
  ADD COLUMN acts_as text CHECK (acts_as IN ('person', 'organisation')),
  ADD COLUMN authority uuid;
CREATE UNIQUE INDEX session_id ON kernel.session (town_id, id);
CREATE INDEX session_person ON kernel.session (town_id, person_id) WHERE ended_at IS NULL;

CREATE TABLE kernel.machine_token (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  name text NOT NULL,
  permissions text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, token_hash)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['unit', 'membership', 'role', 'role_grant', 'machine_token'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.%I TO stadttor_app', name);
  END LOOP;
END $$;
