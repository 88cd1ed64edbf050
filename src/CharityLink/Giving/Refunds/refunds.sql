create table refund (
  id           uuid primary key,
  donation_id  uuid not null,
  amount_minor bigint not null constraint refund_amount_positive check (amount_minor > 0),
  currency     text not null,
  cause        text not null,
  reason       text,
  source       text not null,
  state        text not null constraint refund_state_known check (state in ('requested', 'approved', 'started', 'completed', 'failed', 'rejected')),
  route        text,
  asked_by     uuid,
  agreed_by    uuid,
  transfer_by  uuid,
  transfer_ref text,
  paid_on      date,
  note         text,
  asked_at     timestamptz not null,
  changed_at   timestamptz not null,
  position     bigint not null
);
create index refund_donation on refund (donation_id);
create index refund_position on refund (position);
create index refund_open on refund (state, position) where state in ('requested', 'started', 'failed');
create table held_payment (
  donation_id  uuid not null,
  payment_id   text not null,
  amount_minor bigint not null,
  currency     text not null,
  reason       text not null,
  state        text not null constraint held_payment_state_known check (state in ('waiting', 'returning', 'by_hand', 'returned', 'counted', 'taken')),
  note         text,
  at           timestamptz not null,
  -- The bank transfer by which it was given back outside the provider, and why it went that way.
  transfer_by  uuid,
  transfer_ref text,
  paid_on      date,
  why          text,
  primary key (donation_id, payment_id)
);
create index held_payment_waiting on held_payment (at) where state in ('waiting', 'by_hand');
create table dispute (
  donation_id  uuid not null,
  id           text not null,
  amount_minor bigint not null,
  currency     text not null,
  state        text not null,
  evidence_by  timestamptz,
  is_answered  boolean not null,
  opened_at    timestamptz not null,
  refused      text,
  primary key (donation_id, id)
);
