create table gift_total (
  scope_kind    text not null,
  scope_key     text not null,
  raised_minor  bigint not null constraint gift_total_raised_not_negative check (raised_minor >= 0),
  gifts         bigint not null constraint gift_total_gifts_not_negative check (gifts >= 0),
  named_givers  bigint not null constraint gift_total_givers_not_more_than_gifts check (named_givers between 0 and gifts),
  unnamed_gifts bigint not null constraint gift_total_unnamed_not_more_than_gifts check (unnamed_gifts between 0 and gifts),
  primary key (scope_kind, scope_key)
);
-- Where a gift counts: every distinct combination of program, site, organisation, division, project and page that was given to.
create table gift_leaf (
  id              uuid primary key,
  program_id      uuid,
  site_id         uuid,
  organisation_id uuid not null,
  division        text not null,
  project_id      uuid,
  page_id         uuid
);
-- Which leaves a person gave to: what makes a giver count once in every scope above them.
create table gift_giver (
  person_id uuid not null,
  leaf_id   uuid not null,
  gifts     bigint not null constraint gift_giver_gave check (gifts > 0),
  primary key (person_id, leaf_id)
);
-- How much went back of a gift: only of gifts of which anything did.
create table gift_gone (
  donation_id uuid primary key,
  gone_minor  bigint not null constraint gift_gone_not_negative check (gone_minor >= 0)
);
create table gift_organisation (
  id        uuid primary key,
  parent_id uuid
);
