create table payment_alert (
  id        uuid primary key,
  kind      text not null,
  provider  text not null,
  about_id  uuid,
  code      text not null,
  raised_at timestamptz not null,
  position  bigint not null,
  seen_by   uuid,
  seen_at   timestamptz
);
create index payment_alert_position on payment_alert (position desc);
create index payment_alert_kind on payment_alert (kind, raised_at desc);
create index payment_alert_about on payment_alert (about_id) where kind = 'fraud_warning';
create index payment_alert_unseen on payment_alert (position desc) where seen_at is null;
