-- Forms of a town with their published versions, and what people have begun to fill in.

CREATE TABLE forms.form (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- In the address: /forms/<key>.
  key text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  -- Path of the unit that answers for it.
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- German title of the newest version, for lists.
  title text NOT NULL CHECK (title <> ''),
  -- The version people get; none: not published.
  live_version integer,
  -- Days in Europe/Berlin between which it can be begun.
  opens_on date,
  closes_on date,
  -- Sent at most so often; none: without limit.
  submission_limit integer CHECK (submission_limit > 0),
  -- Set by the maintenance switch: what people are told meanwhile, by language.
  paused jsonb,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);
CREATE INDEX form_unit ON forms.form (town_id, unit text_pattern_ops);

-- Never changed once published: a draft stays on the version it began with.
CREATE TABLE forms.version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  form_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  document jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid,
  approved_by uuid,
  PRIMARY KEY (town_id, form_id, number),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);

-- Which services a form belongs to: `catalogue.service/<id>`. FIM knows no such link, so it is ours.
CREATE TABLE forms.form_service (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  form_id uuid NOT NULL,
  service text NOT NULL CHECK (service ~ '^[a-z-]+\.[a-z-]+/[A-Za-z0-9-]{1,80}$'),
  PRIMARY KEY (town_id, form_id, service),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);
CREATE INDEX form_service_of ON forms.form_service (town_id, service);

CREATE TABLE forms.draft (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  version integer NOT NULL,
  -- The account it belongs to; none: whoever holds the secret of the browser or of the mail.
  owner_id uuid,
  -- Whose answers these are: the owner, or the draft's own id where nobody is signed in.
  subject uuid NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent')),
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  -- Hash of the secret in the browser's cookie.
  secret_hash bytea,
  -- Highest level proven while it was filled in.
  level text NOT NULL DEFAULT 'none' CHECK (level IN ('none', 'basic', 'low', 'substantial', 'high')),
  -- Rises with every save: two windows do not overwrite each other unseen.
  revision integer NOT NULL DEFAULT 0,
  -- Key of the page people come back to.
  page text,
  begun_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  warned_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, form_id, version) REFERENCES forms.version (town_id, form_id, number)
);
CREATE INDEX draft_owner ON forms.draft (town_id, owner_id, saved_at DESC) WHERE owner_id IS NOT NULL AND state = 'open';
CREATE INDEX draft_saved ON forms.draft (town_id, saved_at) WHERE state = 'open';
CREATE INDEX draft_version ON forms.draft (town_id, form_id, version);

CREATE TABLE forms.draft_content (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  draft_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Answers, reasons for what is left open, and where prefilled ones came from; sealed as `forms.draft/<id>`.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, draft_id),
  FOREIGN KEY (town_id, draft_id) REFERENCES forms.draft (town_id, id) ON DELETE CASCADE
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['form', 'version', 'form_service', 'draft'] LOOP
    EXECUTE format('ALTER TABLE forms.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE forms.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON forms.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON forms.%I TO stadttor_app', name);
  END LOOP;
END $$;
REVOKE UPDATE ON forms.version FROM stadttor_app;

ALTER TABLE forms.draft_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE forms.draft_content FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON forms.draft_content
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON forms.draft_content TO stadttor_app;
