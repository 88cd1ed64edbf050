create table receipt (
  id              uuid primary key,
  donation_id     uuid not null,
  holder_id       uuid not null,
  year            int not null,
  number          int not null,
  code            text not null constraint receipt_code_unique unique,
  program_id      uuid,
  site_id         uuid,
  fund_id         uuid not null,
  organisation_id uuid not null,
  division        text not null,
  amount_minor    bigint not null constraint receipt_amount_positive check (amount_minor > 0 or (amount_minor = 0 and lines is not null)),
  currency        text not null,
  donor_id        uuid,
  paid_at         timestamptz not null,
  issued_at       timestamptz not null,
  project_id      uuid,
  page_id         uuid,
  lines           jsonb,
  replaces        uuid,
  voided_at       timestamptz,
  void_cause      text,
  replaced_by     uuid,
  giver_id        uuid,
  method          text not null,
  jurisdiction    text not null,
  constraint receipt_number_once_per_register unique (holder_id, year, number),
  constraint receipt_voided_for_a_cause check ((voided_at is null) = (void_cause is null)),
  constraint receipt_replaced_only_when_voided check (replaced_by is null or voided_at is not null)
);
create unique index receipt_one_holds_per_donation on receipt (donation_id) where voided_at is null;
create index receipt_donation on receipt (donation_id);
-- Annual statements: an organisation's givers, one after the other.
create index receipt_giver on receipt (holder_id, giver_id, paid_at) where giver_id is not null;

create table receipt_register (
  holder_id uuid not null,
  year      int not null,
  issued    int not null,
  voided    int not null default 0,
  constraint receipt_register_once primary key (holder_id, year),
  constraint receipt_register_voids_what_was_issued check (voided <= issued)
);
