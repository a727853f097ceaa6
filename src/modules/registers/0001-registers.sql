-- What was asked of the example registers, what for and on what ground: it only grows. About whom stands beside it and is readable in a logged look.

CREATE TABLE registers.question (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  register text NOT NULL CHECK (register IN ('population', 'vehicles')),
  -- Who asked, as the log of looks writes it.
  asked_by text NOT NULL CHECK (length(asked_by) BETWEEN 1 AND 200),
  matter text NOT NULL CHECK (length(matter) BETWEEN 1 AND 200),
  purpose text NOT NULL CHECK (purpose <> ''),
  legal_basis text NOT NULL CHECK (legal_basis <> ''),
  found boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX question_at ON registers.question (town_id, at);

CREATE TABLE registers.question_about (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  question_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  PRIMARY KEY (town_id, question_id),
  FOREIGN KEY (town_id, question_id) REFERENCES registers.question (town_id, id) ON DELETE CASCADE
);
CREATE INDEX question_about_subject ON registers.question_about (town_id, subject_id);

ALTER TABLE registers.question ENABLE ROW LEVEL SECURITY;
ALTER TABLE registers.question FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON registers.question USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
ALTER TABLE registers.question_about ENABLE ROW LEVEL SECURITY;
ALTER TABLE registers.question_about FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON registers.question_about USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
-- Nothing is ever changed; after the time of keeping it is deleted.
GRANT SELECT, INSERT, DELETE ON registers.question TO stadttor_app;
GRANT SELECT, INSERT ON registers.question_about TO stadttor_app;
