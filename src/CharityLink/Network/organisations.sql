-- The directory of organisations: one row each, as it stands now.
create table organisations (
  organisation_id uuid primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  division text not null,
  uscc text,
  parent_id uuid,
  is_invented boolean not null,
  is_verified boolean not null,
  is_suspended boolean not null,
  suspended_because text,
  entered_by uuid,
  registered_at timestamptz not null,
  search_key text not null
);
create index organisations_division on organisations (division text_pattern_ops);
create index organisations_parent on organisations (parent_id);
