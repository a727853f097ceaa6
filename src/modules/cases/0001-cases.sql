-- Cases: kinds of cases with their versions, what came in, where it stands, what was decided, and a history that only grows.

-- A kind of case, as a service package brought it.
CREATE TABLE cases.type (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  key text NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  -- Path of the unit that answers for it where no rule names another.
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- Key of the form that opens its cases.
  form_key text NOT NULL,
  title_de text NOT NULL,
  title_en text NOT NULL,
  -- New cases take this one, running ones keep theirs.
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);
CREATE INDEX type_form ON cases.type (town_id, form_key);

CREATE TABLE cases.type_version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  type_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  definition jsonb NOT NULL,
  source_hash text NOT NULL,
  -- Package and its version.
  origin text NOT NULL,
  installed_at timestamptz NOT NULL,
  installed_by uuid,
  PRIMARY KEY (town_id, type_id, number),
  FOREIGN KEY (town_id, type_id) REFERENCES cases.type (town_id, id)
);

CREATE TABLE cases."case" (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- The one that people know: that of what they sent.
  reference text NOT NULL CHECK (reference ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  type_id uuid NOT NULL,
  version integer NOT NULL,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- `waiting`: for an answer of the person; `decided`: the decision is on its way.
  state text NOT NULL CHECK (state IN ('open', 'waiting', 'decided', 'closed')),
  -- Where the status line stands.
  step text NOT NULL,
  step_at timestamptz NOT NULL,
  -- Outcome once it is decided; `withdrawn` when the person took it back.
  outcome text,
  channel text NOT NULL CHECK (channel IN ('online', 'counter', 'phone', 'letter', 'mail', 'scan', 'program')),
  level text NOT NULL CHECK (level IN ('none', 'basic', 'low', 'substantial', 'high')),
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  -- Whose case it is: the key to everything personal in it.
  holder_id uuid NOT NULL,
  -- The account that sees it; none: by reference and mail code.
  owner_id uuid,
  assignee uuid,
  received_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- Last day for the decision, and since when the period rests.
  due_on date,
  rests_since timestamptz,
  closed_at timestamptz,
  -- Last day on which what was granted holds, and the day of the reminder.
  valid_until date,
  remind_on date,
  -- Something new that nobody of the unit has seen.
  news boolean NOT NULL DEFAULT true,
  -- Declared plain values, by name; never names, addresses or free text.
  facts jsonb NOT NULL DEFAULT '{}',
  labels text[] NOT NULL DEFAULT '{}',
  -- The case that this one renews or objects to.
  previous_id uuid,
  -- Entries of the history so far.
  entries integer NOT NULL DEFAULT 0,
  previous_kind text CHECK (previous_kind IN ('renewal', 'objection', 'split')),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, reference),
  FOREIGN KEY (town_id, type_id, version) REFERENCES cases.type_version (town_id, type_id, number),
  FOREIGN KEY (town_id, previous_id) REFERENCES cases."case" (town_id, id),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX case_unit_due ON cases."case" (town_id, unit text_pattern_ops, due_on, id) WHERE state <> 'closed';
CREATE INDEX case_due ON cases."case" (town_id, due_on, id) WHERE state <> 'closed';
CREATE INDEX case_unit_received ON cases."case" (town_id, unit text_pattern_ops, received_at DESC);
CREATE INDEX case_received ON cases."case" (town_id, received_at DESC, id);
CREATE INDEX case_type ON cases."case" (town_id, type_id, state, received_at DESC);
CREATE INDEX case_assignee ON cases."case" (town_id, assignee, due_on) WHERE state <> 'closed' AND assignee IS NOT NULL;
CREATE INDEX case_owner ON cases."case" (town_id, owner_id, received_at DESC) WHERE owner_id IS NOT NULL;
CREATE INDEX case_holder ON cases."case" (town_id, holder_id);
CREATE INDEX case_previous ON cases."case" (town_id, previous_id) WHERE previous_id IS NOT NULL;
CREATE INDEX case_remind ON cases."case" (town_id, remind_on) WHERE remind_on IS NOT NULL;
CREATE INDEX case_closed ON cases."case" (town_id, closed_at) WHERE closed_at IS NOT NULL;

-- Who takes part: each with own view, own delivery, own log.
CREATE TABLE cases.party (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('applicant', 'co-applicant', 'agent', 'affected')),
  kind text NOT NULL CHECK (kind IN ('person', 'organisation')),
  -- The account; none: reached by post, or by mail and reference.
  account_id uuid,
  -- Key of what is personal about it; the account's where there is one.
  subject uuid NOT NULL,
  added_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX party_case ON cases.party (town_id, case_id);
CREATE INDEX party_account ON cases.party (town_id, account_id) WHERE account_id IS NOT NULL AND ended_at IS NULL;
CREATE TABLE cases.party_content (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  party_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Names, address, mail; sealed as `cases.party/<id>`.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, party_id),
  FOREIGN KEY (town_id, party_id) REFERENCES cases.party (town_id, id) ON DELETE CASCADE
);
CREATE INDEX party_content_subject ON cases.party_content (town_id, subject_id);

