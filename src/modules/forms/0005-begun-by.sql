-- Who began or imported a form: their first version counts for four eyes like every change after it.
ALTER TABLE forms.working_copy ADD COLUMN begun_by uuid;
