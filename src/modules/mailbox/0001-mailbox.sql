-- The mailbox: threads and letters with their times and states; what they say, and to whom it is readable, stands sealed beside them.

CREATE TABLE mailbox.thread (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- A person or an organisation; who that is stands elsewhere.
  recipient_id uuid NOT NULL,
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('person', 'organisation')),
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  matter_kind text NOT NULL CHECK (matter_kind ~ '^[a-z-]+\.[a-z-]+$'),
  matter_id text NOT NULL,
  opened_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- Letters that the recipient has not opened, and whether the unit has not yet seen an answer.
  unread integer NOT NULL DEFAULT 0 CHECK (unread >= 0),
  waiting boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, recipient_id, matter_kind, matter_id, unit)
);
CREATE INDEX thread_recipient ON mailbox.thread (town_id, recipient_id, changed_at DESC);
CREATE INDEX thread_unit ON mailbox.thread (town_id, unit text_pattern_ops, changed_at DESC);
CREATE INDEX thread_waiting ON mailbox.thread (town_id, unit text_pattern_ops) WHERE waiting;
CREATE INDEX thread_changed ON mailbox.thread (town_id, changed_at);

CREATE TABLE mailbox.letter (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  thread_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  origin text NOT NULL CHECK (origin IN ('unit', 'person')),
  -- Who wrote it; empty where a module did.
  author_id uuid,
  sent_at timestamptz NOT NULL,
  -- An administrative act: the delivery rule, and where it stands.
  rule text,
  delivery text NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'pending', 'delivered', 'paper')),
  delivered_on date,
  -- The times that prove the delivery.
  made_available_at timestamptz,
  notification_id uuid,
  notification_sent_at timestamptz,
  notification_arrived_at timestamptz,
  notification_failed_at timestamptz,
  retrieved_at timestamptz,
  retrieved_by uuid,
  posted_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key),
  FOREIGN KEY (town_id, thread_id) REFERENCES mailbox.thread (town_id, id) ON DELETE CASCADE
);
CREATE INDEX letter_thread ON mailbox.letter (town_id, thread_id, sent_at DESC);
CREATE INDEX letter_pending ON mailbox.letter (town_id, sent_at) WHERE delivery = 'pending';
CREATE INDEX letter_paper ON mailbox.letter (town_id, sent_at) WHERE delivery = 'paper';
CREATE INDEX letter_notification ON mailbox.letter (town_id, notification_id) WHERE notification_id IS NOT NULL;

-- Passages that a unit writes again and again.
CREATE TABLE mailbox.text_block (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  title text NOT NULL CHECK (title <> ''),
  body text NOT NULL CHECK (body <> ''),
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL,
  PRIMARY KEY (town_id, id)
);

CREATE TABLE mailbox.thread_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  thread_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- What the matter is called and where it stands.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, thread_id),
  FOREIGN KEY (town_id, thread_id) REFERENCES mailbox.thread (town_id, id) ON DELETE CASCADE
);
CREATE TABLE mailbox.letter_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  letter_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, letter_id),
  FOREIGN KEY (town_id, letter_id) REFERENCES mailbox.letter (town_id, id) ON DELETE CASCADE
);
CREATE TABLE mailbox.attachment (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  letter_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  blob text NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  sealed_name bytea NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, letter_id) REFERENCES mailbox.letter (town_id, id) ON DELETE CASCADE
);
CREATE INDEX attachment_letter ON mailbox.attachment (town_id, letter_id);
-- What a person said about electronic delivery in a matter; the newest row counts, none is ever changed.
CREATE TABLE mailbox.consent (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  matter_kind text NOT NULL,
  matter_id text NOT NULL,
  delivery text NOT NULL CHECK (delivery IN ('given', 'excluded')),
  service boolean NOT NULL,
  -- Which wording of the notice was shown, and who said it.
  notice text NOT NULL,
  said_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX consent_matter ON mailbox.consent (town_id, subject_id, matter_kind, matter_id, at DESC);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['thread', 'letter', 'text_block'] LOOP
    EXECUTE format('ALTER TABLE mailbox.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mailbox.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON mailbox.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox.%I TO stadttor_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['thread_text', 'letter_text', 'attachment', 'consent'] LOOP
    EXECUTE format('ALTER TABLE mailbox.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mailbox.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY personal ON mailbox.%I USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
      WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox.%I TO stadttor_app', name);
  END LOOP;
END $$;
REVOKE UPDATE ON mailbox.consent FROM stadttor_app;
