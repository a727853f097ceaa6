-- Stocks of units by rule, and who holds one: by the id of a matter, never by a person.

CREATE TABLE reservations.stock (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]{0,63}$'),
  -- Path of the unit that answers for it.
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);

-- As it came in a service package; the newest counts.
CREATE TABLE reservations.stock_version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  stock_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  -- The stock's document, and the source of its rules (DMN).
  document jsonb NOT NULL,
  rules text,
  content_hash text NOT NULL,
  origin_id text NOT NULL,
  origin_version text NOT NULL,
  installed_at timestamptz NOT NULL,
  installed_by uuid,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, stock_id, number),
  FOREIGN KEY (town_id, stock_id) REFERENCES reservations.stock (town_id, id)
);

CREATE TABLE reservations.hold (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- Given by who asked: the same key is the same hold.
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 300),
  stock_id uuid NOT NULL,
  unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 100),
  state text NOT NULL CHECK (state IN ('held', 'reserved', 'released', 'expired')),
  until timestamptz,
  matter_kind text NOT NULL CHECK (length(matter_kind) BETWEEN 1 AND 100),
  matter_id text NOT NULL CHECK (length(matter_id) BETWEEN 1 AND 200),
  made_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key),
  FOREIGN KEY (town_id, stock_id) REFERENCES reservations.stock (town_id, id)
);
-- One holder at a time: whoever comes second waits for the first one's transaction, and gets nothing.
CREATE UNIQUE INDEX hold_one_holder ON reservations.hold (town_id, stock_id, unit) WHERE state IN ('held', 'reserved');
CREATE INDEX hold_due ON reservations.hold (town_id, until) WHERE state IN ('held', 'reserved') AND until IS NOT NULL;
CREATE INDEX hold_matter ON reservations.hold (town_id, matter_kind, matter_id);
CREATE INDEX hold_listed ON reservations.hold (town_id, stock_id, state, made_at DESC);
CREATE INDEX hold_ended ON reservations.hold (town_id, changed_at) WHERE state IN ('released', 'expired');

-- What became of a hold; it only grows, and goes with its hold.
CREATE TABLE reservations.hold_change (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  hold_id uuid NOT NULL,
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'reserved', 'released', 'expired')),
  until timestamptz,
  actor text NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, hold_id, number),
  FOREIGN KEY (town_id, hold_id) REFERENCES reservations.hold (town_id, id) ON DELETE CASCADE
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stock', 'stock_version', 'hold', 'hold_change'] LOOP
    EXECUTE format('ALTER TABLE reservations.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE reservations.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON reservations.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON reservations.%I TO stadttor_app', name);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON reservations.stock_version FROM stadttor_app;
REVOKE UPDATE, DELETE ON reservations.hold_change FROM stadttor_app;
