-- What projects tell and are asked. Rows are written whole, so each column is named once, in the record.
create table project_update (
  update_id uuid primary key,
  project_id uuid not null,
  title_zh text not null,
  title_en text not null,
  text_zh text not null,
  text_en text not null,
  photos jsonb not null,
  corrections jsonb not null,
  posted_at timestamptz not null,
  position bigint not null
);
create table project_question (
  question_id uuid primary key,
  project_id uuid not null,
  state text not null constraint project_question_state_known check (state in ('waiting', 'approved', 'answered', 'refused')),
  text text not null,
  asker_id uuid,
  language text not null,
  asked_at timestamptz not null,
  answer_zh text,
  answer_en text,
  answered_at timestamptz,
  reason text,
  position bigint not null
);
-- Whom a project's updates are mailed to: one row per mailbox, whoever used it last.
create table project_giver (
  project_id uuid not null,
  giver_id uuid not null,
  person_id uuid not null,
  primary key (project_id, giver_id)
);
create index project_giver_giver on project_giver (giver_id);
create index project_update_newest on project_update (project_id, posted_at desc, update_id);
create index project_question_newest on project_question (project_id, state, asked_at desc, question_id);