-- Everything that was sent for a case, in order; nothing of it is ever changed.
CREATE TABLE cases.submission (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  -- Of the form server: the same submission is taken once.
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('application', 'correction', 'addition', 'clerk', 'intake', 'renewal', 'objection')),
  form_id uuid NOT NULL,
  form_version integer NOT NULL,
  request_id uuid,
  channel text NOT NULL,
  entered_by uuid,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX submission_case ON cases.submission (town_id, case_id, received_at);
CREATE TABLE cases.answers (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  submission_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Answers and reasons for what is left open; sealed as `cases.answers/<submission>`.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, submission_id),
  FOREIGN KEY (town_id, submission_id) REFERENCES cases.submission (town_id, id) ON DELETE CASCADE
);
CREATE INDEX answers_subject ON cases.answers (town_id, subject_id);

CREATE TABLE cases.document (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  submission_id uuid,
  direction text NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
  kind text NOT NULL CHECK (kind IN ('attachment', 'letter', 'decision', 'paper', 'internal')),
  -- Path of the question it answers.
  path text,
  blob text NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  at timestamptz NOT NULL,
  -- What a clerk said of it.
  checked text CHECK (checked IN ('good', 'missing', 'unreadable')),
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX document_case ON cases.document (town_id, case_id, at);
CREATE INDEX document_blob ON cases.document (town_id, blob);
CREATE TABLE cases.document_name (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  document_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, document_id),
  FOREIGN KEY (town_id, document_id) REFERENCES cases.document (town_id, id) ON DELETE CASCADE
);

-- What happened, by whom and when; it only grows.
CREATE TABLE cases.event (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  case_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  kind text NOT NULL,
  -- `self`, `system:cases`, `staff:<person>@<unit>`
  actor text NOT NULL,
  -- Keys, days, ids; never names or free text.
  details jsonb NOT NULL DEFAULT '{}',
  -- Shown to the person too.
  open boolean NOT NULL,
  PRIMARY KEY (town_id, case_id, number),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX event_at ON cases.event (town_id, at);
-- Why, in somebody's words.
CREATE TABLE cases.event_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  case_id uuid NOT NULL,
  number integer NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, case_id, number),
  FOREIGN KEY (town_id, case_id, number) REFERENCES cases.event (town_id, case_id, number) ON DELETE CASCADE
);

-- What is asked of the person: single answers again, papers, their view before a burdening decision.
CREATE TABLE cases.request (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('correction', 'hearing')),
  state text NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
  -- Questions that are opened again.
  paths text[] NOT NULL DEFAULT '{}',
  due_on date,
  asked_by uuid,
  asked_at timestamptz NOT NULL,
  answered_at timestamptz,
  submission_id uuid,
  -- Where the person answers: a draft of the form server.
  path text,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX request_case ON cases.request (town_id, case_id);
CREATE INDEX request_due ON cases.request (town_id, due_on) WHERE state = 'open';
CREATE TABLE cases.request_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  request_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- A message, and what is wrong with each answer, by its path.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, request_id),
  FOREIGN KEY (town_id, request_id) REFERENCES cases.request (town_id, id) ON DELETE CASCADE
);

