create schema if not exists giving;
-- Every call to a payment provider: written down before it is sent, sent again until something is known.
create table giving.payment_operation (
  id            uuid primary key,
  key           text not null constraint payment_operation_once unique,
  provider      text not null,
  purpose       text not null,
  aggregate_id  uuid not null,
  attempt       integer not null constraint payment_operation_attempt_counts check (attempt > 0),
  holder_id     uuid not null,
  call          text not null,
  state         text not null constraint payment_operation_state_known
                check (state in ('planned', 'sending', 'unknown', 'succeeded', 'declined', 'failed', 'dropped')),
  tries         integer not null default 0,
  planned_at    timestamptz not null,
  not_after     timestamptz,
  first_sent_at timestamptz,
  -- While it is being sent: when whoever sends it counts as dead. Once it has ended: when its outcome is carried on again.
  next_try_at   timestamptz not null,
  object_id     text,
  answer        jsonb,
  error         text,
  ended_at      timestamptz,
  concluded_at  timestamptz,
  constraint payment_operation_ends check ((ended_at is not null) = (state in ('succeeded', 'declined', 'failed', 'dropped')))
);
create index payment_operation_waiting on giving.payment_operation (next_try_at) where ended_at is null;
create index payment_operation_concluding on giving.payment_operation (next_try_at) where ended_at is not null and concluded_at is null;
create index payment_operation_aggregate on giving.payment_operation (aggregate_id);
create index payment_operation_failed on giving.payment_operation (ended_at) where state = 'failed';

-- Providers whose access is refused: nothing is sent until then, then one call tries.
create table giving.payment_circuit (
  provider text primary key,
  reason   text not null,
  since    timestamptz not null,
  retry_at timestamptz not null
);

-- Every genuine notification, once; its body only until it has been acted on.
create table giving.payment_inbox (
  id          bigint generated always as identity primary key,
  provider    text not null,
  event_id    text not null,
  kind        text not null,
  object_id   text,
  body        bytea,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  state       text not null constraint payment_inbox_state_known check (state in ('waiting', 'done', 'unheeded', 'dead', 'dropped')),
  tries       integer not null default 0,
  next_try_at timestamptz not null,
  error       text,
  done_at     timestamptz,
  constraint payment_inbox_once unique (provider, event_id)
);
create index payment_inbox_waiting on giving.payment_inbox (next_try_at, id) where state = 'waiting';
create index payment_inbox_dead on giving.payment_inbox (id) where state = 'dead';

-- Up to when a provider's own list of events has been read.
create table giving.payment_cursor (
  provider  text primary key,
  read_upto timestamptz not null,
  polled_at timestamptz not null
);
