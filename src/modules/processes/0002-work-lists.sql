-- Work lists stay quick with a million open tasks: in the order in which they are shown, and tasks of several units apart.
-- Under row-level security an index is only used by operators that leak nothing; LIKE and @> are none.
CREATE INDEX task_shown ON processes.task (town_id, due_at, priority DESC, id) WHERE state = 'open';
CREATE INDEX task_units ON processes.task (town_id) WHERE state = 'open' AND cardinality(units) > 1;
DROP INDEX processes.task_due;
CREATE INDEX task_named ON processes.task (town_id) WHERE state = 'open' AND cardinality(people) > 0;
DROP INDEX processes.task_people;
