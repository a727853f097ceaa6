-- What was sent: immutable, sealed, handed over, erased by rule; and figures without persons.

CREATE TABLE forms.submission (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  reference text NOT NULL CHECK (reference ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  -- One draft is sent once.
  draft_id uuid NOT NULL,
  form_id uuid NOT NULL,
  version integer NOT NULL,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- Whose answers they are; the key to the content and to its log of looks.
  holder_id uuid NOT NULL,
  -- The account it was sent from; none: sent without one.
  owner_id uuid,
  -- For whom the owner acted.
  acts_for uuid,
  -- The member of staff who typed it in for somebody.
  entered_by uuid,
  level text NOT NULL CHECK (level IN ('none', 'basic', 'low', 'substantial', 'high')),
  method text NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  received_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'erased')),
  -- The last day on which the content is kept; none: the form names no time.
  keep_until date,
  fee_cents integer CHECK (fee_cents >= 0),
  -- Hash of the secret of the browser that sent it without an account.
  secret_hash bytea,
  -- SHA-256 of the content with its salt, and the town's signature of it.
  content_hash bytea NOT NULL,
  signature bytea NOT NULL,
  erased_at timestamptz,
  erased_by text,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, reference),
  UNIQUE (town_id, draft_id),
  FOREIGN KEY (town_id, form_id, version) REFERENCES forms.version (town_id, form_id, number),
  CHECK ((state = 'erased') = (erased_at IS NOT NULL AND erased_by IS NOT NULL))
);
CREATE INDEX submission_form ON forms.submission (town_id, form_id, received_at DESC);
CREATE INDEX submission_unit ON forms.submission (town_id, unit text_pattern_ops, received_at DESC);
CREATE INDEX submission_owner ON forms.submission (town_id, owner_id, received_at DESC) WHERE owner_id IS NOT NULL;
CREATE INDEX submission_holder ON forms.submission (town_id, holder_id);
CREATE INDEX submission_keep ON forms.submission (town_id, keep_until) WHERE state <> 'erased' AND keep_until IS NOT NULL;

CREATE TABLE forms.submission_content (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  submission_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Answers, reasons for what is left open, names of files; sealed as `forms.submission/<id>`.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, submission_id),
  FOREIGN KEY (town_id, submission_id) REFERENCES forms.submission (town_id, id)
);
CREATE INDEX submission_content_subject ON forms.submission_content (town_id, subject_id);

-- Files that came with it; their names are in the content.
CREATE TABLE forms.submission_file (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  path text NOT NULL,
  blob text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, submission_id) REFERENCES forms.submission (town_id, id)
);
CREATE INDEX submission_file_of ON forms.submission_file (town_id, submission_id);

-- Who gets what was sent. Without any the desk alone has it.
CREATE TABLE forms.receiver (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('contract', 'webhook', 'batch')),
  label text NOT NULL CHECK (label <> ''),
  -- Where it goes at the receiver: a routing target, for a webhook its address.
  target text NOT NULL DEFAULT '',
  -- Sealed as `forms.receiver/<id>`: the secret that signs calls.
  secret bytea,
  format text CHECK (format IN ('csv', 'json')),
  rhythm text CHECK (rhythm IN ('daily', 'weekly')),
  -- The receiver's own parameters, as text by name.
  parameters jsonb NOT NULL DEFAULT '{}',
  added_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE,
  CHECK (kind <> 'batch' OR (format IS NOT NULL AND rhythm IS NOT NULL)),
  CHECK (kind <> 'webhook' OR (target ~ '^https?://' AND secret IS NOT NULL))
);
CREATE INDEX receiver_form ON forms.receiver (town_id, form_id) WHERE removed_at IS NULL;

-- A file of what came in over a day or a week; made anew at each download.
CREATE TABLE forms.batch (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  submissions integer NOT NULL CHECK (submissions > 0),
  fetched_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, receiver_id) REFERENCES forms.receiver (town_id, id) ON DELETE CASCADE
);

CREATE TABLE forms.hand_over (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failing', 'delivered')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  -- A code such as `status-503`, never an answer of the receiver.
  last_error text,
  delivered_at timestamptz,
  -- What the receiver calls it, and how it can be answered.
  foreign_id text,
  reply_channel text,
  batch_id uuid,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, submission_id, receiver_id),
  FOREIGN KEY (town_id, submission_id) REFERENCES forms.submission (town_id, id),
  FOREIGN KEY (town_id, receiver_id) REFERENCES forms.receiver (town_id, id) ON DELETE CASCADE,
  FOREIGN KEY (town_id, batch_id) REFERENCES forms.batch (town_id, id)
);
CREATE INDEX hand_over_next ON forms.hand_over (town_id, next_at) WHERE state <> 'delivered';
CREATE INDEX hand_over_receiver ON forms.hand_over (town_id, receiver_id);
CREATE INDEX hand_over_batch ON forms.hand_over (town_id, batch_id) WHERE batch_id IS NOT NULL;

-- Counts per day, nothing about persons: begun, left at a page, sent, minutes it took, questions that were hard.
CREATE TABLE forms.figure (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  day date NOT NULL,
  form_id uuid NOT NULL,
  version integer NOT NULL,
  what text NOT NULL CHECK (what IN ('started', 'left', 'sent', 'minutes', 'problem')),
  -- Key of a page, path of a question without numbers, or the upper bound of minutes.
  place text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (town_id, day, form_id, version, what, place),
  FOREIGN KEY (town_id, form_id) REFERENCES forms.form (town_id, id) ON DELETE CASCADE
);
CREATE INDEX figure_form ON forms.figure (town_id, form_id, day);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['submission', 'submission_file', 'receiver', 'batch', 'hand_over', 'figure'] LOOP
    EXECUTE format('ALTER TABLE forms.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE forms.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON forms.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON forms.%I TO stadttor_app', name);
  END LOOP;
END $$;

-- What was sent is never changed: it loses its content once, and then says so.
REVOKE UPDATE, DELETE ON forms.submission FROM stadttor_app;
GRANT UPDATE (state, erased_at, erased_by, keep_until, owner_id, acts_for, secret_hash) ON forms.submission TO stadttor_app;
REVOKE UPDATE ON forms.submission_file FROM stadttor_app;

ALTER TABLE forms.submission_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE forms.submission_content FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON forms.submission_content
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, DELETE ON forms.submission_content TO stadttor_app;
