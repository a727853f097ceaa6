-- Who acts for whom: organisations with their representatives, authorities for persons, what was done for somebody, help at the counter.

CREATE TABLE accounts.organisation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('company', 'association')),
  -- unverified: only somebody's word; verified: an identity provider said so.
  state text NOT NULL CHECK (state IN ('unverified', 'verified')),
  -- HMAC of provider and the organisation's id there: the same company account is the same organisation.
  source_key text CHECK (source_key ~ '^[0-9a-f]{64}$'),
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, source_key)
);
-- Names of small companies are names of persons: seen with a logged look at the organisation's id.
CREATE TABLE accounts.organisation_name (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  register text NOT NULL DEFAULT '',
  source text NOT NULL CHECK (source IN ('typed', 'provider')),
  source_name text NOT NULL DEFAULT '',
  since timestamptz NOT NULL,
  PRIMARY KEY (town_id, subject_id),
  FOREIGN KEY (town_id, subject_id) REFERENCES accounts.organisation (town_id, id) ON DELETE CASCADE
);
CREATE TABLE accounts.representative (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- owner: everything, and who else may; all: all matters; matters: only these; read: sees everything, does nothing.
  role text NOT NULL CHECK (role IN ('owner', 'all', 'matters', 'read')),
  matters text[] NOT NULL DEFAULT '{}',
  source text NOT NULL CHECK (source IN ('typed', 'provider', 'invitation')),
  since timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, organisation_id) REFERENCES accounts.organisation (town_id, id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE UNIQUE INDEX representative_once ON accounts.representative (town_id, organisation_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX representative_person ON accounts.representative (town_id, person_id);

CREATE TABLE accounts.invitation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  -- HMAC of the mail address: only who has proved to read it may accept.
  mail_key text NOT NULL CHECK (mail_key ~ '^[0-9a-f]{64}$'),
  role text NOT NULL CHECK (role IN ('owner', 'all', 'matters', 'read')),
  matters text[] NOT NULL DEFAULT '{}',
  invited_by uuid NOT NULL,
  invited_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, token_hash),
  FOREIGN KEY (town_id, organisation_id) REFERENCES accounts.organisation (town_id, id)
);
CREATE INDEX invitation_organisation ON accounts.invitation (town_id, organisation_id);
-- To whom it went, for the organisation's own list.
CREATE TABLE accounts.invitation_mail (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  invitation_id uuid NOT NULL,
  mail text NOT NULL,
  PRIMARY KEY (town_id, invitation_id),
  FOREIGN KEY (town_id, invitation_id) REFERENCES accounts.invitation (town_id, id) ON DELETE CASCADE
);
CREATE INDEX invitation_mail_subject ON accounts.invitation_mail (town_id, subject_id);

-- Acting for a person. Who, for whom, in what, until when; why stands apart, since a guardianship says much about a person.
CREATE TABLE accounts.authority (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  principal_id uuid NOT NULL,
  -- Empty until the agent has typed the code that the person, or the counter, gave them.
  agent_id uuid,
  code_hash bytea,
  code_expires_at timestamptz,
  -- Empty: all matters.
  matters text[] NOT NULL DEFAULT '{}',
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, code_hash),
  FOREIGN KEY (town_id, principal_id) REFERENCES kernel.person (town_id, id),
  FOREIGN KEY (town_id, agent_id) REFERENCES kernel.person (town_id, id),
  CHECK (principal_id <> agent_id)
);
CREATE INDEX authority_agent ON accounts.authority (town_id, agent_id);
CREATE INDEX authority_principal ON accounts.authority (town_id, principal_id);
CREATE TABLE accounts.authority_ground (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  authority_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('parent', 'guardian', 'carer', 'attorney')),
  -- What was shown, and to whom: `Bestellungsurkunde` seen by staff member and unit; empty for a power that the person gave here.
  proof text NOT NULL DEFAULT '',
  proof_seen_by uuid,
  proof_unit text NOT NULL DEFAULT '',
  PRIMARY KEY (town_id, authority_id),
  FOREIGN KEY (town_id, authority_id) REFERENCES accounts.authority (town_id, id) ON DELETE CASCADE
);
CREATE INDEX authority_ground_subject ON accounts.authority_ground (town_id, subject_id);
-- What somebody did for a person or an organisation; they read every line.
CREATE TABLE accounts.act (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  id uuid NOT NULL,
  by_person uuid NOT NULL,
  how text NOT NULL CHECK (how IN ('representative', 'counter', 'phone', 'letter')),
  -- Path and name of the unit at that time, where staff did it.
  unit text NOT NULL DEFAULT '',
  matter text NOT NULL,
  what text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX act_subject ON accounts.act (town_id, subject_id, at);

-- Help at the counter or by phone: one row for each visit or call.
CREATE TABLE accounts.assistance (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  unit text NOT NULL,
  person_id uuid NOT NULL,
  how text NOT NULL CHECK (how IN ('counter', 'phone')),
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX assistance_staff ON accounts.assistance (town_id, staff_id, began_at);
CREATE TABLE accounts.assistance_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  assistance_id uuid NOT NULL,
  purpose text NOT NULL,
  identity_check text NOT NULL,
  PRIMARY KEY (town_id, assistance_id),
  FOREIGN KEY (town_id, assistance_id) REFERENCES accounts.assistance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX assistance_text_subject ON accounts.assistance_text (town_id, subject_id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation', 'representative', 'invitation', 'authority', 'assistance'] LOOP
    EXECUTE format('ALTER TABLE accounts.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE accounts.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON accounts.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['organisation_name', 'invitation_mail', 'authority_ground', 'act', 'assistance_text'] LOOP
    EXECUTE format('ALTER TABLE accounts.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE accounts.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY personal ON accounts.%I USING (town_id = kernel.current_town() AND kernel.may_see(subject_id)) WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.%I TO stadttor_app', name);
  END LOOP;
END $$;
