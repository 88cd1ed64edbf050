-- Mails that are owed because of a fact: written once per fact and receiver, sent by whichever node comes first.
create schema if not exists mailing;
create table mailing.letter (
  letter_id uuid primary key default gen_random_uuid(),
  kind text not null constraint letter_kind_known check (kind in ('update', 'answer')),
  subject_id uuid not null,
  project_id uuid not null,
  -- Of an update the mailbox, whoever used it; of an answer who asked.
  receiver_id uuid not null,
  person_id uuid not null,
  made_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  tries int not null default 0,
  -- Set before it is handed over: after a crash in between nobody knows whether it went out, and it is not sent a second time.
  taken_at timestamptz,
  sent_at timestamptz,
  constraint letter_once unique (kind, subject_id, receiver_id)
);
create index letter_waiting on mailing.letter (next_at) where taken_at is null;
-- Mailboxes that want no updates any more.
create table mailing.stopped (
  receiver_id uuid primary key,
  at timestamptz not null default now()
);
