-- The editors' desk: drafts, versions, reviews, shared facts, conflicts, links, translations, banners, synonyms, pictures.

-- What editors chose stays when the town's folder is read again.
ALTER TABLE catalogue.service_topic ADD COLUMN by_editor boolean NOT NULL DEFAULT false;
ALTER TABLE catalogue.topic_parent ADD COLUMN by_editor boolean NOT NULL DEFAULT false;
ALTER TABLE catalogue.situation ADD COLUMN by_editor text[] NOT NULL DEFAULT '{}';

-- One open draft per thing: what was typed, by field; null gives the field back to the import. `editors` are ids of persons.
CREATE TABLE catalogue.draft (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'situation', 'synonyms')),
  thing_id integer NOT NULL,
  fields jsonb NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'waiting')),
  editors uuid[] NOT NULL,
  note text NOT NULL DEFAULT '',
  undoes integer,
  begun_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, noun, thing_id)
);

-- What was published, field by field, before and after. Never changed, never deleted.
CREATE TABLE catalogue.version (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'situation', 'synonyms', 'fact')),
  thing_id integer NOT NULL,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  editors uuid[] NOT NULL,
  publisher uuid NOT NULL,
  changes jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  undoes integer,
  PRIMARY KEY (town_id, noun, thing_id, number)
);

-- When a text is to be looked at again, and who answers for it.
CREATE TABLE catalogue.review (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'situation')),
  thing_id integer NOT NULL,
  due date,
  unit text NOT NULL DEFAULT '',
  person_id uuid,
  reminded_for date,
  PRIMARY KEY (town_id, noun, thing_id)
);

-- The source changed a field that an editor had changed too; open until somebody chooses.
CREATE TABLE catalogue.import_conflict (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'authority')),
  thing_id integer NOT NULL,
  field text NOT NULL,
  found_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, noun, thing_id, field)
);

-- Facts used in many places, changed once: a fee, opening hours, a phone number. @de gemeinsame Angabe
CREATE TABLE catalogue.shared_fact (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  key text NOT NULL CHECK (key ~ '^[a-z0-9äöüß]+(-[a-z0-9äöüß]+)*$' AND length(key) <= 60),
  label text NOT NULL,
  value text NOT NULL,
  value_en text NOT NULL DEFAULT '',
  -- A value that waits for the second pair of eyes.
  proposed text,
  proposed_en text NOT NULL DEFAULT '',
  proposed_by uuid,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, key)
);

-- Where a shared fact stands: the field as it was typed, with `{{key}}` in it.
CREATE TABLE catalogue.fact_use (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office', 'topic', 'situation')),
  thing_id integer NOT NULL,
  field text NOT NULL,
  typed text NOT NULL,
  keys text[] NOT NULL,
  PRIMARY KEY (town_id, noun, thing_id, field)
);

-- Addresses in texts, when they were last called, and what answered.
CREATE TABLE catalogue.link_check (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  url text NOT NULL CHECK (length(url) <= 2000),
  state text NOT NULL DEFAULT 'unknown' CHECK (state IN ('unknown', 'ok', 'moved', 'dead', 'unsure', 'insecure')),
  answer text NOT NULL DEFAULT '',
  failures integer NOT NULL DEFAULT 0,
  checked_at timestamptz,
  PRIMARY KEY (town_id, url)
);
CREATE TABLE catalogue.link_place (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  noun text NOT NULL CHECK (noun IN ('service', 'office')),
  thing_id integer NOT NULL,
  field text NOT NULL,
  url text NOT NULL,
  PRIMARY KEY (town_id, noun, thing_id, field, url),
  FOREIGN KEY (town_id, url) REFERENCES catalogue.link_check (town_id, url)
);

-- Which German text a translation was made from: another German text means that it is out of date.
CREATE TABLE catalogue.translation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  service_id integer NOT NULL,
  language text NOT NULL,
  german_hash text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, service_id, language),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);

-- Disruptions: from, to, and on which pages. `told` is what the pages show now. @de Störungshinweis
CREATE TABLE catalogue.banner (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  place text NOT NULL CHECK (place ~ '^(everywhere|(service|topic)/[1-9][0-9]*)$'),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL CHECK (to_at > from_at),
  title jsonb NOT NULL,
  text jsonb NOT NULL,
  link text,
  told text NOT NULL DEFAULT 'waiting' CHECK (told IN ('waiting', 'shown', 'over')),
  editor uuid NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
CREATE INDEX banner_told ON catalogue.banner (town_id, told, to_at);

-- The town's own words for the search, as its editors wrote them; they stand before those of its folder.
CREATE TABLE catalogue.synonyms (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  groups text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id)
);

-- Pictures with what the law and blind readers ask for: words in their place, and whose they are.
CREATE TABLE catalogue.picture (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id integer NOT NULL,
  service_id integer NOT NULL,
  blob text NOT NULL,
  media_type text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  alt jsonb NOT NULL,
  caption jsonb NOT NULL DEFAULT '{}',
  rights text NOT NULL CHECK (rights <> ''),
  editor uuid NOT NULL,
  -- Shown once somebody who may publish said so; where four eyes are asked for, somebody else.
  released_by uuid,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id),
  FOREIGN KEY (town_id, service_id) REFERENCES catalogue.service (town_id, id)
);
CREATE INDEX picture_service ON catalogue.picture (town_id, service_id);

ALTER TABLE catalogue.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.draft USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.draft TO stadttor_app;

ALTER TABLE catalogue.version ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.version FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.version USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT ON catalogue.version TO stadttor_app;

ALTER TABLE catalogue.review ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.review FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.review USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.review TO stadttor_app;

ALTER TABLE catalogue.import_conflict ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.import_conflict FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.import_conflict USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.import_conflict TO stadttor_app;

ALTER TABLE catalogue.shared_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.shared_fact FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.shared_fact USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.shared_fact TO stadttor_app;

ALTER TABLE catalogue.fact_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.fact_use FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.fact_use USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.fact_use TO stadttor_app;

ALTER TABLE catalogue.link_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.link_check FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.link_check USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.link_check TO stadttor_app;

ALTER TABLE catalogue.link_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.link_place FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.link_place USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.link_place TO stadttor_app;

ALTER TABLE catalogue.translation ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.translation FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.translation USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.translation TO stadttor_app;

ALTER TABLE catalogue.banner ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.banner FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.banner USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.banner TO stadttor_app;

ALTER TABLE catalogue.synonyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.synonyms FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.synonyms USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.synonyms TO stadttor_app;

ALTER TABLE catalogue.picture ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalogue.picture FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON catalogue.picture USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue.picture TO stadttor_app;
