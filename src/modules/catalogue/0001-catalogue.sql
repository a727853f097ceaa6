-- The catalogue: services, offices, topics, situations, and what residents looked for. Imported and edited values stand apart; what is shown is `effective`.

-- The last number given to each noun. Numbers are never given twice.
CREATE TABLE catalogue.counter (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (town_id, noun)
);

-- Who is competent. @de Behörde
CREATE TABLE catalogue.authority (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  source text NOT NULL,
  source_id text NOT NULL,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  vanished_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, source, source_id)
);

-- A place or unit that residents can reach. @de Standort, Organisationseinheit
CREATE TABLE catalogue.office (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  source text NOT NULL,
  source_id text NOT NULL,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  vanished_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, source, source_id)
);

-- One administrative service: the facts that hang on no language. @de Leistung
CREATE TABLE catalogue.service (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  source text NOT NULL,
  source_id text NOT NULL,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  kind text GENERATED ALWAYS AS (coalesce((imported || edited) ->> 'kind', 'service')) STORED,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  vanished_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, source, source_id)
);

-- The texts of a service in one language.
CREATE TABLE catalogue.service_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  language text NOT NULL,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  title text GENERATED ALWAYS AS ((imported || edited) ->> 'title') STORED,
  PRIMARY KEY (town_id, service_id, language),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Federal keys of a service: many to many. @de LeiKa-Schlüssel
CREATE TABLE catalogue.service_leika (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  leika_key text NOT NULL CHECK (leika_key ~ '^99[0-9]{12}$'),
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, leika_key),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Where a service is offered, with its own duration there.
CREATE TABLE catalogue.service_office (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  office_id integer NOT NULL,
  position integer NOT NULL DEFAULT 0,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, office_id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id),
  FOREIGN KEY (town_id, office_id) REFERENCES catalogue.office (town_id, id)
);

-- Which authority is competent for a service.
CREATE TABLE catalogue.service_authority (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  authority_id integer NOT NULL,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, authority_id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id),
  FOREIGN KEY (town_id, authority_id) REFERENCES catalogue.authority (town_id, id)
);

-- Which authority an office belongs to.
CREATE TABLE catalogue.office_authority (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  office_id integer NOT NULL,
  authority_id integer NOT NULL,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, office_id, authority_id),
  FOREIGN KEY (town_id, office_id) REFERENCES catalogue.office (town_id, id),
  FOREIGN KEY (town_id, authority_id) REFERENCES catalogue.authority (town_id, id)
);

-- A subject of the town’s own taxonomy.
CREATE TABLE catalogue.topic (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  source text NOT NULL,
  source_id text NOT NULL,
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  vanished_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, source, source_id)
);

-- A topic may stand under several others: a graph without circles.
CREATE TABLE catalogue.topic_parent (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  topic_id integer NOT NULL,
  parent_id integer NOT NULL CHECK (parent_id <> topic_id),
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, topic_id, parent_id),
  FOREIGN KEY (town_id, topic_id) REFERENCES catalogue.topic (town_id, id),
  FOREIGN KEY (town_id, parent_id) REFERENCES catalogue.topic (town_id, id)
);

-- Topics of a service.
CREATE TABLE catalogue.service_topic (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  topic_id integer NOT NULL,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, topic_id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id),
  FOREIGN KEY (town_id, topic_id) REFERENCES catalogue.topic (town_id, id)
);

-- A heading over several situations.
CREATE TABLE catalogue.situation_group (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('life', 'business')),
  name jsonb NOT NULL,
  position integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);

-- A life situation (residents) or business situation (companies): the town’s own editorial list. @de Lebenslage, Geschäftslage
CREATE TABLE catalogue.situation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('life', 'business')),
  group_id integer,
  name jsonb NOT NULL,
  summary jsonb NOT NULL DEFAULT '{}',
  keywords jsonb NOT NULL DEFAULT '{}',
  picture text,
  position integer NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key),
  FOREIGN KEY (town_id, group_id) REFERENCES catalogue.situation_group (town_id, id)
);

-- Services that belong to a situation, in the order of the steps.
CREATE TABLE catalogue.situation_service (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  situation_id integer NOT NULL,
  service_id integer NOT NULL,
  position integer NOT NULL DEFAULT 0,
  heading jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (town_id, situation_id, service_id),
  FOREIGN KEY (town_id, situation_id) REFERENCES catalogue.situation (town_id, id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Services that fit: named by editors, or bookable in one appointment.
CREATE TABLE catalogue.service_relation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  related_id integer NOT NULL CHECK (related_id <> service_id),
  kind text NOT NULL CHECK (kind IN ('explicit', 'combinable')),
  position integer NOT NULL DEFAULT 0,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, related_id, kind),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id),
  FOREIGN KEY (town_id, related_id) REFERENCES catalogue.service (town_id, id)
);

-- What still forces presence or written form, published as a list.
CREATE TABLE catalogue.service_obstacle (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('presence', 'written-form')),
  imported jsonb NOT NULL DEFAULT '{}',
  edited jsonb NOT NULL DEFAULT '{}',
  effective jsonb GENERATED ALWAYS AS (imported || edited) STORED,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, kind),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- OZG maturity: the model and its criteria, never one number. @de OZG-Reifegradmodell
CREATE TABLE catalogue.service_maturity (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  model text NOT NULL CHECK (model IN ('1.1', '2.0')),
  criteria jsonb NOT NULL DEFAULT '{}',
  assessed_on date,
  origin text NOT NULL DEFAULT 'edited' CHECK (origin IN ('imported', 'edited')),
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (town_id, service_id, model),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Visits per thing and day: no address, no cookie, no person.
CREATE TABLE catalogue.visit_count (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'situation', 'topic')),
  thing_id integer NOT NULL,
  day date NOT NULL,
  visits integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, noun, thing_id, day)
);

