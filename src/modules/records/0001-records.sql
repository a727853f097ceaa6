-- The electronic file: filing plan, files, procedures, documents with their versions, and the tasks that keep a document from being lost.

-- @de Aktenplan: what may be filed at all, how long it is kept and what becomes of it.
CREATE TABLE records.plan_entry (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  number text NOT NULL CHECK (number ~ '^[0-9A-Za-z][0-9A-Za-z.\- ]{0,29}$'),
  parent_id uuid,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  -- Empty: what is filed here has no period of its own. `forever`: it is kept without end.
  keep_years integer CHECK (keep_years BETWEEN 0 AND 200),
  forever boolean NOT NULL DEFAULT false,
  law text NOT NULL DEFAULT '',
  -- @de Fristbeginn: end of the year of closing, or the day of closing.
  starts text NOT NULL DEFAULT 'year-end' CHECK (starts IN ('year-end', 'closing')),
  -- @de Aussonderungsart: A archive, B to be appraised, V destroy.
  appraisal text NOT NULL DEFAULT 'B' CHECK (appraisal IN ('A', 'B', 'V')),
  -- Invented for a demonstration.
  example boolean NOT NULL DEFAULT false,
  source text NOT NULL,
  closed_at timestamptz,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, number),
  FOREIGN KEY (town_id, parent_id) REFERENCES records.plan_entry (town_id, id)
);
CREATE INDEX plan_entry_parent ON records.plan_entry (town_id, parent_id, number);

-- @de Akte
CREATE TABLE records.file (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- A file that matters of one year and one unit fall into by themselves. @de Sammelakte
  collects integer,
  confidentiality text NOT NULL DEFAULT 'internal' CHECK (confidentiality IN ('public', 'internal', 'confidential', 'restricted')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'cancelled')),
  -- Number of the next procedure that is opened by hand.
  next_number integer NOT NULL DEFAULT 1,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, number),
  FOREIGN KEY (town_id, plan_id) REFERENCES records.plan_entry (town_id, id)
);
CREATE UNIQUE INDEX file_collects ON records.file (town_id, plan_id, unit, collects) WHERE collects IS NOT NULL;
CREATE INDEX file_plan ON records.file (town_id, plan_id, opened_at DESC);

-- @de Vorgang. Whose it is stands here as an id; what it says about them is sealed in `person_text`.
CREATE TABLE records.procedure (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- Empty: there was no place for it in the filing plan, and a task says so.
  file_id uuid,
  number text NOT NULL,
  -- What kind of matter it is, without a person's name.
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  person_id uuid,
  matter_kind text,
  matter_id text,
  reference text NOT NULL DEFAULT '',
  confidentiality text NOT NULL DEFAULT 'internal' CHECK (confidentiality IN ('public', 'internal', 'confidential', 'restricted')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'cancelled', 'handed-over', 'destroyed')),
  result text,
  opened_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  closed_at timestamptz,
  -- What the sender said of its retention; counts where the plan says nothing.
  keep_years integer CHECK (keep_years BETWEEN 0 AND 200),
  law text NOT NULL DEFAULT '',
  -- Last day of the period, set by closing; empty while open and for what is kept without end.
  keep_until date,
  next_document integer NOT NULL DEFAULT 1,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, number),
  CHECK ((matter_kind IS NULL) = (matter_id IS NULL)),
  FOREIGN KEY (town_id, file_id) REFERENCES records.file (town_id, id)
);
CREATE UNIQUE INDEX procedure_matter ON records.procedure (town_id, matter_kind, matter_id) WHERE matter_id IS NOT NULL;
CREATE INDEX procedure_file ON records.procedure (town_id, file_id, opened_at DESC);
CREATE INDEX procedure_person ON records.procedure (town_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX procedure_changed ON records.procedure (town_id, changed_at DESC);
CREATE INDEX procedure_due ON records.procedure (town_id, keep_until) WHERE state = 'closed';

-- Another unit that may read or work on a procedure or on all of a file.
CREATE TABLE records.unit_right (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  file_id uuid,
  procedure_id uuid,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  may text NOT NULL CHECK (may IN ('read', 'write')),
  given_at timestamptz NOT NULL,
  given_by uuid,
  PRIMARY KEY (town_id, id),
  CHECK ((file_id IS NULL) <> (procedure_id IS NULL)),
  FOREIGN KEY (town_id, file_id) REFERENCES records.file (town_id, id) ON DELETE CASCADE,
  FOREIGN KEY (town_id, procedure_id) REFERENCES records.procedure (town_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX unit_right_file ON records.unit_right (town_id, file_id, unit) WHERE file_id IS NOT NULL;
CREATE UNIQUE INDEX unit_right_procedure ON records.unit_right (town_id, procedure_id, unit) WHERE procedure_id IS NOT NULL;
CREATE INDEX unit_right_unit ON records.unit_right (town_id, unit);

-- @de Dokument. Without a procedure it lies in the post basket of its unit.
CREATE TABLE records.document (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  procedure_id uuid,
  -- The id its sender gave it: one key is one document.
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  -- Counts within the procedure.
  number integer,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  direction text NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  person_id uuid,
  dated_at timestamptz NOT NULL,
  filed_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  -- Checked out: nobody else may add a version.
  locked_by uuid,
  locked_at timestamptz,
  versions integer NOT NULL DEFAULT 1,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key),
  FOREIGN KEY (town_id, procedure_id) REFERENCES records.procedure (town_id, id)
);
CREATE INDEX document_procedure ON records.document (town_id, procedure_id, number);
CREATE INDEX document_basket ON records.document (town_id, filed_at DESC) WHERE procedure_id IS NULL;
CREATE INDEX document_person ON records.document (town_id, person_id) WHERE person_id IS NOT NULL;

CREATE TABLE records.version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  number integer NOT NULL,
  blob text NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  made_at timestamptz NOT NULL,
  -- As the logs write it: `staff:<id>@<unit>`, `system:<module>`.
  made_by text NOT NULL,
  -- When its text was taken out for the search; empty while that waits.
  read_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, document_id, number),
  FOREIGN KEY (town_id, document_id) REFERENCES records.document (town_id, id) ON DELETE CASCADE
);
CREATE INDEX version_unread ON records.version (town_id, made_at) WHERE read_at IS NULL;

