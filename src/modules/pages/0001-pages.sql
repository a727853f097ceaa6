-- The pages every town owes: one text per kind and language. Placeholders such as {town} are filled in when a page is shown.

CREATE TABLE pages.page (
  town_id integer NOT NULL DEFAULT kernel.current_town(),
  kind text NOT NULL CHECK (kind IN ('imprint', 'privacy', 'accessibility', 'easy-language', 'sign-language', 'report-barrier', 'about')),
  language text NOT NULL CHECK (language IN ('de', 'en', 'leicht')),
  title text NOT NULL CHECK (title <> ''),
  html text NOT NULL,
  -- starter: the template's text, word for word; file: the town's own file; edited: written on the desk, never overwritten.
  source text NOT NULL CHECK (source IN ('starter', 'file', 'edited')),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (town_id, kind, language)
);
ALTER TABLE pages.page ENABLE ROW LEVEL SECURITY;
ALTER TABLE pages.page FORCE ROW LEVEL SECURITY;
CREATE POLICY town ON pages.page USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());
GRANT SELECT, INSERT, UPDATE, DELETE ON pages.page TO stadttor_app;
