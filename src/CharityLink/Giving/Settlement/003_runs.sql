-- Each look at a provider's books, for those who answer for them.
create table giving.reconciliation_run (
  id            uuid primary key,
  provider      text not null,
  started_at    timestamptz not null,
  ended_at      timestamptz not null,
  -- The days that may still change were read again.
  is_full       boolean not null,
  lines         integer not null,
  -- Lines that our books did not have.
  missing       integer not null,
  -- Why the provider could not be asked what stands with it; null: it was not asked, or answered.
  balance_error text
);
-- What stood with a provider, and in our books, when it was asked.
create table giving.balance_comparison (
  run_id           uuid not null references giving.reconciliation_run on delete cascade,
  currency         text not null,
  there_minor      bigint not null,
  here_minor       bigint not null,
  waiting_minor    bigint not null,
  coming_minor     bigint not null,
  unsure_in_minor  bigint not null,
  unsure_out_minor bigint not null,
  difference_minor bigint not null,
  primary key (run_id, currency)
);
-- Payouts are few among the lines.
create index provider_booking_payout on giving.provider_booking (provider, source_id) where kind = 'payout';
