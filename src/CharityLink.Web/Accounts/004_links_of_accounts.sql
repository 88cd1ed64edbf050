-- How many links an account asked for lately.
create index mail_link_account on identity.mail_link (account_id, asked_at) where account_id is not null;
