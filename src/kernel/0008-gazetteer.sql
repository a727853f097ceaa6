-- Streets of a town, from its folder: what an address in this town may name.

CREATE TABLE kernel.street (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  name text NOT NULL CHECK (name <> ''),
  -- Empty: not known; a long street has one row for each.
  postcode text NOT NULL DEFAULT '',
  -- Search form with spaces between words, and without any.
  words text NOT NULL,
  compact text NOT NULL,
  house_numbers text[] NOT NULL DEFAULT '{}',
  -- WGS 84, somewhere in the middle.
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  PRIMARY KEY (town_id, name, postcode)
);
CREATE INDEX street_compact ON kernel.street (town_id, compact text_pattern_ops);

ALTER TABLE kernel.street ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel.street FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON kernel.street USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON kernel.street TO stadttor_app;
