-- A refund is an operation of its own, and its facts stand on the gift's stream.
alter table giving.payment_operation add column stream_id uuid;
