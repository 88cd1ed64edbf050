-- What of each payout belongs to whom: what a charity's accountant looks for on the statement of the bank.
create table payout_share (
  id           bigint generated always as identity primary key,
  provider     text not null,
  payout_id    text not null,
  holder_id    uuid not null,
  currency     text not null,
  minor        bigint not null,
  -- What of it had been paid out before and come back.
  again_minor  bigint not null,
  -- The payout as a whole.
  amount_minor bigint not null,
  paid_at      timestamptz not null,
  failed_at    timestamptz,
  constraint payout_share_once unique (provider, payout_id, holder_id)
);
create index payout_share_holder on payout_share (holder_id, id desc);
create index payout_share_time on payout_share (paid_at);
create index payout_share_failed on payout_share (failed_at) where failed_at is not null;
