-- Processes and decisions: models with their versions, running instances with their tokens, work, periods and a log that explains every state.
-- Variables hold references and facts of the procedure, never names or addresses of residents.

CREATE TABLE processes.model (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- The id of the process or decision model in its file.
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('process', 'decision')),
  name text NOT NULL,
  -- Whose it is: its instances are seen and repaired there.
  unit text NOT NULL DEFAULT '/' CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  -- No new instances; running ones rest.
  suspended boolean NOT NULL DEFAULT false,
  -- Days after the end until an instance is erased; statistics stay.
  keep_days integer NOT NULL DEFAULT 365 CHECK (keep_days BETWEEN 1 AND 36500),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, kind, key)
);

CREATE TABLE processes.version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  model_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  source text NOT NULL,
  source_hash text NOT NULL,
  -- What was found at deployment and did not stop it.
  findings jsonb NOT NULL DEFAULT '[]',
  deployed_at timestamptz NOT NULL,
  deployed_by uuid,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, model_id, number),
  FOREIGN KEY (town_id, model_id) REFERENCES processes.model (town_id, id)
);

-- How instances of the newest version begin by themselves.
CREATE TABLE processes.start (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  model_id uuid NOT NULL,
  version_id uuid NOT NULL,
  node text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal', 'timer')),
  name text NOT NULL DEFAULT '',
  due_at timestamptz,
  period text,
  repeats integer,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, model_id) REFERENCES processes.model (town_id, id),
  FOREIGN KEY (town_id, version_id) REFERENCES processes.version (town_id, id)
);
CREATE INDEX start_name ON processes.start (town_id, kind, name);
CREATE INDEX start_due ON processes.start (town_id, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE processes.instance (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  -- The outermost instance: whoever changes any of a family holds its row.
  root_id uuid NOT NULL,
  parent_id uuid,
  parent_token uuid,
  model_id uuid NOT NULL,
  version_id uuid NOT NULL,
  business_key text,
  -- What began it, once: a message, a request with a key.
  start_key text,
  state text NOT NULL CHECK (state IN ('running', 'suspended', 'ended', 'cancelled', 'failed')),
  started_at timestamptz NOT NULL,
  started_by uuid,
  ended_at timestamptz,
  -- When the next timer or piece of work of the family is due; kept at its root alone.
  next_due timestamptz,
  steps integer NOT NULL DEFAULT 0,
  entries integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, model_id, start_key),
  FOREIGN KEY (town_id, model_id) REFERENCES processes.model (town_id, id),
  FOREIGN KEY (town_id, version_id) REFERENCES processes.version (town_id, id)
);
CREATE INDEX instance_due ON processes.instance (town_id, next_due) WHERE next_due IS NOT NULL AND state = 'running';
CREATE INDEX instance_model ON processes.instance (town_id, model_id, state, started_at DESC);
CREATE INDEX instance_version ON processes.instance (town_id, version_id, state);
CREATE INDEX instance_root ON processes.instance (town_id, root_id);
CREATE INDEX instance_business_key ON processes.instance (town_id, business_key) WHERE business_key IS NOT NULL;
CREATE INDEX instance_ended ON processes.instance (town_id, ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE processes.token (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  parent_id uuid,
  node text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('leaf', 'scope', 'body', 'throw')),
  state text NOT NULL CHECK (state IN ('active', 'waiting', 'joining', 'incident', 'done')),
  phase text NOT NULL CHECK (phase IN ('enter', 'leave')),
  flow text,
  position integer,
  planned integer,
  since timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX token_instance ON processes.token (town_id, instance_id);

CREATE TABLE processes.variable (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  instance_id uuid NOT NULL,
  -- The scope it belongs to.
  token_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 101),
  type text NOT NULL,
  value jsonb NOT NULL,
  PRIMARY KEY (town_id, instance_id, token_id, name),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);

