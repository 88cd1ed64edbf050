create table pledge_total (
  scope_kind      text not null,
  scope_key       text not null,
  pledges         bigint not null,
  pledged_minor   bigint not null constraint pledge_total_not_negative check (pledged_minor >= 0),
  fulfilled_minor bigint not null,
  fallen_minor    bigint not null,
  primary key (scope_kind, scope_key),
  constraint pledge_total_adds_up check (fulfilled_minor >= 0 and fallen_minor >= 0 and fulfilled_minor + fallen_minor <= pledged_minor)
);
-- Who stands under whom: what is promised to an organisation is promised to those above it.
create table pledge_organisation (
  id        uuid primary key,
  parent_id uuid
);
