-- A lease is renewed every few seconds while its batch is being sent.
CREATE INDEX message_lease ON notify.message (town_id, lease) WHERE lease IS NOT NULL;
