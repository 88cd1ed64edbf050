create table gift_words (
  donation_id uuid primary key,
  text_id     uuid not null,
  dedication  text,
  program_id  uuid,
  project_id  uuid,
  state       text not null,
  reason      text,
  left_at     timestamptz not null,
  position    bigint not null
);
create index gift_words_project on gift_words (project_id, position) where state = 'approved' and project_id is not null;
create index gift_words_program on gift_words (program_id, position) where state = 'approved' and program_id is not null;
create index gift_words_waiting on gift_words (position) where state = 'waiting';
