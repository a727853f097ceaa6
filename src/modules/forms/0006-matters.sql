-- Filling in for a matter that exists: which one and as what, who types it for somebody and how it came in.
ALTER TABLE forms.draft
  -- Kind, id, role and request: ids and words of the house, nothing personal.
  ADD COLUMN matter jsonb,
  -- Asked for again with the same key it is the same draft.
  ADD COLUMN filling_key text CHECK (filling_key <> ''),
  ADD COLUMN entered_by uuid,
  ADD COLUMN entered_channel text CHECK (entered_channel IN ('counter', 'phone', 'letter', 'mail', 'scan'));
CREATE UNIQUE INDEX draft_filling_key ON forms.draft (town_id, filling_key) WHERE filling_key IS NOT NULL;

ALTER TABLE forms.submission
  ADD COLUMN matter jsonb,
  ADD COLUMN entered_channel text CHECK (entered_channel IN ('counter', 'phone', 'letter', 'mail', 'scan'));
