-- Who was reminded of which duty, and how far: beside the log's tables and not made from it, so that reading the log again reminds nobody twice.
create schema if not exists mailing;
create table mailing.duty_reminder (
  duty_id    uuid not null,
  account_id uuid not null,
  -- The newest reminder: -1 in the week before the last day, 0 from that day on, 1 a week later …
  week       int not null constraint duty_reminder_week_known check (week >= -1),
  next_at    timestamptz not null default now(),
  tries      int not null default 0,
  -- Set before the mail is handed over: after a crash in between nobody knows whether it went out, and it is not sent a second time.
  taken_at   timestamptz,
  sent_at    timestamptz,
  constraint duty_reminder_pkey primary key (duty_id, account_id)
);
create index duty_reminder_waiting on mailing.duty_reminder (account_id) where taken_at is null;
