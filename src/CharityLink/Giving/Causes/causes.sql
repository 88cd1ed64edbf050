create table cause_organisation (
  id          uuid primary key,
  name_zh     text not null,
  name_en     text not null,
  uscc        text,
  division    text not null,
  is_verified boolean not null,
  is_suspended boolean not null,
  qualification jsonb,
  position    bigint not null
);
create table cause_program (
  id           uuid primary key,
  owner_id     uuid not null,
  name_zh      text not null,
  name_en      text not null,
  division     text not null,
  fund_id      uuid not null,
  unit_zh      text,
  unit_en      text,
  units_en     text,
  from_givers_minor bigint,
  is_suspended boolean not null,
  position     bigint not null
);
create table cause_site (
  id          uuid primary key,
  program_id  uuid not null,
  name_zh     text not null,
  name_en     text not null,
  division    text not null,
  operator_id uuid not null,
  is_closed   boolean not null,
  position    bigint not null
);
create table cause_project (
  id            uuid primary key,
  program_id    uuid,
  fund_id       uuid not null,
  organiser_id  uuid,
  title_zh      text not null,
  title_en      text not null,
  division      text not null,
  model         text not null,
  minimum_minor bigint not null,
  goal_minor    bigint not null,
  state         text not null,
  is_paused     boolean not null,
  deadline_at   timestamptz,
  ended_at      timestamptz,
  is_invented   boolean not null,
  opens_on      date,
  receiving     text[] not null,
  jurisdiction  text not null,
  position      bigint not null,
  min_collect_percent int,
  called_off    text
);
create index cause_organisation_position on cause_organisation (position);
create index cause_program_position on cause_program (position);
create index cause_site_position on cause_site (position);
create index cause_project_position on cause_project (position);
