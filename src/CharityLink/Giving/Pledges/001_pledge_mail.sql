create schema if not exists giving;
-- Mails about promises, each once: written down first, sent by whoever takes the row, marked when they are out.
create table giving.pledge_mail (
  pledge_id uuid not null,
  number    int not null,
  kind      text not null constraint pledge_mail_kind_known check (kind in ('confirm', 'before_7', 'due', 'after_7', 'after_30')),
  noted_at  timestamptz not null default now(),
  sent_at   timestamptz,
  primary key (pledge_id, number, kind)
);
create index pledge_mail_waiting on giving.pledge_mail (noted_at) where sent_at is null;
