-- Objections to looks, purposes with which a person's log is opened on the desk, and looks that a law hides for a time.

-- Nothing personal: which look, in which state, until when. What was said stands in looks.objection_text.
CREATE TABLE looks.objection (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  look_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered')),
  made_at timestamptz NOT NULL,
  due date NOT NULL,
  answered_at timestamptz,
  answered_by uuid,
  PRIMARY KEY (town_id, id),
  UNIQUE (town_id, look_id)
);
CREATE INDEX objection_state ON looks.objection (town_id, state, due);
CREATE TABLE looks.objection_text (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  subject_id uuid NOT NULL,
  objection_id uuid NOT NULL,
  reason text NOT NULL DEFAULT '',
  answer text NOT NULL DEFAULT '',
  PRIMARY KEY (town_id, subject_id, objection_id),
  FOREIGN KEY (town_id, objection_id) REFERENCES looks.objection (town_id, id)
);
CREATE TABLE looks.inquiry (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  purpose text NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, id)
);
-- Several rows for one look: the latest counts, so that a longer or an earlier end can be seen as such.
CREATE TABLE looks.hidden (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  look_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  until date NOT NULL,
  law text NOT NULL,
  reason text NOT NULL,
  hidden_by uuid NOT NULL,
  PRIMARY KEY (town_id, look_id, at)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['objection', 'inquiry', 'hidden'] LOOP
    EXECUTE format('ALTER TABLE looks.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE looks.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY town ON looks.%I USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town())', name);
  END LOOP;
END $$;
ALTER TABLE looks.objection_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE looks.objection_text FORCE ROW LEVEL SECURITY;
CREATE POLICY personal ON looks.objection_text
  USING (town_id = kernel.current_town() AND kernel.may_see(subject_id))
  WITH CHECK (town_id = kernel.current_town() AND kernel.may_see(subject_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON looks.objection, looks.objection_text TO stadttor_app;
GRANT SELECT, INSERT ON looks.inquiry TO stadttor_app;
GRANT SELECT ON looks.hidden TO stadttor_app;
COMMENT ON TABLE looks.inquiry IS 'append-only';
COMMENT ON TABLE looks.hidden IS 'append-only';

-- The one writer of looks.hidden. `until` is the day on which the look is shown again; today shows it at once.
CREATE FUNCTION looks.hide_look(subject uuid, look uuid, until date, today date, law text, reason text, clerk uuid) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE entry kernel.access_log;
BEGIN
  IF NOT EXISTS (
    SELECT FROM kernel.person p WHERE p.town_id = kernel.current_town() AND p.id = clerk AND p.kind = 'staff' AND p.left_at IS NULL
      AND (EXISTS (SELECT FROM kernel.permission_grant g WHERE g.town_id = p.town_id AND g.person_id = p.id AND g.permission = 'looks.log.hide'
          AND (g.ends_at IS NULL OR g.ends_at > now()))
        OR EXISTS (SELECT FROM kernel.role_grant g JOIN kernel.role r ON r.town_id = g.town_id AND r.id = g.role_id
          WHERE g.town_id = p.town_id AND g.person_id = p.id AND 'looks.log.hide' = ANY (r.permissions) AND g.revoked_at IS NULL
            AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())))
  ) THEN RETURN 'not-permitted'; END IF;
  SELECT * INTO entry FROM kernel.access_log WHERE town_id = kernel.current_town() AND subject_id = subject AND id = look;
  IF NOT FOUND THEN RETURN 'no-such-look'; END IF;
  IF entry.actor_kind = 'self' THEN RETURN 'own-look'; END IF;
  IF entry.actor_id = clerk THEN RETURN 'look-of-the-clerk'; END IF;
  IF until < today OR until > today + 366 THEN RETURN 'day'; END IF;
  IF coalesce(trim(law), '') = '' OR coalesce(trim(reason), '') = '' THEN RETURN 'law'; END IF;
  INSERT INTO looks.hidden (look_id, until, law, reason, hidden_by) VALUES (look, until, law, reason, clerk);
  RETURN 'done';
END $$;
REVOKE ALL ON FUNCTION looks.hide_look(uuid, uuid, date, date, text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION looks.hide_look(uuid, uuid, date, date, text, text, uuid) TO stadttor_app;