CREATE TABLE processes.timer (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  root_id uuid NOT NULL,
  token_id uuid NOT NULL,
  node text NOT NULL,
  -- Empty while the period rests.
  due_at timestamptz,
  days text NOT NULL CHECK (days IN ('calendar', 'working', 'legal')),
  period text,
  -- How often it fires again; empty: without end.
  repeats integer,
  -- What was left when it was paused: milliseconds, or days where days are counted.
  left_over bigint,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX timer_instance ON processes.timer (town_id, instance_id);
CREATE INDEX timer_root ON processes.timer (town_id, root_id, due_at);

-- Who waits for a message, a signal or a condition.
CREATE TABLE processes.subscription (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  root_id uuid NOT NULL,
  token_id uuid NOT NULL,
  node text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal', 'condition')),
  name text NOT NULL DEFAULT '',
  key text NOT NULL DEFAULT '',
  -- A condition that was true when it was last looked at fires again only after it was false.
  held boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX subscription_instance ON processes.subscription (town_id, instance_id);
CREATE INDEX subscription_name ON processes.subscription (town_id, kind, name, key) WHERE kind <> 'condition';

-- Messages and signals as they came; those nobody waits for yet are kept for a while.
CREATE TABLE processes.message (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  key text NOT NULL DEFAULT '' CHECK (length(key) <= 200),
  -- One message is taken once, however often it is sent.
  once text NOT NULL CHECK (length(once) BETWEEN 1 AND 200),
  variables jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL CHECK (state IN ('waiting', 'taken', 'expired')),
  arrived_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  taken_by uuid,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, once)
);
CREATE INDEX message_waiting ON processes.message (town_id, kind, name, key) WHERE state = 'waiting';
CREATE INDEX message_arrived ON processes.message (town_id, arrived_at);
-- Which waiting place a signal has reached already.
CREATE TABLE processes.delivery (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  message_id uuid NOT NULL,
  target uuid NOT NULL,
  PRIMARY KEY (town_id, message_id, target),
  FOREIGN KEY (town_id, message_id) REFERENCES processes.message (town_id, id) ON DELETE CASCADE
);

CREATE TABLE processes.task (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  model_id uuid NOT NULL,
  token_id uuid NOT NULL,
  node text NOT NULL,
  name text NOT NULL,
  -- Candidate units, by their paths; the first one is the competent unit.
  units text[] NOT NULL,
  people uuid[] NOT NULL DEFAULT '{}',
  assignee uuid,
  state text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  due_at timestamptz,
  follow_up_at timestamptz,
  priority integer NOT NULL DEFAULT 50 CHECK (priority BETWEEN 0 AND 100),
  form text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX task_instance ON processes.task (town_id, instance_id);
CREATE INDEX task_unit ON processes.task (town_id, (units[1]) text_pattern_ops, due_at, id) WHERE state = 'open';
CREATE INDEX task_due ON processes.task (town_id, due_at, id) WHERE state = 'open';
CREATE INDEX task_assignee ON processes.task (town_id, assignee) WHERE state = 'open' AND assignee IS NOT NULL;
CREATE INDEX task_people ON processes.task USING gin (people) WHERE state = 'open';

-- Work that somebody else does: a module, an address on the network, a program that fetches it.
CREATE TABLE processes.job (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  root_id uuid NOT NULL,
  token_id uuid NOT NULL,
  node text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('topic', 'webhook')),
  target text NOT NULL,
  -- A program of the house tries it; empty once it waits for a program from outside.
  due_at timestamptz,
  tries integer NOT NULL DEFAULT 0,
  tries_left integer NOT NULL,
  locked_by text,
  locked_until timestamptz,
  last_fault text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX job_instance ON processes.job (town_id, instance_id);
CREATE INDEX job_root ON processes.job (town_id, root_id, due_at);
CREATE INDEX job_due ON processes.job (town_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_waiting ON processes.job (town_id, target, created_at) WHERE due_at IS NULL;

CREATE TABLE processes.incident (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  instance_id uuid NOT NULL,
  token_id uuid NOT NULL,
  node text NOT NULL,
  kind text NOT NULL,
  message_de text NOT NULL,
  message_en text NOT NULL,
  at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);
CREATE INDEX incident_instance ON processes.incident (town_id, instance_id);
CREATE INDEX incident_open ON processes.incident (town_id, at) WHERE ended_at IS NULL;

-- What happened, step by step: the state of an instance can be told from it.
CREATE TABLE processes.log (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  instance_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL,
  node text,
  token_id uuid,
  details jsonb NOT NULL DEFAULT '{}',
  actor text NOT NULL,
  PRIMARY KEY (town_id, instance_id, number),
  FOREIGN KEY (town_id, instance_id) REFERENCES processes.instance (town_id, id) ON DELETE CASCADE
);

-- How long each step took, without ids: it stays when instances are erased.
CREATE TABLE processes.figure (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  model_id uuid NOT NULL,
  node text NOT NULL,
  day date NOT NULL,
  -- 0 … 40: durations of 2^n seconds.
  size integer NOT NULL CHECK (size BETWEEN 0 AND 40),
  count integer NOT NULL,
  PRIMARY KEY (town_id, model_id, node, day, size),
  FOREIGN KEY (town_id, model_id) REFERENCES processes.model (town_id, id)
);

-- Addresses that models may call.
CREATE TABLE processes.webhook_host (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  origin text NOT NULL CHECK (length(origin) <= 200),
  added_at timestamptz NOT NULL,
  added_by uuid,
  PRIMARY KEY (town_id, origin)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['model', 'version', 'start', 'instance', 'token', 'variable', 'timer', 'subscription', 'message', 'delivery', 'task',
    'job', 'incident', 'log', 'figure', 'webhook_host'] LOOP
    EXECUTE format('ALTER TABLE processes.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE processes.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON processes.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON processes.%I TO stadttor_app', name);
  END LOOP;
END $$;
