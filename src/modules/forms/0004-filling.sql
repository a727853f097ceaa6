-- Filling in: how a draft is found again without an account, its files, and who may begin how often.

-- One mail address of a draft without account; the address itself is sealed in draft_address.
CREATE TABLE forms.draft_way (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  -- In the link of the mail.
  id uuid NOT NULL,
  draft_id uuid NOT NULL,
  -- Keyed hash of the address: finds it, reveals nothing.
  mail_name text NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  code_hash text,
  code_until timestamptz,
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  made_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, draft_id),
  FOREIGN KEY (town_id, draft_id) REFERENCES forms.draft (town_id, id) ON DELETE CASCADE
);
CREATE INDEX draft_way_mail ON forms.draft_way (town_id, mail_name, made_at DESC);

CREATE TABLE forms.draft_address (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  draft_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- The mail address, sealed as `forms.draft_address/<draft>`.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, draft_id),
  FOREIGN KEY (town_id, draft_id) REFERENCES forms.draft (town_id, id) ON DELETE CASCADE
);

-- Names and labels of files stand in the sealed answers; here is only where their content lies.
CREATE TABLE forms.draft_file (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  draft_id uuid NOT NULL,
  blob text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, draft_id) REFERENCES forms.draft (town_id, id) ON DELETE CASCADE
);
CREATE INDEX draft_file_draft ON forms.draft_file (town_id, draft_id);

-- How often one address of the network began or asked for mail in this hour: keyed hashes, forgotten after a day.
CREATE TABLE forms.begin_count (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  name text NOT NULL,
  hour timestamptz NOT NULL,
  count integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (town_id, name, hour)
);
CREATE INDEX begin_count_hour ON forms.begin_count (town_id, hour);

-- Tasks of the proof of work that were handed in: each counts once.
CREATE TABLE forms.begin_used (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  task text NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (town_id, task)
);
CREATE INDEX begin_used_until ON forms.begin_used (town_id, until);

CREATE INDEX draft_secret ON forms.draft (town_id, secret_hash) WHERE secret_hash IS NOT NULL AND state = 'open';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['draft_way', 'draft_file', 'begin_count', 'begin_used'] LOOP
    EXECUTE format('ALTER TABLE forms.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE forms.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON forms.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON forms.%I TO stadttor_app', name);
  END LOOP;
END $$;

ALTER TABLE forms.draft_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE forms.draft_address FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON forms.draft_address
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON forms.draft_address TO stadttor_app;
