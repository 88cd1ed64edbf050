create table appointments (
    id              uuid        not null,
    account_id      uuid        not null,
    role            text        not null,
    organisation_id uuid        not null,
    division        text        not null,
    appointed_at    timestamptz not null,
    ended_at        timestamptz null,
    constraint appointments_pkey primary key (id)
);

create index appointments_account on appointments (account_id);
