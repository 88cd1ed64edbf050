create table match_pool (
  pool_id       uuid primary key,
  holder_id     uuid not null,
  sponsor_zh    text not null,
  sponsor_en    text not null,
  state         text not null constraint match_pool_state_known check (state in ('draft', 'open', 'closed')),
  per_hundred   int not null,
  pool_minor    bigint not null,
  currency      text not null,
  per_gift_minor    bigint,
  per_giver_minor   bigint,
  per_project_minor bigint,
  per_day_minor     bigint,
  from_at       timestamptz not null,
  until_at      timestamptz not null,
  is_invented   boolean not null,
  drafted_by    uuid,
  closed_because text,
  agreement_hash text,
  matched_minor bigint not null,
  released_minor bigint not null,
  gifts         bigint not null,
  constraint match_pool_not_overdrawn check (matched_minor between 0 and pool_minor)
);
-- A project under a pool: what was matched, and how it ended.
create table match_project (
  pool_id       uuid not null,
  project_id    uuid not null,
  is_active     boolean not null,
  is_ended      boolean not null,
  matched_minor bigint not null constraint match_project_not_negative check (matched_minor >= 0),
  gifts         bigint not null,
  settled_minor bigint,
  paid_on       date,
  primary key (pool_id, project_id)
);
-- What one giver gave to one project while it was matched: parts of a gift earn what the whole would. Looked up by its givers, batch by batch.
create table match_giver (
  pool_id       uuid not null,
  giver_id      uuid not null,
  project_id    uuid not null,
  given_minor   bigint not null,
  matched_minor bigint not null,
  primary key (giver_id, pool_id, project_id)
);
create table match_day (
  pool_id       uuid not null,
  day           date not null,
  matched_minor bigint not null,
  primary key (pool_id, day)
);
-- What each gift was given on top; a gift that earned nothing has no row.
create table match_allocation (
  pool_id       uuid not null,
  donation_id   uuid not null,
  project_id    uuid not null,
  amount_minor  bigint not null constraint match_allocation_positive check (amount_minor > 0),
  day           date not null,
  position      bigint not null,
  -- Of the gift itself, and of what it had earned: both go back together.
  gone_minor     bigint not null,
  released_minor bigint not null constraint match_allocation_released_in_part check (released_minor between 0 and amount_minor),
  primary key (pool_id, position)
);
create index match_project_project on match_project (project_id);
create index match_allocation_donation on match_allocation (donation_id);
