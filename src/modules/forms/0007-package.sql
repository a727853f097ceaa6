-- Id of the service package whose part the form is; none: made in this town.
ALTER TABLE forms.form ADD COLUMN package text CHECK (package <> '');
