-- The directory of programs and their sites, as they stand now.
create table programs (
  program_id uuid primary key,
  owner_id uuid not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  summary_zh text not null,
  summary_en text not null,
  division text not null,
  fund_id uuid not null,
  is_invented boolean not null,
  unit_zh text,
  unit_en text,
  units_en text,
  cost_minor bigint,
  from_givers_minor bigint,
  currency text,
  is_suspended boolean not null,
  suspended_because text,
  started_at timestamptz not null,
  search_key text not null
);
create index programs_division on programs (division text_pattern_ops);
create index programs_owner on programs (owner_id);
create table program_sites (
  site_id uuid primary key,
  program_id uuid not null,
  name_zh text not null,
  name_en text not null,
  division text not null,
  operator_id uuid not null,
  is_invented boolean not null,
  is_open boolean not null,
  closed_because text,
  opened_at timestamptz not null,
  search_key text not null
);
create index program_sites_program on program_sites (program_id);
create index program_sites_division on program_sites (division text_pattern_ops);
create index program_sites_operator on program_sites (operator_id);
