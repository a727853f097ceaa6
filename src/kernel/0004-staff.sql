-- Staff as the town's directory knows them, found without reading their names; invitations that are used once; units with versions.

ALTER TABLE kernel.unit
  -- Who keeps the unit: the file of the town, a command, the directory of the town (SCIM).
  ADD COLUMN source text NOT NULL DEFAULT 'file',
  ADD COLUMN external_id text,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
-- Who gave it: a person on the desk, the groups of an identity provider, a command.
ALTER TABLE kernel.role_grant ADD COLUMN source text NOT NULL DEFAULT 'person';
CREATE INDEX unit_parent ON kernel.unit (town_id, parent_id);
CREATE INDEX role_grant_unit ON kernel.role_grant (town_id, unit_id);
CREATE INDEX role_grant_role ON kernel.role_grant (town_id, role_id);
CREATE INDEX role_grant_deputy ON kernel.role_grant (town_id, deputy_of) WHERE deputy_of IS NOT NULL;

-- Says of nobody what they are called: keyed digests under the town's key find a person by name, mail or number.
CREATE TABLE kernel.staff (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  source text NOT NULL,
  user_name_key text NOT NULL,
  external_key text,
  mail_key text,
  -- One digest for each beginning of each name.
  search_keys bigint[] NOT NULL DEFAULT '{}',
  -- The first two letters of the family name, so that lists can be read in pages.
  sort_key text NOT NULL DEFAULT '' CHECK (length(sort_key) <= 2),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  PRIMARY KEY (town_id, person_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE UNIQUE INDEX staff_user_name ON kernel.staff (town_id, user_name_key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX staff_external ON kernel.staff (town_id, external_key) WHERE removed_at IS NULL;
CREATE INDEX staff_mail ON kernel.staff (town_id, mail_key) WHERE removed_at IS NULL;
CREATE INDEX staff_search ON kernel.staff USING gin (search_keys);

-- What the directory says about a member of staff: user name, mail, phone, title.
CREATE TABLE kernel.staff_record (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  attributes jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (town_id, subject_id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);

-- Until its invitation is accepted a person has no permission, whatever was granted.
CREATE TABLE kernel.invitation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('administrator', 'member')),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, token_hash),
  UNIQUE (town_id, person_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE kernel.invitation_mail (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  invitation_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  mail text NOT NULL,
  PRIMARY KEY (town_id, invitation_id),
  FOREIGN KEY (town_id, invitation_id) REFERENCES kernel.invitation (town_id, id),
  FOREIGN KEY (town_id, subject_id) REFERENCES kernel.person (town_id, id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['staff', 'invitation'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['staff_record', 'invitation_mail'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY personal ON kernel.%I USING (town_id = kernel.current_town() AND kernel.may_see(subject_id)) WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.%I TO stadttor_app', name);
  END LOOP;
END $$;
