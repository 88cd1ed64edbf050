-- The directory of crowdfunded projects: what lists show and are sorted by, one row each, as it stands now.
create table projects (
  project_id uuid primary key,
  -- Not indexed: every gift would then have to change all indexes, and a look over narrow pages is quick.
  position bigint not null,
  program_id uuid,
  kind text not null,
  division text not null,
  proposer_id uuid not null,
  organiser_id uuid,
  fund_id uuid not null,
  is_invented boolean not null,
  title_zh text not null,
  title_en text not null,
  summary_zh text not null,
  summary_en text not null,
  model text not null,
  minimum_minor bigint not null,
  goal_minor bigint not null,
  stretch_minor bigint[] not null,
  currency text not null,
  state text not null,
  is_paused boolean not null,
  stage text not null,
  reviews int not null,
  drafted_at timestamptz not null,
  submitted_at timestamptz,
  opened_at timestamptz,
  deadline_at timestamptz,
  is_extended boolean not null,
  ended_at timestamptz,
  is_met boolean,
  decided_minor bigint,
  filing_number text,
  finished_on date,
  final_report_id uuid,
  raised_minor bigint not null constraint projects_raised_not_negative check (raised_minor >= 0),
  pledged_minor bigint not null constraint projects_pledged_not_negative check (pledged_minor >= 0),
  cover jsonb,
  search_key text not null,
  min_collect_percent int,
  collect_at_least_minor bigint,
  collected_minor bigint
) with (fillfactor = 80);
create index projects_stage on projects (stage, deadline_at);
create index projects_division on projects (division text_pattern_ops);
create index projects_organiser on projects (organiser_id);
create index projects_proposer on projects (proposer_id);
create index projects_program on projects (program_id);
-- What the money is planned for, as the budget stands now.
create table project_lines (
  project_id uuid not null,
  line_id uuid not null,
  ordinal int not null,
  name_zh text not null,
  name_en text not null,
  planned_minor bigint not null,
  is_required boolean not null,
  primary key (project_id, line_id)
);
-- What only a project's own page tells: its need, its plan, its filing and everything that happened.
create table project_stories (
  project_id uuid primary key,
  story jsonb not null
);
