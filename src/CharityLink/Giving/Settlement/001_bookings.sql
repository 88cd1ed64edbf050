create schema if not exists giving;
-- The providers' own books, as their lists show them: what ours are compared with.
create table giving.provider_booking (
  provider       text not null,
  transaction_id text not null,
  kind           text not null,
  source_id      text,
  gross_minor    bigint not null,
  cost_minor     bigint not null,
  net_minor      bigint not null,
  currency       text not null,
  booked_at      timestamptz not null,
  read_at        timestamptz not null,
  primary key (provider, transaction_id)
);
create index provider_booking_time on giving.provider_booking (booked_at);
-- Up to when a provider's books have been read.
create table giving.reconciliation (
  provider  text primary key,
  read_upto timestamptz not null,
  full_at   timestamptz not null
);
