-- What organisations are entitled to: one row each. What lists and public pages ask for stands in columns, the whole in detail.
create table organisation_credentials (
  organisation_id uuid primary key,
  certificate_number text,
  qualified_since date,
  revoked_on date,
  tax_listed_from date,
  tax_listed_until date,
  detail jsonb not null,
  constraint revoked_is_not_qualified check (revoked_on is null or qualified_since is not null)
);
