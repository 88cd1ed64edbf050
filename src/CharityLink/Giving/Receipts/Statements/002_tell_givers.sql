-- Whoever orders the statements may let their givers know.
alter table giving.statement_job add column tells_givers boolean not null default false;
