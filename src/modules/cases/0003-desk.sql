-- The desk's lists over very many cases: what waits for the person, and what nobody has taken over.
CREATE INDEX case_waiting ON cases."case" (town_id, due_on, id) WHERE state = 'waiting';
CREATE INDEX case_unowned ON cases."case" (town_id, due_on, id) WHERE assignee IS NULL AND state <> 'closed';
CREATE INDEX case_undated ON cases."case" (town_id, id) WHERE due_on IS NULL AND state <> 'closed';
