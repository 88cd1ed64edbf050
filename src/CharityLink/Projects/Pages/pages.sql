-- Pages that raise for projects, and what was reported of them. Rows are written whole.
create table fundraising_page (
  page_id uuid primary key,
  project_id uuid not null,
  kind text not null,
  team_id uuid,
  title text not null,
  text text not null,
  goal_minor bigint,
  currency text not null,
  owner_id uuid not null,
  shows_name boolean not null,
  language text not null,
  state text not null constraint fundraising_page_state_known check (state in ('waiting', 'live', 'closed')),
  hidden_because text,
  opened_at timestamptz not null,
  position bigint not null
);
create table page_report (
  report_id uuid primary key,
  page_id uuid not null,
  project_id uuid not null,
  text text not null,
  reported_at timestamptz not null,
  findings text
);
create index fundraising_page_project on fundraising_page (project_id, opened_at desc, page_id);
create index fundraising_page_team on fundraising_page (team_id);
create index page_report_waiting on page_report (project_id, reported_at) where findings is null;