-- The same version in another format: as PDF, as a picture for the preview. @de Format
CREATE TABLE records.rendition (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  version_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('pdf', 'preview')),
  blob text NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  made_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, version_id, kind),
  FOREIGN KEY (town_id, version_id) REFERENCES records.version (town_id, id) ON DELETE CASCADE
);

-- Words of procedures and of the newest version of documents, for the search: plain under the town's policy, without their places in the text.
-- The question stands in the policy itself: a condition behind the policy may use an index only if its operator is leakproof, and no operator
-- of the text search is. Without a question every row of the town is there.
CREATE TABLE records.word_index (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('procedure', 'document')),
  words tsvector NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX word_index_words ON records.word_index USING gin (words);
CREATE FUNCTION records.question() RETURNS tsquery LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('records.question', true), ''), '!''there is no such word''')::tsquery $$;
REVOKE ALL ON FUNCTION records.question() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records.question() TO stadttor_app;

-- What is said about a person: names of documents, subjects, notes. `id` is that of the thing it belongs to. Sealed and bound to it.
CREATE TABLE records.person_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, id)
);
-- The same where nobody in particular is concerned, or nobody knows yet whom it concerns.
CREATE TABLE records.own_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, id)
);

-- What kept a document from its place, until somebody has solved it. @de Ablagefehler
CREATE TABLE records.task (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('plan-missing', 'plan-closed', 'unit-missing', 'procedure-closed', 'procedure-gone', 'retention-missing', 'file-missing')),
  procedure_id uuid,
  document_id uuid,
  unit text NOT NULL,
  -- What was asked for, such as the number of the plan entry that is not there.
  wanted text NOT NULL DEFAULT '',
  opened_at timestamptz NOT NULL,
  done_at timestamptz,
  done_by uuid,
  PRIMARY KEY (town_id, id)
);
CREATE UNIQUE INDEX task_open ON records.task (town_id, kind, procedure_id, document_id) NULLS NOT DISTINCT WHERE done_at IS NULL;
CREATE INDEX task_waiting ON records.task (town_id, unit text_pattern_ops, opened_at) WHERE done_at IS NULL;
CREATE INDEX task_procedure ON records.task (town_id, procedure_id) WHERE done_at IS NULL;

-- Nothing under hold is destroyed or handed over. @de Aussonderungssperre
CREATE TABLE records.hold (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  file_id uuid,
  procedure_id uuid,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 300),
  set_at timestamptz NOT NULL,
  set_by uuid NOT NULL,
  lifted_at timestamptz,
  lifted_by uuid,
  PRIMARY KEY (town_id, id),
  CHECK ((file_id IS NULL) <> (procedure_id IS NULL)),
  FOREIGN KEY (town_id, file_id) REFERENCES records.file (town_id, id),
  FOREIGN KEY (town_id, procedure_id) REFERENCES records.procedure (town_id, id)
);
CREATE INDEX hold_file ON records.hold (town_id, file_id) WHERE lifted_at IS NULL;
CREATE INDEX hold_procedure ON records.hold (town_id, procedure_id) WHERE lifted_at IS NULL;

-- Who did what when; stays when the documents are gone.
CREATE TABLE records.history (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL CHECK (what ~ '^[a-z-]+$'),
  actor text NOT NULL,
  file_id uuid,
  procedure_id uuid,
  document_id uuid,
  -- Numbers, states and ids; never names.
  details jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (town_id, id)
);
COMMENT ON TABLE records.history IS 'append-only';
CREATE INDEX history_procedure ON records.history (town_id, procedure_id, id DESC) WHERE procedure_id IS NOT NULL;
CREATE INDEX history_document ON records.history (town_id, document_id, id DESC) WHERE document_id IS NOT NULL;
CREATE INDEX history_file ON records.history (town_id, file_id, id DESC) WHERE file_id IS NOT NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['plan_entry', 'file', 'procedure', 'unit_right', 'document', 'version', 'rendition', 'own_text', 'task',
      'hold', 'history'] LOOP
    EXECUTE format('ALTER TABLE records.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE records.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON records.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON records.%I TO stadttor_app', name);
  END LOOP;
  ALTER TABLE records.word_index ENABLE ROW LEVEL SECURITY;
  ALTER TABLE records.word_index FORCE ROW LEVEL SECURITY;
  CREATE POLICY town ON records.word_index USING (town_id = kernel.current_town() AND words @@ records.question())
    WITH CHECK (town_id = kernel.current_town());
  GRANT SELECT, INSERT, UPDATE, DELETE ON records.word_index TO stadttor_app;
  ALTER TABLE records.person_text ENABLE ROW LEVEL SECURITY;
  ALTER TABLE records.person_text FORCE ROW LEVEL SECURITY;
  CREATE POLICY personal ON records.person_text USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
    WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
  GRANT SELECT, INSERT, UPDATE, DELETE ON records.person_text TO stadttor_app;
END $$;
REVOKE UPDATE, DELETE ON records.history FROM stadttor_app;
