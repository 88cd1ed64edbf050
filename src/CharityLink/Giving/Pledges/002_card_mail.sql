-- Mails about promises by card; and all are handed over to the outbox, which sends them.
alter table giving.pledge_mail drop constraint pledge_mail_kind_known;
alter table giving.pledge_mail add constraint pledge_mail_kind_known
  check (kind in ('confirm', 'before_7', 'due', 'after_7', 'after_30', 'card_kept', 'card_before', 'card_mend', 'card_dropped', 'card_missed'));
-- Links by which a giver pays what could not be charged: good once, for a while; only a hash of the secret is kept.
create table giving.pledge_link (
  link_id    uuid primary key,
  pledge_id  uuid not null,
  hash       bytea not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
