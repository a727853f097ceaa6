-- Disposal in two or four steps, its proof, and the xdomea messages that went out and came in.

-- @de Aussonderung: one run of one unit and all below it.
CREATE TABLE records.disposal (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- The process that all its messages name. @standard xdomea ProzessID
  process_id uuid NOT NULL,
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- What is due by this day.
  due date NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'offered', 'appraised', 'done')),
  made_at timestamptz NOT NULL,
  made_by uuid,
  done_at timestamptz,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, process_id)
);
CREATE INDEX disposal_unit ON records.disposal (town_id, made_at DESC);

-- What becomes of each procedure; stays as proof when the procedure itself is empty.
CREATE TABLE records.disposal_item (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  disposal_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  appraisal text NOT NULL CHECK (appraisal IN ('A', 'B', 'V')),
  -- `held`: a hold came in between, and it was left alone.
  outcome text CHECK (outcome IN ('handed-over', 'destroyed', 'held', 'failed')),
  at timestamptz,
  by_id uuid,
  documents integer,
  -- SHA-256 over the names of its contents under the town's key: proves what was destroyed to who still has it.
  proof bytea,
  archive_mark text,
  PRIMARY KEY (town_id, disposal_id, procedure_id),
  FOREIGN KEY (town_id, disposal_id) REFERENCES records.disposal (town_id, id),
  FOREIGN KEY (town_id, procedure_id) REFERENCES records.procedure (town_id, id)
);
-- In one running disposal at a time.
CREATE UNIQUE INDEX disposal_item_open ON records.disposal_item (town_id, procedure_id) WHERE outcome IS NULL;

CREATE TABLE records.message (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  process_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind ~ '^0[0-9]{3}$'),
  direction text NOT NULL CHECK (direction IN ('out', 'in')),
  disposal_id uuid,
  at timestamptz NOT NULL,
  by_id uuid,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, disposal_id) REFERENCES records.disposal (town_id, id)
);
CREATE INDEX message_disposal ON records.message (town_id, disposal_id, at);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['disposal', 'disposal_item', 'message'] LOOP
    EXECUTE format('ALTER TABLE records.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE records.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON records.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON records.%I TO stadttor_app', name);
  END LOOP;
END $$;
