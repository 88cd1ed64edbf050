-- Givers who sign in: which mailboxes' gifts are an account's. Names and addresses stay in the vault.
create table identity.account_giver (
    giver_id   uuid        not null,
    account_id uuid        not null references identity.account (id) on delete cascade,
    claimed_at timestamptz not null default now(),
    constraint account_giver_pkey primary key (giver_id)
);
create index account_giver_account on identity.account_giver (account_id);

-- Links that prove a mailbox: each works once and for half an hour from when it was mailed. Of its secret only the hash is kept.
create table identity.mail_link (
    link_id    uuid        not null,
    purpose    text        not null constraint mail_link_purpose_known check (purpose in ('sign_in', 'mailbox', 'erase')),
    person_id  uuid        not null,
    account_id uuid,
    asked_at   timestamptz not null,
    hash       bytea,
    expires_at timestamptz,
    used_at    timestamptz,
    constraint mail_link_pkey primary key (link_id)
);
create index mail_link_person on identity.mail_link (person_id, asked_at);

-- Givers who are being forgotten: written down before it begins, so that a crash in the middle leaves nobody half forgotten.
create table identity.erasure (
    account_id uuid        not null,
    givers     uuid[]      not null,
    asked_at   timestamptz not null,
    done_at    timestamptz,
    constraint erasure_pkey primary key (account_id)
);
create index erasure_open on identity.erasure (asked_at) where done_at is null;
