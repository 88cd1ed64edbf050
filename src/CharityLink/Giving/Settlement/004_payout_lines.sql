-- Which lines of its books a provider paid out with which payout, as it says.
create table giving.payout_line (
  provider       text not null,
  payout_id      text not null,
  transaction_id text not null,
  primary key (provider, payout_id, transaction_id)
);
create index payout_line_of_booking on giving.payout_line (provider, transaction_id);
