-- Account details: typed in once, confirmed by a second person, withdrawn. At most one row per entry.
create table transfer_account (
  entry_id        uuid primary key,
  organisation_id uuid not null,
  account_id      uuid not null,
  payee           text not null,
  bank            text not null,
  number          text not null,
  state           text not null constraint transfer_account_state_known check (state in ('entered', 'in_use', 'replaced', 'withdrawn')),
  entered_by      uuid,
  position        bigint not null
);
create index transfer_account_organisation on transfer_account (organisation_id, position);
-- Gifts that wait, or waited, for a transfer.
create table transfer_wait (
  donation_id uuid primary key,
  reference   text not null constraint transfer_wait_reference_unique unique,
  until       date not null
);
create table arrival (
  id               uuid primary key,
  holder_id        uuid not null,
  division         text not null,
  transaction_id   text not null,
  amount_minor     bigint not null constraint arrival_amount_positive check (amount_minor > 0),
  arrived_on       date not null,
  reference        text,
  payer_id         uuid,
  open_because     text,
  state            text not null constraint arrival_state_known check (state in ('open', 'matched', 'to_return', 'returned')),
  donation_id      uuid,
  -- The promise whose number stood beside it, before a person has decided.
  pledge_id        uuid,
  reason           text,
  returned_on      date,
  position         bigint not null,
  constraint arrival_once_per_transaction unique (holder_id, transaction_id)
);
create index arrival_waiting on arrival (holder_id, position) where state in ('open', 'to_return');
create index arrival_position on arrival (position);
create index arrival_alike on arrival (holder_id, arrived_on, amount_minor);
