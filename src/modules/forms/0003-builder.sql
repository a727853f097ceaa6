-- The form builder: the working copy of a form, what was changed in it, blocks of the town, comments, test rounds.

-- A plain questionnaire guides to services and sends nothing.
ALTER TABLE forms.form ADD COLUMN kind text NOT NULL DEFAULT 'application' CHECK (kind IN ('application', 'questionnaire'));

CREATE TABLE forms.working_copy (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  form_id uuid NOT NULL,
  document jsonb NOT NULL,
  -- Rises with every change.
  revision integer NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL,
  -- None: a command of the operator.
  changed_by uuid,
  -- The revision that was published last; none: never published from here.
  published_revision integer,
  -- Waits for a second person.
  asked_by uuid,
  asked_at timestamptz,
  -- What the second person said when they sent it back.
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (town_id, form_id),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);

CREATE TABLE forms.edit (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  form_id uuid NOT NULL,
  -- The revision that it made.
  revision integer NOT NULL,
  at timestamptz NOT NULL,
  by uuid,
  -- What was done, as a word the builder knows, and to what, by its label.
  action text NOT NULL,
  label text NOT NULL DEFAULT '',
  -- The document as it was; none for the oldest ones.
  before jsonb,
  -- The revision that this one takes back.
  undoes integer,
  PRIMARY KEY (town_id, form_id, revision),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);

CREATE TABLE forms.comment (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  -- The question, group or page; '' is the form.
  path text NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  by uuid NOT NULL,
  at timestamptz NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);
CREATE INDEX comment_form ON forms.comment (town_id, form_id, at);

-- Pages and groups that are used again; a form holds a copy.
CREATE TABLE forms.block (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  items jsonb NOT NULL,
  made_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['working_copy', 'edit', 'comment', 'block'] LOOP
    EXECUTE format('ALTER TABLE forms.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE forms.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON forms.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON forms.%I TO stadttor_app', name);
  END LOOP;
END $$;
