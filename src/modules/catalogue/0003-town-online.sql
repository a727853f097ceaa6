-- Which ways online the town's folder last named for a service: channels that differ from them were chosen by an editor.

CREATE TABLE catalogue.folder_channel (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  channels jsonb NOT NULL,
  PRIMARY KEY (town_id, service_id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);
ALTER TABLE catalogue.folder_channel ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.folder_channel FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.folder_channel USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.folder_channel TO stadttor_app;
