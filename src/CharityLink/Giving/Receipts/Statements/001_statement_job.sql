create schema if not exists giving;
-- Annual statements of an organisation's givers, made in the background by whichever node holds the lease.
create table giving.statement_job (
  id          uuid primary key,
  holder_id   uuid not null,
  year        int not null,
  start_month int not null constraint statement_job_month check (start_month between 1 and 12),
  language    text not null,
  state       text not null default 'waiting' constraint statement_job_state_known check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  ordered_by  uuid,
  ordered_at  timestamptz not null,
  ended_at    timestamptz,
  total       int,
  done        int not null default 0,
  -- Where to go on after a crash: the last giver whose statement is in the file, and how long the file was then.
  last_giver  uuid not null default '00000000-0000-0000-0000-000000000000',
  bytes       bigint not null default 0,
  leased_by   uuid,
  lease_until timestamptz,
  fault       text
);
create index statement_job_holder on giving.statement_job (holder_id, ordered_at desc);
create index statement_job_open on giving.statement_job (ordered_at) where state in ('waiting', 'running');