-- Words searched without any result, counted per day. Show a word only once it was counted three times: rarer ones may be names.
CREATE TABLE catalogue.search_miss (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  word text NOT NULL CHECK (length(word) BETWEEN 2 AND 40),
  language text NOT NULL,
  day date NOT NULL,
  misses integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, word, language, day)
);

-- Answers to “was this what you looked for?”, counted per day.
CREATE TABLE catalogue.feedback_count (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  day date NOT NULL,
  answer text NOT NULL CHECK (answer IN ('yes', 'partly', 'no')),
  answers integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, service_id, day, answer),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- A short address for posters and letters.
CREATE TABLE catalogue.short_link (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) <= 60),
  target text NOT NULL CHECK (target ~ '^/([^/\\]|$)'),
  label text NOT NULL,
  status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'retired')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (town_id, slug)
);

-- How often a short address was followed, per day.
CREATE TABLE catalogue.short_link_count (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  slug text NOT NULL,
  day date NOT NULL,
  visits integer NOT NULL DEFAULT 0,
  PRIMARY KEY (town_id, slug, day),
  FOREIGN KEY (town_id, slug) REFERENCES catalogue.short_link (town_id, slug)
);

-- What changed in the catalogue, for the page and its Atom feed.
CREATE TABLE catalogue.change (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  changed_at timestamptz NOT NULL DEFAULT now(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'authority', 'situation')),
  thing_id integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('new', 'updated', 'retired', 'back')),
  fields text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (town_id, id)
);

-- Each import that changed something, with what it counted and refused.
CREATE TABLE catalogue.import_run (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_at timestamptz NOT NULL DEFAULT now(),
  source text NOT NULL,
  format text NOT NULL,
  report jsonb NOT NULL,
  PRIMARY KEY (town_id, id)
);

CREATE INDEX service_status ON catalogue.service (town_id, status, id);
CREATE INDEX service_text_title ON catalogue.service_text (town_id, language, title);
CREATE INDEX service_leika_key ON catalogue.service_leika (town_id, leika_key);
CREATE INDEX service_office_office ON catalogue.service_office (town_id, office_id);
CREATE INDEX service_authority_authority ON catalogue.service_authority (town_id, authority_id);
CREATE INDEX office_authority_authority ON catalogue.office_authority (town_id, authority_id);
CREATE INDEX topic_parent_parent ON catalogue.topic_parent (town_id, parent_id);
CREATE INDEX service_topic_topic ON catalogue.service_topic (town_id, topic_id);
CREATE INDEX situation_service_service ON catalogue.situation_service (town_id, service_id);
CREATE INDEX service_relation_related ON catalogue.service_relation (town_id, related_id);
CREATE INDEX visit_count_day ON catalogue.visit_count (town_id, noun, day);
CREATE INDEX change_at ON catalogue.change (town_id, changed_at DESC);

ALTER TABLE catalogue.counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.counter FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.counter USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.counter TO stadttor_app;

ALTER TABLE catalogue.authority ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.authority FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.authority USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.authority TO stadttor_app;

ALTER TABLE catalogue.office ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.office FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.office USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.office TO stadttor_app;

ALTER TABLE catalogue.service ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service TO stadttor_app;

ALTER TABLE catalogue.service_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_text FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_text USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_text TO stadttor_app;

ALTER TABLE catalogue.service_leika ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_leika FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_leika USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_leika TO stadttor_app;

ALTER TABLE catalogue.service_office ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_office FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_office USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_office TO stadttor_app;

ALTER TABLE catalogue.service_authority ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_authority FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_authority USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_authority TO stadttor_app;

ALTER TABLE catalogue.office_authority ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.office_authority FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.office_authority USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.office_authority TO stadttor_app;

ALTER TABLE catalogue.topic ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.topic FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.topic USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.topic TO stadttor_app;

ALTER TABLE catalogue.topic_parent ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.topic_parent FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.topic_parent USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.topic_parent TO stadttor_app;

ALTER TABLE catalogue.service_topic ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_topic FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_topic USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_topic TO stadttor_app;

ALTER TABLE catalogue.situation_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.situation_group FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.situation_group USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.situation_group TO stadttor_app;

ALTER TABLE catalogue.situation ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.situation FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.situation USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.situation TO stadttor_app;

ALTER TABLE catalogue.situation_service ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.situation_service FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.situation_service USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.situation_service TO stadttor_app;

ALTER TABLE catalogue.service_relation ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_relation FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_relation USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_relation TO stadttor_app;

ALTER TABLE catalogue.service_obstacle ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_obstacle FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_obstacle USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_obstacle TO stadttor_app;

ALTER TABLE catalogue.service_maturity ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.service_maturity FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.service_maturity USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.service_maturity TO stadttor_app;

ALTER TABLE catalogue.visit_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.visit_count FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.visit_count USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.visit_count TO stadttor_app;

ALTER TABLE catalogue.search_miss ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.search_miss FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.search_miss USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.search_miss TO stadttor_app;

ALTER TABLE catalogue.feedback_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.feedback_count FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.feedback_count USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.feedback_count TO stadttor_app;

ALTER TABLE catalogue.short_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.short_link FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.short_link USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.short_link TO stadttor_app;

ALTER TABLE catalogue.short_link_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.short_link_count FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.short_link_count USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.short_link_count TO stadttor_app;

ALTER TABLE catalogue.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.change FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.change USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.change TO stadttor_app;

ALTER TABLE catalogue.import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.import_run FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.import_run USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.import_run TO stadttor_app;
