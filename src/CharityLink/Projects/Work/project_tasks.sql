-- What each project waits for. The first table is what is known of a project, the second what follows from it.
create table project_work (
  project_id uuid primary key,
  work jsonb not null
);
create table project_tasks (
  project_id uuid not null,
  step text not null,
  roles text[] not null,
  division text not null,
  organisation_id uuid not null,
  is_own boolean not null,
  excluded uuid[] not null,
  title_zh text not null,
  title_en text not null,
  since timestamptz not null,
  due_on date,
  primary key (project_id, step)
);
create index project_tasks_division on project_tasks (division text_pattern_ops);
create index project_tasks_organisation on project_tasks (organisation_id);
