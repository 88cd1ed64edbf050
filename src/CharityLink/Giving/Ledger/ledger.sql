-- One row moves one amount from one account to another: every entry sums to zero because it cannot be written otherwise.
create table ledger_entry (
  source_kind   text not null,
  source_id     text not null,
  part          smallint not null,
  holder_id     uuid not null,
  debit         text not null,
  credit        text not null,
  minor         bigint not null constraint ledger_entry_amount_positive check (minor > 0),
  currency      text not null,
  donation_id   uuid,
  project_id    uuid,
  position      bigint not null,
  at            timestamptz not null,
  constraint ledger_entry_once_per_source primary key (source_kind, source_id, part),
  constraint ledger_entry_two_accounts check (debit <> credit)
);
create index ledger_entry_donation on ledger_entry (donation_id, position) where donation_id is not null;
create index ledger_entry_holder on ledger_entry (holder_id, position);
-- Entries are written in the order of time: this costs next to nothing, and finds those of the last days.
create index ledger_entry_time on ledger_entry using brin (at);
-- What is or was unexplained is little.
create index ledger_entry_suspense on ledger_entry (holder_id, position) where debit = 'suspense' or credit = 'suspense';
-- Entries are never changed: what was wrong is put right by another entry.
create function ledger_entry_is_append_only() returns trigger language plpgsql as 'begin raise exception ''a ledger entry is never changed''; end';
create trigger ledger_entry_append_only before update or delete on ledger_entry for each statement execute function ledger_entry_is_append_only();
create table ledger_booking (
  provider       text not null,
  transaction_id text not null,
  kind           text not null,
  holder_id      uuid not null,
  donation_id    uuid,
  gross_minor    bigint not null,
  cost_minor     bigint not null,
  net_minor      bigint not null,
  currency       text not null,
  -- What the gift itself says that moved.
  moved_minor    bigint,
  moved_currency text,
  at             timestamptz not null,
  position       bigint not null,
  primary key (provider, transaction_id)
);
create index ledger_booking_position on ledger_booking (position);
create index ledger_booking_time on ledger_booking (at);
create table ledger_balance (
  holder_id    uuid not null,
  account      text not null,
  currency     text not null,
  debit_minor  bigint not null constraint ledger_balance_debit_not_negative check (debit_minor >= 0),
  credit_minor bigint not null constraint ledger_balance_credit_not_negative check (credit_minor >= 0),
  primary key (holder_id, account, currency)
);
