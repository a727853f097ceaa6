-- Messages on their way: the row that counts and steers says nothing about anybody; to whom and what stands sealed beside it.

CREATE TABLE notify.message (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  template text NOT NULL CHECK (template ~ '^[a-z-]+\.[a-z-]+$'),
  -- The person, or for an address without account an id derived from it; empty once the content was destroyed.
  recipient_id uuid,
  channel text CHECK (channel IN ('mail', 'sms', 'push')),
  state text NOT NULL DEFAULT 'created'
    CHECK (state IN ('created', 'sending', 'delivered', 'temporary-failure', 'permanent-failure', 'technical-failure')),
  urgent boolean NOT NULL DEFAULT false,
  digest boolean NOT NULL DEFAULT false,
  tries integer NOT NULL DEFAULT 0,
  reason text,
  status text,
  -- The message whose mail carried this one in a daily digest.
  carrier_id uuid,
  -- While it is being sent: the end of the lease, after which it is taken up again.
  next_try_at timestamptz,
  lease uuid,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  destroyed_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);
CREATE INDEX message_due ON notify.message (town_id, urgent DESC, next_try_at)
  WHERE state IN ('created', 'sending', 'temporary-failure');
CREATE INDEX message_newest ON notify.message (town_id, state, created_at DESC);
CREATE INDEX message_recipient ON notify.message (town_id, recipient_id);
CREATE INDEX message_carrier ON notify.message (town_id, carrier_id) WHERE carrier_id IS NOT NULL;

CREATE TABLE notify.content (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  message_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  -- Recipient and values under the town's data key; in a demonstration the mail that would have left as well.
  sealed bytea NOT NULL,
  PRIMARY KEY (town_id, message_id),
  FOREIGN KEY (town_id, message_id) REFERENCES notify.message (town_id, id) ON DELETE CASCADE
);

-- A town's own wording; every change is a new version, and an empty one goes back to what the module says.
CREATE TABLE notify.wording (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  template text NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en')),
  version integer NOT NULL CHECK (version > 0),
  subject text,
  body text,
  author_id uuid NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, template, language, version),
  CHECK ((subject IS NULL) = (body IS NULL))
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['message', 'wording'] LOOP
    EXECUTE format('ALTER TABLE notify.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE notify.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON notify.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
  END LOOP;
END $$;
ALTER TABLE notify.content ENABLE ROW LEVEL SECURITY;
ALTER TABLE notify.content FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON notify.content
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON notify.message, notify.content TO stadttor_app;
GRANT SELECT, INSERT ON notify.wording TO stadttor_app;
