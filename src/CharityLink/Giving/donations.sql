create table donation (
  id               uuid primary key,
  state            text not null constraint donation_state_known check (state in ('started', 'declined', 'abandoned', 'paid', 'held', 'refunded')),
  program_id       uuid,
  site_id          uuid,
  organisation_id  uuid not null,
  holder_id        uuid not null,
  division         text not null,
  amount_minor     bigint not null constraint donation_amount_positive check (amount_minor > 0),
  currency         text not null,
  donor_id         uuid,
  is_anonymous     boolean not null,
  started_at       timestamptz not null,
  paid_at          timestamptz,
  position         bigint not null,
  project_id       uuid,
  page_id          uuid,
  returned_minor   bigint not null default 0,
  -- What arrived, does not count, and has not gone back.
  held_minor       bigint not null default 0,
  giver_id         uuid,
  is_hidden_from_charity boolean not null
) with (fillfactor = 75); -- A gift is paid soon after it began: room beside it, so that no index has to follow.
create index donation_position on donation (position);
create index donation_program on donation (program_id, position);
create index donation_project on donation (project_id, position) where project_id is not null;
create index donation_division on donation (division text_pattern_ops, position);
create index donation_giver on donation (giver_id, position) where giver_id is not null;
