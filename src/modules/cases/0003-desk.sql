-- The desk's lists over very many cases: what waits for the person, and what nobody has taken over.
CREATE INDEX case_waiting ON cases."case" (town_id, due_on, id) WHERE state = 'waiting';
CREATE INDEX case_unowned ON cases."case" (town_id, due_on, id) WHERE assignee IS NULL AND state <> 'closed';
CREATE INDEX case_undated ON cases."case" (town_id, id) WHERE due_on IS NULL AND state <> 'closed';

-- What a clerk took in for somebody: how it came and on whose word; the case follows when the form is sent.
CREATE TABLE cases.intake (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  type_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('counter', 'phone', 'letter', 'mail', 'scan')),
  -- Who wanted it: the person themselves, in writing, by a power of attorney, by law.
  mandate text NOT NULL CHECK (mandate IN ('present', 'written', 'power', 'law')),
  by_id uuid NOT NULL,
  begun_at timestamptz NOT NULL,
  -- Where the clerk goes on: a draft of the form server.
  path text NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, type_id) REFERENCES cases.type (town_id, id)
);
CREATE INDEX intake_begun ON cases.intake (town_id, begun_at);
ALTER TABLE cases.intake ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.intake FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON cases.intake USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON cases.intake TO stadttor_app;
