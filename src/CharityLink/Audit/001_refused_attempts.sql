-- What signed-in people tried and were refused, and where they held roles then. Holds ids and codes, nothing that was typed.
create schema if not exists people;

create table people.refused_attempt (
    id           bigint      generated always as identity,
    at           timestamptz not null,
    account_id   uuid        not null,
    command_id   uuid        null,
    command_name text        null,
    code         text        not null,
    divisions    text[]      not null,
    constraint refused_attempt_pkey primary key (id)
);

create index refused_attempt_at on people.refused_attempt (at);
