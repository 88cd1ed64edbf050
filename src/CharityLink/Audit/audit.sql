-- One row per fact: who, by which command, when, where in the log and in the network.
create table audit (
    at             timestamptz not null,
    position       bigint      not null,
    account_id     uuid        null,
    command_name   text        null,
    fact           text        not null,
    stream_id      uuid        not null,
    stream_version bigint      not null,
    division       text        not null,
    constraint audit_pkey primary key (at, position)
);

create index audit_division on audit (division text_pattern_ops);

create index audit_account on audit (account_id, at) where account_id is not null;

-- Where a stream stands, from the first of its facts that says so.
create table audit_place (
    stream_id uuid not null,
    division  text not null,
    constraint audit_place_pkey primary key (stream_id)
);
