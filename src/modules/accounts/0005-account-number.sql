-- What a person reads out on the phone so that they are found without their name: drawn by chance, says nothing about anybody.
CREATE TABLE accounts.account_number (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  person_id uuid NOT NULL,
  number text NOT NULL CHECK (number ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  PRIMARY KEY (town_id, person_id),
  UNIQUE (town_id, number),
  FOREIGN KEY (town_id, person_id) REFERENCES kernel.person (town_id, id)
);
ALTER TABLE accounts.account_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts.account_number FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON accounts.account_number
  USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.account_number TO stadttor_app;
