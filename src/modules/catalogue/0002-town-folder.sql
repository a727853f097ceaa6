-- What a town's folder brings beside the imported catalogue: examples of situations, texts that fill gaps, the map.

ALTER TABLE catalogue.situation ADD COLUMN main boolean NOT NULL DEFAULT false;
ALTER TABLE catalogue.situation ADD COLUMN highlights jsonb NOT NULL DEFAULT '[]';

-- What the folder last said about a service in one language: a filled field that differs from it was changed by an editor.
CREATE TABLE catalogue.folder_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  language text NOT NULL,
  texts jsonb NOT NULL,
  PRIMARY KEY (town_id, service_id, language),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Areas drawn below the offices, such as districts, with the words that name their source.
CREATE TABLE catalogue.map_layer (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  key text NOT NULL,
  attribution text NOT NULL,
  features jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, key)
);

ALTER TABLE catalogue.folder_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.folder_text FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.folder_text USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.folder_text TO stadttor_app;

ALTER TABLE catalogue.map_layer ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.map_layer FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.map_layer USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.map_layer TO stadttor_app;
