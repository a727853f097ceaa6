// A small schema with everything that is hard to bring back: odd types and names, circular keys, partitions, policies, triggers.

export const schema = `
  CREATE SCHEMA kernel; CREATE SCHEMA "odd names"; CREATE SCHEMA pgboss;
  CREATE TABLE kernel.migration (module text, number integer, name text, applied_at timestamptz DEFAULT now(), PRIMARY KEY (module, number));
  INSERT INTO kernel.migration VALUES ('kernel', 1, 'ground');
  CREATE TYPE kernel.mood AS ENUM ('gut', 'so, la-la');
  CREATE TABLE kernel.everything (town_id integer, id integer GENERATED ALWAYS AS IDENTITY, t text, b bytea, ts timestamptz, d date, i interval, n numeric,
    f double precision, a text[], m text[][], j jsonb, u uuid, r int4range, mood kernel.mood, yes boolean, c "char", tx xid8,
    doubled numeric GENERATED ALWAYS AS (n * 2) STORED, dropped text, PRIMARY KEY (town_id, id));
  ALTER TABLE kernel.everything DROP COLUMN dropped;
  ALTER TABLE kernel.everything ENABLE ROW LEVEL SECURITY; ALTER TABLE kernel.everything FORCE ROW LEVEL SECURITY;
  CREATE POLICY nobody ON kernel.everything USING (false);
  CREATE TABLE kernel.unit (id integer PRIMARY KEY, parent integer REFERENCES kernel.unit, head integer);
  CREATE TABLE kernel.clerk (id integer PRIMARY KEY, unit integer NOT NULL REFERENCES kernel.unit);
  ALTER TABLE kernel.unit ADD CONSTRAINT head FOREIGN KEY (head) REFERENCES kernel.clerk DEFERRABLE INITIALLY DEFERRED;
  CREATE TABLE kernel.seen (at timestamptz, what text) PARTITION BY RANGE (at);
  CREATE TABLE kernel.seen_2026 PARTITION OF kernel.seen FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE kernel.seen_rest PARTITION OF kernel.seen DEFAULT;
  CREATE TABLE "odd names"."Ärger ""mit"" / Namen" ("Straße, Nr." text);
  CREATE TABLE kernel.event (town_id integer, sequence bigint, tx xid8 DEFAULT pg_current_xact_id(), PRIMARY KEY (town_id, sequence));
  CREATE TABLE kernel.dispatch (receiver text, town_id integer, after_tx xid8, after_sequence bigint, PRIMARY KEY (receiver, town_id));
  CREATE TABLE pgboss.queue (name text PRIMARY KEY); INSERT INTO pgboss.queue VALUES ('seeded');
  CREATE FUNCTION kernel.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;`

export const guard = `CREATE TRIGGER guard BEFORE INSERT ON kernel.unit FOR EACH ROW EXECUTE FUNCTION kernel.refuse();
  CREATE TRIGGER always BEFORE INSERT ON kernel.clerk FOR EACH ROW EXECUTE FUNCTION kernel.refuse();
  CREATE TRIGGER off BEFORE INSERT ON kernel.seen_2026 FOR EACH ROW EXECUTE FUNCTION kernel.refuse();
  ALTER TABLE kernel.clerk ENABLE ALWAYS TRIGGER always; ALTER TABLE kernel.seen_2026 DISABLE TRIGGER off`
