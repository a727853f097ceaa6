-- Service packages of a town: what is installed with which values, every installation before it, the files themselves, and whose signatures count.

-- The files of a package as they came, once for each content; also of packages that somebody looks at before installing them.
CREATE TABLE packages.archive (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  -- SHA-256 over names and contents.
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  content bytea NOT NULL,
  arrived_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, digest)
);

CREATE TABLE packages.package (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id text NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{1,59}$'),
  -- The number of the installation that counts now.
  current integer NOT NULL CHECK (current > 0),
  PRIMARY KEY (town_id, id)
);

-- Every installation, upgrade, change of values and way back; never changed afterwards.
CREATE TABLE packages.installation (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  package_id text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  version text NOT NULL,
  digest text NOT NULL,
  manifest jsonb NOT NULL,
  -- What the town set itself; everything else is the package's own value.
  own_values jsonb NOT NULL DEFAULT '{}',
  unit text NOT NULL CHECK (unit ~ '^/([a-z0-9][a-z0-9-]{0,63}/)*$'),
  permissions text[] NOT NULL,
  what text NOT NULL CHECK (what IN ('installed', 'upgraded', 'values', 'rolled-back')),
  -- Where a way back leads from here.
  previous integer,
  trust text NOT NULL CHECK (trust IN ('shipped', 'key', 'decision')),
  fingerprint text CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  installed_at timestamptz NOT NULL,
  installed_by uuid,
  PRIMARY KEY (town_id, package_id, number),
  FOREIGN KEY (town_id, digest) REFERENCES packages.archive (town_id, digest)
);
CREATE INDEX installation_digest ON packages.installation (town_id, digest);
ALTER TABLE packages.package
  ADD FOREIGN KEY (town_id, id, current) REFERENCES packages.installation (town_id, package_id, number);

-- The parts of an installation as the rooms took them over.
CREATE TABLE packages.part (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  package_id text NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  file text NOT NULL,
  -- The version that the room gave it; none where the town keeps its own.
  version integer,
  -- How the room wrote it down when it came: what differs later was changed by the town. None where the room cannot say.
  taken text,
  PRIMARY KEY (town_id, package_id, number, kind, key),
  FOREIGN KEY (town_id, package_id, number) REFERENCES packages.installation (town_id, package_id, number)
);

-- @de Vertrauenswürdige Schlüssel
CREATE TABLE packages.trusted_key (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  added_at timestamptz NOT NULL,
  added_by uuid,
  PRIMARY KEY (town_id, fingerprint)
);

-- What the town's folder wants installed from the packages that come with Stadttor, with which values; `done` names what was done for it last.
CREATE TABLE packages.wish (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  package_id text NOT NULL,
  own_values jsonb NOT NULL,
  done text,
  PRIMARY KEY (town_id, package_id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['archive', 'package', 'installation', 'part', 'trusted_key', 'wish'] LOOP
    EXECUTE format('ALTER TABLE packages.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE packages.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON packages.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON packages.%I TO stadttor_app', name);
  END LOOP;
END $$;
