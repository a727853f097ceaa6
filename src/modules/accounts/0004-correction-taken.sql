-- Who of the staff has taken on a wish to have something corrected.
ALTER TABLE accounts.correction ADD COLUMN taken_by uuid,
  ADD FOREIGN KEY (town_id, taken_by) REFERENCES kernel.person (town_id, id);
CREATE INDEX correction_open ON accounts.correction (town_id, asked_at) WHERE answered_at IS NULL;
