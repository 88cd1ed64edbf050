-- Every mail that is owed: noted with its fact, sent by whichever node comes first. No row holds a name or an address: those are looked up when it is sent.
create schema if not exists mailing;
create table mailing.mail (
  mail_id    uuid primary key,
  kind       text not null,
  -- Somebody in the vault, or an account of staff.
  person_id  uuid,
  account_id uuid,
  language   text not null,
  facts      jsonb not null,
  noted_at   timestamptz not null,
  -- From here the days run after which it is given up: noted, or tried anew by hand.
  since      timestamptz not null,
  -- Not before; while it is being sent, the end of the lease.
  next_at    timestamptz not null,
  tries      int not null default 0,
  state      text not null default 'waiting' constraint mail_state_known check (state in ('waiting', 'sent', 'needless', 'failed')),
  ended_at   timestamptz,
  why        text,
  constraint mail_has_one_receiver check (num_nonnulls(person_id, account_id) = 1),
  constraint mail_ends_once check ((state = 'waiting') = (ended_at is null))
);
create index mail_waiting on mailing.mail (next_at, mail_id) where state = 'waiting';
create index mail_failed on mailing.mail (ended_at) where state = 'failed';
create index mail_subject on mailing.mail ((facts ->> 'subject')) where facts ? 'subject';
