create table receipt (
  id              uuid primary key,
  donation_id     uuid not null constraint receipt_once_per_donation unique,
  holder_id       uuid not null,
  year            int not null,
  number          int not null,
  code            text not null constraint receipt_code_unique unique,
  program_id      uuid not null,
  site_id         uuid,
  fund_id         uuid not null,
  organisation_id uuid not null,
  division        text not null,
  amount_minor    bigint not null constraint receipt_amount_positive check (amount_minor > 0),
  currency        text not null,
  donor_id        uuid,
  paid_at         timestamptz not null,
  issued_at       timestamptz not null,
  constraint receipt_number_once_per_register unique (holder_id, year, number)
);
