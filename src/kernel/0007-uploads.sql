-- Files that arrive piece by piece, and files that nobody may open unseen.

-- The pieces of a large file, in order; the file itself holds their sealed list once it is complete.
CREATE TABLE kernel.blob_piece (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  blob text NOT NULL,
  number integer NOT NULL CHECK (number >= 0),
  name text NOT NULL CHECK (name ~ '^[0-9a-f]{64}$'),
  size integer NOT NULL CHECK (size > 0),
  PRIMARY KEY (town_id, blob, number),
  UNIQUE (town_id, name),
  FOREIGN KEY (town_id, blob) REFERENCES kernel.blob (town_id, name) ON DELETE CASCADE
);

CREATE TABLE kernel.quarantine (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  blob text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('unchecked', 'scanner-down', 'too-large-to-check', 'locked', 'malware')),
  since timestamptz NOT NULL,
  PRIMARY KEY (town_id, blob),
  FOREIGN KEY (town_id, blob) REFERENCES kernel.blob (town_id, name) ON DELETE CASCADE
);
CREATE INDEX quarantine_reason ON kernel.quarantine (town_id, reason);

CREATE TABLE kernel.upload (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- What it belongs to: `forms.draft/<id>`. Who may touch that may touch this.
  purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z-]*\.[a-z][a-z-]*/[A-Za-z0-9-]{1,80}$'),
  -- Where in it: the path of the question.
  place text NOT NULL CHECK (length(place) <= 500),
  -- Name and label as people wrote them, sealed as `kernel.upload/<id>`.
  sealed bytea NOT NULL,
  accept text[] NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  received bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  state text NOT NULL CHECK (state IN ('arriving', 'checking', 'ready', 'quarantined', 'refused')),
  -- Of a quarantine or a refusal.
  reason text,
  -- What the content turned out to be.
  kind text,
  -- Holds one reference to it.
  blob text,
  -- Who writes or checks it right now. Who stays silent loses it.
  lock uuid,
  locked_until timestamptz,
  begun_at timestamptz NOT NULL,
  -- None: it stays as long as what it belongs to.
  expires_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, blob) REFERENCES kernel.blob (town_id, name)
);
CREATE INDEX upload_purpose ON kernel.upload (town_id, purpose, begun_at);
CREATE INDEX upload_blob ON kernel.upload (town_id, blob) WHERE blob IS NOT NULL;
CREATE INDEX upload_expires ON kernel.upload (town_id, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX upload_checking ON kernel.upload (town_id) WHERE state = 'checking';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['blob_piece', 'quarantine', 'upload'] LOOP
    EXECUTE format('ALTER TABLE kernel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE kernel.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON kernel.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.%I TO stadttor_app', name);
  END LOOP;
END $$;
