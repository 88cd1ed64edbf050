-- What the law counts from, as it was folded.
create table duty_project (
  project_id      uuid primary key,
  organisation_id uuid not null,
  clock           jsonb not null
);
create index duty_project_organisation on duty_project (organisation_id);
create table duty_organisation (
  organisation_id uuid primary key,
  clock           jsonb not null
);
create table duty (
  duty_id         uuid primary key,
  rule_id         text not null,
  code            text not null,
  organisation_id uuid not null,
  division        text not null,
  project_id      uuid,
  about           uuid,
  title_zh        text not null,
  title_en        text not null,
  from_on         date not null,
  due_on          date,
  is_provisional  boolean not null,
  met_on          date
);
create index duty_of_project on duty (project_id) where project_id is not null;
create index duty_open on duty (due_on) where met_on is null;
create index duty_by_organisation on duty (organisation_id, due_on);
-- Every report and correction as it is read in public; nothing is ever replaced.
create table report (
  report_id       uuid primary key,
  project_id      uuid not null,
  organisation_id uuid,
  kind            text not null,
  from_on         date,
  until_on        date,
  year            int,
  about           uuid,
  raised_minor    bigint,
  spent_minor     bigint,
  currency        text,
  text_zh         text not null,
  text_en         text not null,
  published_on    date not null,
  corrects        uuid,
  note            text,
  entry_reference text,
  entered_on      date,
  file_hash       text,
  position        bigint not null
);
create index report_project on report (project_id, position);