CREATE TABLE cases.decision (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  outcome text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('decision', 'amendment', 'revocation', 'withdrawal')),
  state text NOT NULL CHECK (state IN ('draft', 'issued', 'dropped')),
  -- The decision that this one changes or takes back. @law Art. 48, 49 BayVwVfG
  replaces_id uuid,
  prepared_by uuid,
  prepared_at timestamptz NOT NULL,
  approved_by uuid,
  issued_at timestamptz,
  document_id uuid,
  -- Letter in the mailbox, or how else it goes out.
  delivery text CHECK (delivery IN ('mailbox', 'post')),
  letter_id uuid,
  -- Delivered by post: the day it was posted.
  posted_on date,
  -- The day on which it counts as delivered, once that is known.
  delivered_on date,
  fee_cents integer CHECK (fee_cents >= 0),
  -- What people write on the transfer.
  fee_reference text,
  valid_until date,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE,
  CHECK ((state = 'issued') = (issued_at IS NOT NULL))
);
CREATE INDEX decision_case ON cases.decision (town_id, case_id);
-- One draft at a time; and one decision that stands, others replace one.
CREATE UNIQUE INDEX decision_draft ON cases.decision (town_id, case_id) WHERE state = 'draft';
CREATE UNIQUE INDEX decision_first ON cases.decision (town_id, case_id) WHERE state = 'issued' AND kind = 'decision';
CREATE INDEX decision_post ON cases.decision (town_id, issued_at) WHERE delivery = 'post' AND posted_on IS NULL;
CREATE TABLE cases.decision_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  decision_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Subject, paragraphs and reasons as they are sent.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, decision_id),
  FOREIGN KEY (town_id, decision_id) REFERENCES cases.decision (town_id, id) ON DELETE CASCADE
);

CREATE TABLE cases.note (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  by_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX note_case ON cases.note (town_id, case_id, at);
CREATE TABLE cases.note_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  note_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, note_id),
  FOREIGN KEY (town_id, note_id) REFERENCES cases.note (town_id, id) ON DELETE CASCADE
);

-- Another unit says what it thinks, with its own view and period. @de Stellungnahme
CREATE TABLE cases.opinion (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- Pages of the form that the unit may read; empty: none.
  pages text[] NOT NULL DEFAULT '{}',
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  due_on date,
  answered_by uuid,
  answered_at timestamptz,
  view text CHECK (view IN ('for', 'against', 'conditions', 'not-concerned')),
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE INDEX opinion_case ON cases.opinion (town_id, case_id);
CREATE INDEX opinion_unit ON cases.opinion (town_id, unit text_pattern_ops, due_on) WHERE answered_at IS NULL;
CREATE TABLE cases.opinion_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  opinion_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, opinion_id),
  FOREIGN KEY (town_id, opinion_id) REFERENCES cases.opinion (town_id, id) ON DELETE CASCADE
);

CREATE TABLE cases.follower (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  case_id uuid NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (town_id, case_id, person_id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
CREATE TABLE cases.link (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  case_id uuid NOT NULL,
  other_id uuid NOT NULL,
  -- Why it is lawful to see them together.
  reason text NOT NULL CHECK (reason IN ('same-matter', 'objection', 'renewal', 'split', 'joined', 'duplicate')),
  by_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, case_id, other_id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE,
  FOREIGN KEY (town_id, other_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);
-- How it was, in one to five; not who said it.
CREATE TABLE cases.rating (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  type_id uuid NOT NULL,
  stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  month date NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, type_id) REFERENCES cases.type (town_id, id)
);
CREATE TABLE cases.rated (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  case_id uuid NOT NULL,
  PRIMARY KEY (town_id, case_id),
  FOREIGN KEY (town_id, case_id) REFERENCES cases."case" (town_id, id) ON DELETE CASCADE
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['type', 'type_version', 'case', 'party', 'submission', 'document', 'event', 'request', 'decision', 'note',
    'opinion', 'follower', 'link', 'rating', 'rated'] LOOP
    EXECUTE format('ALTER TABLE cases.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cases.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON cases.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON cases.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['party_content', 'answers', 'document_name', 'event_text', 'request_text', 'decision_text', 'note_text',
    'opinion_text'] LOOP
    EXECUTE format('ALTER TABLE cases.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cases.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY personal ON cases.%I USING (town_id = kernel.current_town() AND kernel.may_see(subject_id)) WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON cases.%I TO stadttor_app', name);
  END LOOP;
END $$;

-- History and what was sent only grow.
REVOKE UPDATE ON cases.event, cases.event_text, cases.type_version, cases.answers FROM stadttor_app;
