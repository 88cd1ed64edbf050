-- Which files are named by which subject's facts, and whether everybody may see them.
create table evidence_use (
  hash text not null,
  subject_kind text not null,
  subject_key text not null,
  -- Where one file is shown at a time; empty for all the others.
  frame text not null,
  is_public boolean not null,
  primary key (hash, subject_kind, subject_key, frame)
);
