-- The desk: how each member of staff likes their lists, views they keep, notices to them. Ids only, no names of residents.

CREATE TABLE desk.preference (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  one_line boolean NOT NULL DEFAULT false,
  keys boolean NOT NULL DEFAULT true,
  PRIMARY KEY (town_id, person_id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE desk.saved_filter (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
  path text NOT NULL CHECK (path ~ '^/[^/\\]' AND length(path) <= 500),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, person_id, path),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE TABLE desk.notice (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  at timestamptz NOT NULL,
  text_de text NOT NULL,
  text_en text NOT NULL,
  path text CHECK (path ~ '^/[^/\\]'),
  read_at timestamptz,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
CREATE INDEX notice_unread ON desk.notice (town_id, person_id, at) WHERE read_at IS NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['preference', 'saved_filter', 'notice'] LOOP
    EXECUTE format('ALTER TABLE desk.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE desk.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON desk.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON desk.%I TO stadttor_app', name);
  END LOOP;
END $$;
