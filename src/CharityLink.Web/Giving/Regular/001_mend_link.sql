create schema if not exists giving;
-- Links that mend a declined regular gift without an account: only the hash of each secret, good once.
create table giving.mend_link (
  link_id         uuid primary key,
  regular_gift_id uuid not null,
  hash            bytea not null,
  expires_at      timestamptz not null,
  used_at         timestamptz
);
